#pragma once

#include <cstdint>
#include <cstdio>
#include <mutex>
#include <span>
#include <string>

namespace cli {

/// What a capture file begins with, and one frame of it. `unix_nanoseconds` since 1970; `wire_size` is what the frame had on the wire, when
/// `frame` is but its beginning.
std::string pcapng_start();
std::string pcapng_packet(std::int64_t unix_nanoseconds, std::span<const std::uint8_t> frame, std::size_t wire_size);

/// A capture file in the pcapng format (draft-ietf-opsawg-pcapng): one section, one Ethernet interface, nanosecond time stamps.
class PcapngFile {
public:
    /// Throws std::runtime_error when the file cannot be written.
    explicit PcapngFile(const std::string& path);
    ~PcapngFile();
    PcapngFile(const PcapngFile&) = delete;
    PcapngFile& operator=(const PcapngFile&) = delete;

    /// `unix_nanoseconds` since 1970; the frame begins with its Ethernet header.
    /// From any thread.
    void write(std::int64_t unix_nanoseconds, std::span<const std::uint8_t> frame);

private:
    void append(const std::string& blocks);

    std::mutex mutex_;
    std::FILE* file_;
};

}  // namespace cli
