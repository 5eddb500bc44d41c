#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/clear_packet.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane::node {

namespace {

bool is_loopback(const std::uint8_t* address) {
    for (std::size_t i = 0; i < 15; ++i)
        if (address[i] != 0) return false;
    return address[15] == 1;
}

/// RFC 8200 3, RFC 4291 2. Trims what the link padded.
bool header_is_good(Packet& packet, Drop& reason) {
    packet.pull_to_l3();
    reason = Drop::ip6_bad_header;
    if (packet.length < Ip6Header::length || ip6(packet).version() != 6) return false;
    const Ip6Header header = ip6(packet);
    reason = Drop::ip6_bad_length;
    if (header.total_length() > packet.length) return false;
    packet.trim(packet.length - header.total_length());
    reason = Drop::ip6_martian;
    const std::uint8_t *source = packet.l3() + 8, *destination = packet.l3() + 24;
    return source[0] != 0xff && !is_loopback(source) && !is_loopback(destination);
}

void take(Pass& pass, PacketPtr packet) {
    Drop reason{};
    const Port* port = pass.tables.port(packet->interface);
    if (!header_is_good(*packet, reason)) {
        if (port != nullptr) pass.tally(*port).input_errors.add();
        return pass.drop(reason, std::move(packet));
    }
    const bool was_protected = static_cast<bool>(packet->sa);
    if (port != nullptr && !was_protected) {
        if (!port->ip6_enabled) return pass.drop(Drop::ip6_disabled, std::move(packet));
        if (port->filter6_in != no_index && !pass.tables.filters[port->filter6_in].permits(*packet, pass.worker.id))
            return refuse(pass, Drop::ip6_access_denied, administratively_prohibited, std::move(packet));
        if (port->crypto_map6 != no_index && came_in_clear(pass, port->crypto_map6, *packet))
            return pass.drop(Drop::ip6_clear_packet, std::move(packet));
    }
    packet->out = InterfaceId{};
    pass.to(Node::ip6_lookup, std::move(packet));
}

}  // namespace

void ip6_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) take(pass, vector.take(i));
}

}  // namespace dataplane::node
