#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace config {

enum class AddressFamily : std::uint8_t { none, ipv4, ipv6 };

/// An IPv4 or IPv6 address, network byte order. A default-constructed value has family `none` and means "no address".
class IpAddress {
public:
    constexpr IpAddress() = default;
    /// Host-order IPv4 address, e.g. 0x0a000001 for 10.0.0.1.
    static constexpr IpAddress v4(std::uint32_t host_order);
    static constexpr IpAddress v6(const std::array<std::uint8_t, 16>& bytes);
    /// 4 or 16 bytes in network order; family `none` for any other length.
    static IpAddress from_bytes(std::span<const std::uint8_t> bytes);
    /// Dotted quad (decimal, no leading zeros accepted as octal) or RFC 4291 text.
    static std::optional<IpAddress> parse(std::string_view text);

    constexpr AddressFamily family() const { return family_; }
    constexpr bool is_v4() const { return family_ == AddressFamily::ipv4; }
    constexpr bool is_v6() const { return family_ == AddressFamily::ipv6; }
    constexpr explicit operator bool() const { return family_ != AddressFamily::none; }
    /// Host-order value of an IPv4 address; 0 for any other family.
    constexpr std::uint32_t v4_value() const;
    /// 4 or 16 bytes in network order; empty for family `none`.
    constexpr std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size()}; }
    /// 32 or 128; 0 for family `none`.
    constexpr unsigned bits() const { return static_cast<unsigned>(size()) * 8; }
    bool is_unspecified() const;
    bool is_multicast() const;
    /// RFC 4291 fe80::/10.
    bool is_link_local() const;
    /// 10.0.0.1, or RFC 5952 text in upper case as IOS prints it (FE80::1). Empty for family `none`.
    std::string text() const;

    constexpr auto operator<=>(const IpAddress&) const = default;

private:
    constexpr std::size_t size() const {
        return family_ == AddressFamily::ipv4 ? 4 : family_ == AddressFamily::ipv6 ? 16 : 0;
    }
    AddressFamily family_ = AddressFamily::none;
    std::array<std::uint8_t, 16> bytes_{};
};

constexpr IpAddress IpAddress::v4(std::uint32_t host_order) {
    IpAddress address;
    address.family_ = AddressFamily::ipv4;
    for (unsigned i = 0; i < 4; ++i) address.bytes_[i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
    return address;
}

constexpr IpAddress IpAddress::v6(const std::array<std::uint8_t, 16>& bytes) {
    IpAddress address;
    address.family_ = AddressFamily::ipv6;
    address.bytes_ = bytes;
    return address;
}

constexpr std::uint32_t IpAddress::v4_value() const {
    if (!is_v4()) return 0;
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) value = value << 8 | bytes_[i];
    return value;
}

/// An address with a prefix length (0..32 or 0..128). The address keeps its host bits.
struct Prefix {
    IpAddress address;
    std::uint8_t length = 0;

    /// The address with the host bits cleared.
    IpAddress network() const;
    /// IPv4 only: the directed broadcast / last address of the prefix.
    IpAddress last() const;
    bool contains(const IpAddress& other) const;
    /// 255.255.255.0 for an IPv4 /24.
    IpAddress mask() const;
    auto operator<=>(const Prefix&) const = default;
};

/// Prefix length of a contiguous IPv4 mask; nothing if the mask has holes.
std::optional<std::uint8_t> mask_length(const IpAddress& mask);
/// The IPv4 mask of a prefix length 0..32.
IpAddress mask_of_length(std::uint8_t length);
/// Bitwise complement of an IPv4 mask (mask <-> wildcard).
IpAddress inverted(const IpAddress& mask);

}  // namespace config
