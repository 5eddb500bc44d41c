#include "ipsec-dataplane/tables/crypto_map_table.h"

#include "ipsec-dataplane/stack/ip_packet.h"

namespace dataplane {

namespace {

bool holds(const TrafficSelector& ours, const TrafficSelector& theirs, const PacketTuple& tuple) {
    const bool icmp = tuple.protocol == (tuple.v6 ? protocol::icmp6 : protocol::icmp);
    FlowEnd local{tuple.source.address(tuple.v6), tuple.protocol, {}};
    FlowEnd remote{tuple.destination.address(tuple.v6), tuple.protocol, {}};
    if (!tuple.fragment) {
        local.port = tuple.source_port;
        remote.port = icmp ? tuple.source_port : tuple.destination_port;
    }
    return contains(ours, local) && contains(theirs, remote);
}

}  // namespace

const CryptoMapRule* CryptoMapTable::match(const PacketTuple& tuple, const Packet& packet) const {
    for (std::size_t i = 0; i < rules.size();) {
        const CryptoMapRule& rule = rules[i];
        if (!rule.match.matches(tuple, packet) || (rule.exact && !holds(rule.local, rule.remote, tuple))) {
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
        if (narrowed.flow->outbound_sa() && holds(narrowed.local, narrowed.remote, tuple)) return narrowed.flow;
    return rule.flow;
}

}  // namespace dataplane
