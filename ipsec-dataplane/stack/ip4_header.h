#pragma once

#include <cstdint>

#include "config-model/ip_address.h"
#include "ipsec-dataplane/packet.h"
#include "ipsec-dataplane/stack/wire.h"

namespace dataplane {

namespace protocol {
constexpr std::uint8_t icmp = 1, ipip = 4, tcp = 6, udp = 17, ip6_in_ip = 41, gre = 47, esp = 50, ah = 51;
}

/// An IPv4 header (RFC 791) in place; at least 20 bytes are there.
class Ip4Header {
public:
    static constexpr std::uint32_t minimum = 20;

    explicit Ip4Header(std::uint8_t* at) : at_(at) {}

    unsigned version() const { return at_[0] >> 4; }
    std::uint32_t header_length() const { return (at_[0] & 15U) * 4; }
    std::uint8_t tos() const { return at_[1]; }
    std::uint16_t total_length() const { return wire::load16(at_ + 2); }
    std::uint16_t identification() const { return wire::load16(at_ + 4); }
    bool dont_fragment() const { return (at_[6] & 0x40) != 0; }
    bool more_fragments() const { return (at_[6] & 0x20) != 0; }
    /// Bytes.
    std::uint32_t fragment_offset() const { return (wire::load16(at_ + 6) & 0x1fffU) * 8; }
    bool is_fragment() const { return (wire::load16(at_ + 6) & 0x3fff) != 0; }
    std::uint8_t ttl() const { return at_[8]; }
    std::uint8_t protocol() const { return at_[9]; }
    std::uint16_t checksum() const { return wire::load16(at_ + 10); }
    std::uint32_t source() const { return wire::load32(at_ + 12); }
    std::uint32_t destination() const { return wire::load32(at_ + 16); }
    config::IpAddress source_address() const { return config::IpAddress::v4(source()); }
    config::IpAddress destination_address() const { return config::IpAddress::v4(destination()); }
    const std::uint8_t* payload() const { return at_ + header_length(); }

    void set_total_length(std::uint32_t length) { wire::store16(at_ + 2, static_cast<std::uint16_t>(length)); }
    void set_fragment(std::uint32_t offset, bool more, bool dont) {
        const std::uint32_t flags = (dont ? 0x4000U : 0U) | (more ? 0x2000U : 0U);
        wire::store16(at_ + 6, static_cast<std::uint16_t>(flags | offset / 8));
    }
    void set_addresses(std::uint32_t source, std::uint32_t destination) {
        wire::store32(at_ + 12, source);
        wire::store32(at_ + 16, destination);
    }
    void set_ttl(std::uint8_t ttl) { at_[8] = ttl; }
    /// One hop less; the checksum follows.
    void decrement_ttl() {
        const std::uint16_t before = wire::load16(at_ + 8);
        --at_[8];
        wire::store16(at_ + 10, wire::adjusted(checksum(), before, wire::load16(at_ + 8)));
    }
    void update_checksum() {
        wire::store16(at_ + 10, 0);
        wire::store16(at_ + 10, wire::checksum(wire::sum({at_, header_length()})));
    }
    bool checksum_is_right() const { return wire::checksum(wire::sum({at_, header_length()})) == 0; }

    /// A whole header without options, its checksum not yet filled in.
    struct Fields {
        std::uint8_t tos = 0, ttl = 255, protocol = 0;
        std::uint16_t identification = 0;
        bool dont_fragment = false;
        std::uint32_t source = 0, destination = 0;
    };
    void write(const Fields& fields, std::uint32_t total_length) {
        at_[0] = 0x45;
        at_[1] = fields.tos;
        set_total_length(total_length);
        wire::store16(at_ + 4, fields.identification);
        set_fragment(0, false, fields.dont_fragment);
        at_[8] = fields.ttl;
        at_[9] = fields.protocol;
        set_addresses(fields.source, fields.destination);
        update_checksum();
    }

private:
    std::uint8_t* at_;
};

inline Ip4Header ip4(const Packet& packet) { return Ip4Header(packet.l3()); }

/// Sum of the pseudo-header (RFC 768, RFC 9293 3.1), unfolded.
inline std::uint64_t pseudo_header_sum(const Ip4Header& header, std::uint32_t length) {
    return std::uint64_t{header.source()} + header.destination() + header.protocol() + length;
}

}  // namespace dataplane
