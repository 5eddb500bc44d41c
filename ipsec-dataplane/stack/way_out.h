#pragma once

#include "ipsec-dataplane/graph/node.h"
#include "ipsec-dataplane/tables/forwarding_tables.h"

namespace dataplane {

/// The node after route lookup and access list, by what the outgoing interface has.
inline Node way_out(const Port& port, bool v6) {
    if (port.kind == Port::Kind::tunnel) return Node::tunnel_output;
    if ((v6 ? port.crypto_map6 : port.crypto_map) != no_index) return Node::crypto_map;
    return v6 ? Node::ip6_rewrite : Node::ip4_rewrite;
}

}  // namespace dataplane
