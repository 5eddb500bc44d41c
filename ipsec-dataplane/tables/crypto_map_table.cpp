#include "ipsec-dataplane/tables/crypto_map_table.h"

#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

bool holds(const NarrowedFlow& flow, const PacketTuple& tuple) {
    FlowEnd local{config::IpAddress::v4(tuple.source), tuple.protocol, {}};
    FlowEnd remote{config::IpAddress::v4(tuple.destination), tuple.protocol, {}};
    if (!tuple.fragment) {
        local.port = tuple.source_port;
        remote.port = tuple.protocol == protocol::icmp ? tuple.source_port : tuple.destination_port;
    }
    return contains(flow.local, local) && contains(flow.remote, remote);
}

}  // namespace

const CryptoMapRule* CryptoMapTable::match(const PacketTuple& tuple, const Packet& packet) const {
    for (std::size_t i = 0; i < rules.size();) {
        const CryptoMapRule& rule = rules[i];
        if (!rule.match.matches(tuple, packet)) {
            ++i;
        } else if (rule.flow != nullptr) {
            return &rule;
        } else {
            i = rule.next_entry;
        }
    }
    return nullptr;
}

FlowSlot* flow_for(const CryptoMapRule& rule, const PacketTuple& tuple) {
    for (const NarrowedFlow& narrowed : rule.narrowed)
        if (narrowed.flow->outbound_sa() && holds(narrowed, tuple)) return narrowed.flow;
    return rule.flow;
}

}  // namespace dataplane
