#include "ipsec-dataplane/graph/nodes.h"
#include "ipsec-dataplane/stack/icmp_error.h"
#include "ipsec-dataplane/stack/ip_packet.h"
#include "ipsec-dataplane/stack/way_out.h"
#include "ipsec-dataplane/translation/nat_table.h"

/// Between routing and crypto map on the way out, between decryption and routing on the way in.
namespace dataplane::node {

namespace {

using Fate = NatTable::Fate;

void translate_source(Pass& pass, PacketPtr packet) {
    const Port& port = pass.tables.ports[pass.tables.adjacencies[packet->scratch].port];
    switch (pass.tables.nat_table->outbound(*packet, pass.tables.nat, port.id, pass.worker.id, pass.now)) {
        case Fate::full: return refuse(pass, Drop::nat_full, host_unreachable, std::move(packet));
        case Fate::fragment: return pass.drop(Drop::nat_fragment, std::move(packet));
        case Fate::translated:
        case Fate::untouched: break;
    }
    pass.to(port.filter_out != no_index ? Node::access_out : way_out(port, false), std::move(packet));
}

}  // namespace

void nat_source(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) translate_source(pass, vector.take(i));
}

void nat_destination(Pass& pass, PacketVector& vector) {
    for (std::uint32_t i = 0; i < vector.size(); ++i) {
        PacketPtr packet = vector.take(i);
        pass.tables.nat_table->inbound(*packet, pass.tables.nat, pass.now);
        pass.to(Node::ip4_lookup, std::move(packet));
    }
}

}  // namespace dataplane::node
