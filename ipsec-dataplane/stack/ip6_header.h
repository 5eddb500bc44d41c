#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/stack/wire.h"

namespace dataplane {

namespace protocol {
constexpr std::uint8_t hop_by_hop = 0, ip6_routing = 43, ip6_fragment = 44, icmp6 = 58, no_next_header = 59,
                       destination_options = 60;
}

/// An IPv6 header (RFC 8200) in place; its 40 bytes are there.
class Ip6Header {
public:
    static constexpr std::uint32_t length = 40;

    explicit Ip6Header(std::uint8_t* at) : at_(at) {}

    unsigned version() const { return at_[0] >> 4; }
    std::uint8_t traffic_class() const { return static_cast<std::uint8_t>(at_[0] << 4 | at_[1] >> 4); }
    std::uint32_t payload_length() const { return wire::load16(at_ + 4); }
    std::uint32_t total_length() const { return length + payload_length(); }
    std::uint8_t next_header() const { return at_[6]; }
    std::uint8_t hop_limit() const { return at_[7]; }
    config::IpAddress source() const { return config::IpAddress::from_bytes({at_ + 8, 16}); }
    config::IpAddress destination() const { return config::IpAddress::from_bytes({at_ + 24, 16}); }
    bool has_multicast_destination() const { return at_[24] == 0xff; }
    bool has_link_local_source() const { return at_[8] == 0xfe && (at_[9] & 0xc0) == 0x80; }
    bool has_link_local_destination() const { return at_[24] == 0xfe && (at_[25] & 0xc0) == 0x80; }

    void set_total_length(std::uint32_t total) { wire::store16(at_ + 4, static_cast<std::uint16_t>(total - length)); }
    void set_hop_limit(std::uint8_t limit) { at_[7] = limit; }
    void set_addresses(const config::IpAddress& source, const config::IpAddress& destination) {
        std::ranges::copy(source.bytes(), at_ + 8);
        std::ranges::copy(destination.bytes(), at_ + 24);
    }

    struct Fields {
        std::uint8_t traffic_class = 0, hop_limit = 255, next_header = 0;
        config::IpAddress source, destination;
    };
    void write(const Fields& fields, std::uint32_t total) {
        at_[0] = static_cast<std::uint8_t>(0x60 | fields.traffic_class >> 4);
        at_[1] = static_cast<std::uint8_t>(fields.traffic_class << 4);
        at_[2] = at_[3] = 0;
        set_total_length(total);
        at_[6] = fields.next_header;
        at_[7] = fields.hop_limit;
        set_addresses(fields.source, fields.destination);
    }

private:
    std::uint8_t* at_;
};

inline Ip6Header ip6(const Packet& packet) { return Ip6Header(packet.l3()); }

/// ff02::1:ffXX:XXXX (RFC 4291 2.7.1).
inline config::IpAddress solicited_node(const config::IpAddress& address) {
    std::array<std::uint8_t, 16> bytes = {0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff};
    const auto of = address.bytes();
    std::copy(of.end() - 3, of.end(), bytes.begin() + 13);
    return config::IpAddress::v6(bytes);
}

/// ff02::N
constexpr config::IpAddress link_scope_multicast(std::uint8_t last) {
    std::array<std::uint8_t, 16> bytes{};
    bytes[0] = 0xff;
    bytes[1] = 2;
    bytes[15] = last;
    return config::IpAddress::v6(bytes);
}
constexpr config::IpAddress all_nodes = link_scope_multicast(1), all_routers = link_scope_multicast(2),
                            all_mld_routers = link_scope_multicast(0x16);

/// Smallest link MTU (RFC 8200 5), bytes.
constexpr std::uint32_t least_ip6_mtu = 1280;

}  // namespace dataplane
