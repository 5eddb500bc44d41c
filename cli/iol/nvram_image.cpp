#include "cli/iol/nvram_image.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace cli {

namespace {

constexpr std::size_t header_octets = 36, private_header_octets = 16, alignment = 4;
constexpr std::uint16_t startup_magic = 0xabcd, private_magic = 0xfedc, plain_text = 1, release = 0x0f04;
constexpr std::uint32_t base_address = 0x10000000;
constexpr std::size_t checksum_at = 4, length_at = 16, private_length_at = 12;
constexpr std::size_t large_half = 64 * 1024;   ///< from here on the alignment takes four octets more

std::uint32_t number_at(std::string_view image, std::size_t at, std::size_t octets) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < octets; ++i) value = value << 8 | static_cast<std::uint8_t>(image[at + i]);
    return value;
}

void put(std::string& out, std::uint32_t value, std::size_t octets) {
    for (std::size_t i = octets; i-- > 0;) out += static_cast<char>(value >> (8 * i));
}

bool has(std::string_view image, std::size_t at, std::size_t octets) { return at <= image.size() && octets <= image.size() - at; }

std::size_t aligned(std::size_t octets) { return (octets + alignment - 1) / alignment * alignment; }

bool has_header(std::string_view image, std::size_t at, std::uint16_t magic) {
    return has(image, at, 4) && number_at(image, at, 2) == magic && number_at(image, at + 2, 2) == plain_text;
}

/// Empty when there is none.
std::string_view private_of(std::string_view image) {
    if (!startup_of(image)) return {};
    std::size_t at = aligned(header_octets + number_at(image, length_at, 4));
    if (has_header(image, at + alignment, private_magic)) at += alignment;
    if (!has_header(image, at, private_magic) || !has(image, at, private_header_octets)) return {};
    const std::size_t length = number_at(image, at + private_length_at, 4);
    return has(image, at + private_header_octets, length) ? image.substr(at + private_header_octets, length) : std::string_view{};
}

/// First octet, the one behind the last, length.
void put_extent(std::string& out, std::size_t begin, std::size_t length) {
    const auto address = base_address + static_cast<std::uint32_t>(begin);
    put(out, address, 4);
    put(out, address + static_cast<std::uint32_t>(length), 4);
    put(out, static_cast<std::uint32_t>(length), 4);
}

std::string startup_part(std::string_view startup, std::size_t half) {
    std::string part;
    put(part, startup_magic, 2);
    put(part, plain_text, 2);
    put(part, 0, 2);
    put(part, release, 2);
    put_extent(part, header_octets, startup.size());
    part.append(header_octets - part.size(), '\0');
    part += startup;
    part.append(aligned(part.size()) - part.size() + (half >= large_half ? alignment : 0), '\0');
    return part;
}

void append_private_part(std::string& out, std::string_view text) {
    put(out, private_magic, 2);
    put(out, plain_text, 2);
    put_extent(out, out.size() + private_header_octets - 4, text.size());
    out += text;
}

/// Ones' complement of the ones' complement sum of 16-bit words, as in RFC 1071; the checksum itself counts as 0.
std::uint16_t checksum_of(std::string_view octets) {
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at + 1 < octets.size(); at += 2) {
        sum += number_at(octets, at, 2);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<std::uint16_t>(~sum);
}

}  // namespace

std::size_t nvram_image_room(std::size_t bytes) {
    const std::size_t half = bytes / 2, overhead = header_octets + 2 * alignment + private_header_octets;
    return half > overhead ? half - overhead : 0;
}

std::optional<std::string> startup_of(std::string_view image) {
    if (!has_header(image, 0, startup_magic) || !has(image, 0, header_octets)) return std::nullopt;
    const std::size_t length = number_at(image, length_at, 4);
    if (length == 0 || !has(image, header_octets, length)) return std::nullopt;
    return std::string(image.substr(header_octets, length));
}

std::string nvram_image(std::size_t bytes, const std::optional<std::string>& startup, std::string_view old) {
    const std::size_t half = bytes / 2;
    std::string image;
    if (startup) {
        image = startup_part(*startup, half);
        append_private_part(image, private_of(old));
    }
    if (image.size() > half) throw std::length_error("NVRAM is full");
    image.resize(half, '\0');
    const std::uint16_t sum = startup ? checksum_of(image) : std::uint16_t{0};
    image[checksum_at] = static_cast<char>(sum >> 8);
    image[checksum_at + 1] = static_cast<char>(sum);
    if (old.size() == bytes) image += old.substr(half);
    image.resize(bytes, '\0');
    return image;
}

}  // namespace cli
