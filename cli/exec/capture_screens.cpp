#include <fmt/format.h>

#include <algorithm>

#include "cli/exec/monitor_capture.h"
#include "cli/lab/pcapng.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/ethernet.h"
#include "ipsec-dataplane/stack/wire.h"

namespace cli {

namespace {

constexpr std::size_t frames_per_part = 16;
constexpr std::string_view directions[] = {"IN", "OUT", "BOTH"};
constexpr std::string_view heading = " ----------------------------------------------------------------------------\n"
                                     " #   size   timestamp     source             destination      dscp    protocol\n"
                                     " ----------------------------------------------------------------------------\n";

std::string_view direction_of(const PacketCapture& capture) { return directions[static_cast<std::size_t>(capture.settings.direction)]; }

struct DscpName {
    unsigned value;
    std::string_view name;
};
/// RFC 2474, 2597, 3246, 5865; others have a number only.
constexpr DscpName dscp_names[] = {{0, "BE"}, {8, "CS1"}, {10, "AF11"}, {12, "AF12"}, {14, "AF13"}, {16, "CS2"}, {18, "AF21"}, {20, "AF22"},
                                   {22, "AF23"}, {24, "CS3"}, {26, "AF31"}, {28, "AF32"}, {30, "AF33"}, {32, "CS4"}, {34, "AF41"}, {36, "AF42"},
                                   {38, "AF43"}, {40, "CS5"}, {44, "VA"}, {46, "EF"}, {48, "CS6"}, {56, "CS7"}};

std::string_view dscp_name(unsigned value) {
    const auto* found = std::ranges::find(dscp_names, value, &DscpName::value);
    return found == std::ranges::end(dscp_names) ? "" : found->name;
}

std::string protocol_name(std::uint8_t number) {
    switch (number) {
    case 1: return "ICMP";
    case 2: return "IGMP";
    case 6: return "TCP";
    case 17: return "UDP";
    case 47: return "GRE";
    case 50: return "ESP";
    case 51: return "AH";
    case 58: return "ICMPv6";
    case 88: return "EIGRP";
    case 89: return "OSPF";
    default: return std::to_string(number);
    }
}

std::string mac_text(const std::uint8_t* at) {
    return fmt::format("{:02x}{:02x}.{:02x}{:02x}.{:02x}{:02x}", at[0], at[1], at[2], at[3], at[4], at[5]);
}

/// Source, destination, DSCP and protocol, as much as the frame says.
std::string frame_words(std::span<const std::uint8_t> octets) {
    constexpr std::size_t ethernet = dataplane::ethernet::header_length;
    if (octets.size() < ethernet) return {};
    const std::uint16_t type = dataplane::wire::load16(&octets[12]);
    const std::size_t least = type == dataplane::ethernet::type_ip4 ? 20 : 40;
    const bool is_ip = type == dataplane::ethernet::type_ip4 || type == dataplane::ethernet::type_ip6;
    if (!is_ip || octets.size() < ethernet + least)
        return fmt::format("{:<15}  ->  {:<15}  {:<2} {:<4} {}", mac_text(&octets[6]), mac_text(octets.data()), "", "",
                           type == dataplane::ethernet::type_arp ? "ARP" : fmt::format("0x{:04X}", type));
    const std::uint8_t* ip = &octets[ethernet];
    const bool v6 = type == dataplane::ethernet::type_ip6;
    const auto address = [&](std::size_t at) { return config::IpAddress::from_bytes({ip + at, v6 ? 16U : 4U}).text(); };
    const unsigned tos = v6 ? static_cast<unsigned>(ip[0] << 4 | ip[1] >> 4) & 0xff : ip[1];
    const auto whole = dataplane::read_whole_ip_header(octets.subspan(ethernet));
    const std::uint8_t protocol = whole.valid ? whole.protocol : v6 ? ip[6] : ip[9];
    return fmt::format("{:<15}  ->  {:<15}  {:<2} {:<4} {}", address(v6 ? 8 : 12), address(v6 ? 24 : 16), tos >> 2, dscp_name(tos >> 2),
                       protocol_name(protocol));
}

std::string brief_line(std::size_t index, const PacketCapture::Frame& frame, Instant first) {
    const double seconds = std::chrono::duration<double>(frame.at - first).count();
    return fmt::format("{:>4} {:>4} {:>11.6f}   {}\n", index, frame.size, seconds, frame_words(frame.octets));
}

/// Four words of four octets a line, then what of it is ASCII.
std::string dump_text(std::span<const std::uint8_t> octets) {
    std::string text;
    for (std::size_t at = 0; at < octets.size(); at += 16) {
        std::string words, letters;
        for (std::size_t i = at; i < std::min(at + 16, octets.size()); ++i) {
            words += fmt::format("{:02X}{}", octets[i], i % 4 == 3 ? " " : "");
            letters += octets[i] > 32 && octets[i] < 127 ? static_cast<char>(octets[i]) : '.';
        }
        text += fmt::format("  {:04X}:  {:<36}  {}\n", at, words, letters);
    }
    return text;
}

class CaptureScreen final : public show::Screen {
public:
    CaptureScreen(PacketCaptures& captures, std::string name, CaptureDetail detail)
        : captures_(captures), name_(std::move(name)), detail_(detail) {}

    bool print_some(show::TextWriter& out) override {
        const PacketCapture* capture = captures_.find(name_);
        if (capture == nullptr) return false;
        if (next_ == 0 && detail_ != CaptureDetail::dump) out.block(heading);
        for (std::size_t i = 0; i < frames_per_part; ++i) {
            const auto frame = capture->frame(next_);
            if (!frame) return out.end(), false;
            if (next_ == 0) first_ = frame->at;
            print(next_++, *frame, out);
        }
        return true;
    }

private:
    void print(std::size_t index, const PacketCapture::Frame& frame, show::TextWriter& out) const {
        if (detail_ == CaptureDetail::dump) out.line(std::to_string(index));
        else out.block(brief_line(index, frame, first_));
        if (detail_ != CaptureDetail::brief) out.block(dump_text(frame.octets)).end();
    }

    PacketCaptures& captures_;
    std::string name_;
    CaptureDetail detail_;
    std::size_t next_ = 0;
    Instant first_{};
};

std::string limit_text(std::uint32_t value, std::string_view none) {
    return value == 0 ? fmt::format("0 ({})", none) : std::to_string(value);
}

}  // namespace

std::string capture_status_text(const PacketCapture& capture) {
    const CaptureSettings& is = capture.settings;
    std::string text = fmt::format("\nStatus Information for Capture {}\n  Target Type: \n", capture.name());
    text += is.interface ? fmt::format(" Interface: {}, Direction: {}\n", is.interface->text(), direction_of(capture)) : "   Interface unattached \n";
    text += fmt::format("   Status : {}\n  Filter Details: \n", capture.is_active() ? "Active" : "Inactive");
    for (const std::string& line : is.match) text += line + "\n";
    if (!is.access_list.empty()) text += fmt::format("   Access-list: {}\n", is.access_list);
    text += fmt::format("  Buffer Details: \n   Buffer Type: {}\n   Buffer Size (in MB): {}\n", is.circular ? "CIRCULAR" : "LINEAR (default)", is.megabytes);
    text += fmt::format("  Limit Details: \n   Number of Packets to capture: {}\n   Packet Capture duration: {}\n   Packet Size to capture: {}\n",
                        limit_text(is.packets, "no limit"), limit_text(is.seconds, "no limit"), limit_text(is.octets, "no limit"));
    if (is.per_second != 0) text += fmt::format("   Maximum number of packets to capture per second: {}\n", is.per_second);
    return text + fmt::format("   Packet sampling rate: {}\n", limit_text(is.every, "no sampling"));
}

std::string capture_parameter_text(const PacketCapture& capture) {
    const CaptureSettings& is = capture.settings;
    std::string text;
    const auto add = [&](const std::string& words) { text += fmt::format("   monitor capture {} {}\n", capture.name(), words); };
    if (is.interface) add(fmt::format("interface {} {}", is.interface->text(), direction_of(capture)));
    if (!is.access_list.empty()) add("access-list " + is.access_list);
    if (!is.match_words.empty()) add("match " + is.match_words);
    add(fmt::format("buffer {}size {}", is.circular ? "circular " : "", is.megabytes));
    const std::pair<std::string_view, std::uint32_t> limits[] = {
        {"packets", is.packets}, {"duration", is.seconds}, {"packet-len", is.octets}, {"every", is.every}, {"pps", is.per_second}};
    for (const auto& [word, value] : limits)
        if (value != 0) add(fmt::format("limit {} {}", word, value));
    return text;
}

std::string capture_buffer_text(const PacketCapture& capture) {
    const PacketCapture::Counters counters = capture.counters();
    return fmt::format(" buffer size (KB) : {}\n buffer used (KB) : {}\n packets in buf   : {}\n packets dropped  : {}\n packets per sec  : {}\n",
                       capture.settings.megabytes * 1024, (counters.octets + 1023) / 1024, counters.packets, counters.dropped, counters.per_second);
}

std::unique_ptr<show::Screen> capture_screen(PacketCaptures& captures, std::string name, CaptureDetail detail) {
    return std::make_unique<CaptureScreen>(captures, std::move(name), detail);
}

std::string capture_file(const PacketCapture& capture, std::int64_t unix_at_start) {
    std::string file = pcapng_start();
    for (std::size_t i = 0;; ++i) {
        const auto frame = capture.frame(i);
        if (!frame) return file;
        file += pcapng_packet(unix_at_start + frame->at.time_since_epoch().count(), frame->octets, frame->size);
    }
}

}  // namespace cli
