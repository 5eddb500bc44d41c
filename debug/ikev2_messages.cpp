#include <fmt/format.h>

#include "debug/ikev2_line.h"
#include "debug/ikev2_payload_dump.h"

namespace debug {

namespace {

using ike::Payload;

std::string_view without_newline(std::string_view text) {
    return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

std::string flags_of(const ike::Header& header) {
    return fmt::format("{}{}", header.from_initiator() ? "INITIATOR" : "RESPONDER",
                       header.is_response() ? " MSG-RESPONSE" : "");
}

std::string exchange_of(const ike::Header& header) {
    const std::string_view name = ike::name_of(header.exchange);
    return name.empty() ? fmt::format("Unknown - {}", static_cast<unsigned>(header.exchange)) : std::string(name);
}

std::string head_of(const Ikev2Writer& out, const ike::Header& header) {
    return fmt::format(
        "{}Next payload: {}, version: {}.{} Exchange type: {}, flags: {} Message id: {}, length: {} \nPayload "
        "contents: \n",
        out.prefix(Level::packet, PrefixKind::full), ike::name_of(header.next_payload), header.major_version(),
        header.minor_version(), exchange_of(header), flags_of(header), header.message_id, header.length);
}

void write_records(Ikev2Writer& out, const std::vector<std::string>& records) {
    for (const std::string& record : records) out.record(without_newline(record));
}

void write_hexdump(Ikev2Writer& out, std::span<const std::uint8_t> octets) {
    if (out.switches().on(Switch::ikev2_packet_hexdump) && !octets.empty()) out.record(hexdump(octets));
}

/// " SA KE N ", each name with a blank behind it.
std::string names_of(std::span<const Payload> payloads) {
    std::string text = " ";
    for (const Payload& payload : payloads) text += payload_name(payload) + " ";
    return text;
}

/// What the later releases print instead of the dump.
void write_summary(Ikev2Writer& out, std::string_view verb, std::string_view to, std::string_view from,
                   const ike::Header& header, std::string_view contents) {
    const ike::EventHeader& about = out.header();
    out.line(Level::standard,
             fmt::format("{} Packet [{} {}:{}/{} {}:{}/VRF i0:f{}] \nInitiator SPI : {:016X} - Responder SPI : {:016X} "
                         "Message id: {}\n"
                         "IKEv2 {} Exchange {} \nPayload contents: \n{}\n",
                         verb, to, about.peer.text(), about.peer_port, from, about.local.text(), about.local_port,
                         about.vrf.value, header.initiator_spi, header.responder_spi, header.message_id,
                         exchange_of(header), header.is_response() ? "RESPONSE" : "REQUEST", contents));
}

/// IKE_AUTH and its like, rather than a notice: it goes out as soon as it is built.
bool negotiates(const std::vector<Payload>& payloads) {
    return ike::find(payloads, ike::PayloadType::AUTH) != nullptr ||
           ike::find(payloads, ike::PayloadType::SA) != nullptr;
}

void write_building(Ikev2Writer& out, const std::vector<Payload>& payloads) {
    std::string names = names_of(payloads);
    const bool sent_next = negotiates(payloads) || out.header().role == ike::Role::responder;
    if (sent_next)
        names += '\n';
    else
        names.pop_back();
    out.line(Level::standard, "Building packet for encryption.  \nPayload contents: \n" + names);
}

}  // namespace

void write_message(Ikev2Writer& out, const ike::event::MessageSent& message) {
    if (!message.outer) return;
    const ike::Header& header = message.outer->header;
    if (!out.is_early())
        write_summary(out, "Sending", "To", "From", header,
                      names_of(message.outer->payloads) + (message.clear ? "\n " : ""));
    if (!out.shows(Level::packet)) return;
    write_records(out, dump_records(head_of(out, header), message.outer->payloads));
    write_hexdump(out, message.octets);
}

void write_message(Ikev2Writer& out, const ike::event::MessageReceived& message) {
    if (!message.outer) return;
    const std::vector<Payload>& payloads = message.clear ? *message.clear : message.outer->payloads;
    if (!out.is_early()) write_summary(out, "Received", "From", "To", message.outer->header, names_of(payloads));
    if (!out.shows(Level::packet)) return;
    write_records(
        out, dump_records(head_of(out, message.outer->header), payloads, out.prefix(Level::packet, PrefixKind::bare)));
    write_hexdump(out, message.octets);
}

/// The early release dumps them behind the Construct lines, but not the responder's of IKE_AUTH.
void write_built_payloads(Ikev2Writer& out, const std::vector<Payload>& payloads) {
    if (!out.is_early()) write_building(out, payloads);
    if (!out.shows(Level::packet)) return;
    const bool answers_auth =
        out.header().role == ike::Role::responder && ike::find(payloads, ike::PayloadType::AUTH) != nullptr;
    if (out.is_early() && answers_auth) return;
    const std::vector<std::string> records = dump_records("Payload contents: \n", payloads);
    out.unstamped(without_newline(records.front()));
    write_records(out, {records.begin() + 1, records.end()});
}

}  // namespace debug
