#include "ipsec-dataplane/stack/icmp_error.h"

#include <algorithm>

#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

constexpr std::uint32_t header_length = 8;
constexpr std::uint32_t quoted_payload = 8;  ///< RFC 792: header and 64 bits
constexpr Duration unreachable_interval = std::chrono::milliseconds(500);

std::uint32_t packed(const IcmpError& error) {
    return static_cast<std::uint32_t>(error.type) << 24 | static_cast<std::uint32_t>(error.code) << 16 | error.mtu;
}

IcmpError unpacked(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint16_t>(value)};
}

bool is_icmp_query(std::uint8_t type) { return type == 0 || type == 8 || (type >= 13 && type <= 18); }

/// RFC 1122 3.2.2, RFC 1812 4.3.2.7.
bool is_due(const Packet& packet) {
    const Ip4Header header = ip4(packet);
    if (header.fragment_offset() != 0 || header.source() == 0 || header.destination() >> 28 >= 0xe) return false;
    if (header.protocol() != protocol::icmp) return true;
    return packet.l3_length() > header.header_length() && is_icmp_query(header.payload()[0]);
}

bool is_rate_limited(Worker& worker, const IcmpError& error, Instant now) {
    if (error.type != 3 || error.code == 4) return false;
    if (worker.last_unreachable != Instant{Duration::min()} && now - worker.last_unreachable < unreachable_interval)
        return true;
    worker.last_unreachable = now;
    return false;
}

PacketPtr compose(Pass& pass, const Packet& about, const Port& port, const IcmpError& error) {
    const Ip4Header original = ip4(about);
    const std::uint32_t quoted = std::min(about.l3_length(), original.header_length() + quoted_payload);
    PacketPtr packet = pass.worker.pool.take();
    if (!packet) return packet;
    const std::uint32_t total = Ip4Header::minimum + header_length + quoted;
    std::uint8_t* at = packet->append(total);
    packet->l3_offset = packet->data_offset();
    std::uint8_t* icmp = at + Ip4Header::minimum;
    std::fill_n(icmp, header_length, std::uint8_t{0});
    icmp[0] = error.type;
    icmp[1] = error.code;
    wire::store16(icmp + 6, error.mtu);
    std::copy_n(about.l3(), quoted, icmp + header_length);
    wire::store16(icmp + 2, wire::checksum(wire::sum({icmp, header_length + quoted})));
    Ip4Header(at).write({0xc0, 255, protocol::icmp, pass.worker.next_identification++, false, port.address.v4_value(),
                         original.source()},
                        total);
    packet->vrf = port.vrf;
    return packet;
}

void answer(Pass& pass, PacketPtr about) {
    const IcmpError error = unpacked(about->scratch);
    if (!is_due(*about)) return pass.drop(Drop::error_not_due, std::move(about));
    const Port* port = pass.tables.port(about->interface);
    if (port == nullptr) {
        Punt punt;
        punt.kind = PuntKind::undeliverable;
        punt.icmp_type = error.type;
        punt.icmp_code = error.code;
        punt.packet = std::move(about);
        return pass.punt(std::move(punt));
    }
    if (!port->address || is_rate_limited(pass.worker, error, pass.now))
        return pass.drop(Drop::error_rate_limited, std::move(about));
    PacketPtr packet = compose(pass, *about, *port, error);
    if (!packet) return pass.count(Drop::error_no_buffer);
    pass.to(Node::ip4_lookup, std::move(packet));
}

}  // namespace

void refuse(Pass& pass, Drop reason, const IcmpError& error, PacketPtr packet) {
    pass.count(reason);
    packet->scratch = packed(error);
    pass.to(Node::icmp_error, std::move(packet));
}

void node::icmp_error(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) answer(pass, vector.take(i));
}

}  // namespace dataplane
