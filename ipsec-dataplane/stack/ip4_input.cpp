#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/clear_packet.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane::node {

namespace {

/// RFC 1812 5.2.2. Trims what the link padded.
bool header_is_good(Packet& packet, Drop& reason) {
    packet.pull_to_l3();
    reason = Drop::ip4_bad_header;
    if (packet.length < Ip4Header::minimum) return false;
    const Ip4Header header = ip4(packet);
    if (header.version() != 4 || header.header_length() < Ip4Header::minimum) return false;
    reason = Drop::ip4_bad_length;
    if (header.total_length() < header.header_length() || header.total_length() > packet.length) return false;
    packet.trim(packet.length - header.total_length());
    reason = Drop::ip4_bad_checksum;
    if (!header.checksum_is_right()) return false;
    reason = Drop::ip4_martian_source;
    const std::uint32_t source = header.source();
    return source >> 28 < 0xe && source >> 24 != 127 && header.destination() >> 24 != 127;
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
        if (port->filter_in != no_index && !pass.tables.filters[port->filter_in].permits(*packet, pass.worker.id))
            return refuse(pass, Drop::ip4_access_denied, administratively_prohibited, std::move(packet));
        if (port->crypto_map != no_index && came_in_clear(pass, port->crypto_map, *packet))
            return pass.drop(Drop::ip4_clear_packet, std::move(packet));
    }
    pass.to(port != nullptr && port->nat_outside ? Node::nat_destination : Node::ip4_lookup, std::move(packet));
}

}  // namespace

void ip4_input(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) take(pass, vector.take(i));
}

}  // namespace dataplane::node
