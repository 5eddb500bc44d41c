#include "config-model/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <bit>
#include <cctype>

namespace config {

IpAddress IpAddress::from_bytes(std::span<const std::uint8_t> bytes) {
    IpAddress address;
    if (bytes.size() != 4 && bytes.size() != 16) return address;
    address.family_ = bytes.size() == 4 ? AddressFamily::ipv4 : AddressFamily::ipv6;
    std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
    return address;
}

namespace {

std::optional<IpAddress> parse_v4(std::string_view text) {
    std::uint32_t value = 0;
    unsigned dots = 0, octet = 0, digits = 0;
    for (const char c : text) {
        if (c == '.') {
            if (digits == 0 || ++dots > 3) return std::nullopt;
            value = value << 8 | octet;
            octet = digits = 0;
        } else if (c >= '0' && c <= '9') {
            octet = octet * 10 + static_cast<unsigned>(c - '0');
            if (++digits > 3 || octet > 255) return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    if (dots != 3 || digits == 0) return std::nullopt;
    return IpAddress::v4(value << 8 | octet);
}

std::optional<IpAddress> parse_v6(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    std::array<std::uint8_t, 16> bytes{};
    if (text.size() >= terminated.size()) return std::nullopt;
    std::copy(text.begin(), text.end(), terminated.begin());
    if (inet_pton(AF_INET6, terminated.data(), bytes.data()) != 1) return std::nullopt;
    return IpAddress::v6(bytes);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

bool IpAddress::is_unspecified() const {
    const auto all = bytes();
    return std::all_of(all.begin(), all.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool IpAddress::is_multicast() const { return is_v4() ? (bytes_[0] & 0xf0) == 0xe0 : is_v6() && bytes_[0] == 0xff; }

bool IpAddress::is_link_local() const { return is_v6() && bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80; }

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (family_ == AddressFamily::none) return {};
    inet_ntop(is_v4() ? AF_INET : AF_INET6, bytes_.data(), buffer.data(), buffer.size());
    std::string result = buffer.data();
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return result;
}

namespace {

IpAddress with_host_bits(const IpAddress& address, unsigned length, bool set) {
    std::array<std::uint8_t, 16> bytes{};
    const auto source = address.bytes();
    for (std::size_t i = 0; i < source.size(); ++i) {
        const unsigned kept = length > i * 8 ? std::min(8U, length - static_cast<unsigned>(i) * 8) : 0;
        const auto host = static_cast<std::uint8_t>(0xffU >> kept);
        bytes[i] = static_cast<std::uint8_t>(set ? source[i] | host : source[i] & ~host);
    }
    return IpAddress::from_bytes({bytes.data(), source.size()});
}

}  // namespace

IpAddress Prefix::network() const { return with_host_bits(address, length, false); }

IpAddress Prefix::last() const { return with_host_bits(address, length, true); }

bool Prefix::contains(const IpAddress& other) const {
    if (other.family() != address.family()) return false;
    if (address.is_v4()) return length == 0 || (other.v4_value() ^ address.v4_value()) >> (32 - length) == 0;
    return with_host_bits(other, length, false) == network();
}

IpAddress Prefix::mask() const { return mask_of_length(length); }

std::optional<std::uint8_t> mask_length(const IpAddress& mask) {
    const std::uint32_t value = mask.v4_value();
    const int length = std::countl_one(value);
    if (!mask.is_v4() || (length < 32 && (value << length) != 0)) return std::nullopt;
    return static_cast<std::uint8_t>(length);
}

IpAddress mask_of_length(std::uint8_t length) {
    return IpAddress::v4(length == 0 ? 0 : ~std::uint32_t{0} << (32 - length));
}

IpAddress inverted(const IpAddress& mask) { return IpAddress::v4(~mask.v4_value()); }

}  // namespace config
