#include "cli/lab/pcapng.h"

#include <stdexcept>
#include <vector>

namespace cli {

namespace {

constexpr std::uint32_t section_header = 0x0a0d0d0a, interface_description = 1, enhanced_packet = 6;
constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::uint16_t link_type_ethernet = 1, option_time_resolution = 9;

/// One block: type, total length, body padded to 4 octets, total length again. Little-endian.
class Block {
public:
    explicit Block(std::uint32_t type) { put32(type), put32(0); }
    void put16(std::uint16_t value) { put(value, 2); }
    void put32(std::uint32_t value) { put(value, 4); }
    void put64(std::uint64_t value) { put(value, 8); }
    void put_octets(std::span<const std::uint8_t> octets) {
        octets_.insert(octets_.end(), octets.begin(), octets.end());
        while (octets_.size() % 4 != 0) octets_.push_back(0);
    }
    void append_to(std::string& file) {
        const auto length = static_cast<std::uint32_t>(octets_.size() + 4);
        put32(length);
        for (unsigned i = 0; i < 4; ++i) octets_[4 + i] = static_cast<std::uint8_t>(length >> (8 * i));
        file.append(octets_.begin(), octets_.end());
    }

private:
    void put(std::uint64_t value, unsigned width) {
        for (unsigned i = 0; i < width; ++i) octets_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    std::vector<std::uint8_t> octets_;
};

}  // namespace

std::string pcapng_start() {
    std::string file;
    Block section(section_header);
    section.put32(byte_order_magic);
    section.put16(1), section.put16(0);
    section.put64(~std::uint64_t{0});
    section.append_to(file);
    Block interface(interface_description);
    interface.put16(link_type_ethernet), interface.put16(0);
    interface.put32(0);
    interface.put16(option_time_resolution), interface.put16(1);
    interface.put32(9);  // 10^-9 s
    interface.put32(0);  // end of options
    interface.append_to(file);
    return file;
}

std::string pcapng_packet(std::int64_t unix_nanoseconds, std::span<const std::uint8_t> frame, std::size_t wire_size) {
    const auto time = static_cast<std::uint64_t>(unix_nanoseconds);
    std::string file;
    Block packet(enhanced_packet);
    packet.put32(0);
    packet.put32(static_cast<std::uint32_t>(time >> 32)), packet.put32(static_cast<std::uint32_t>(time));
    packet.put32(static_cast<std::uint32_t>(frame.size())), packet.put32(static_cast<std::uint32_t>(wire_size));
    packet.put_octets(frame);
    packet.append_to(file);
    return file;
}

PcapngFile::PcapngFile(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {
    if (!file_) throw std::runtime_error(path + ": cannot be written");
    append(pcapng_start());
}

PcapngFile::~PcapngFile() { std::fclose(file_); }

void PcapngFile::append(const std::string& blocks) {
    const std::lock_guard lock(mutex_);
    std::fwrite(blocks.data(), 1, blocks.size(), file_);
}

void PcapngFile::write(std::int64_t unix_nanoseconds, std::span<const std::uint8_t> frame) {
    append(pcapng_packet(unix_nanoseconds, frame, frame.size()));
}

}  // namespace cli
