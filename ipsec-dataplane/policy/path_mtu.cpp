#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/stack/ip6_header.h"

namespace dataplane {

namespace {

constexpr Duration path_mtu_lifetime = std::chrono::minutes(10);
constexpr std::uint32_t least_path_mtu = 576, largest_packet = 65535;

void learn(ControlPlane& control, FlowRecord& flow, std::uint32_t mtu, std::uint32_t least, Instant now) {
    auto& deadlines = control.policy.path_mtu_deadlines;
    if (flow.path_mtu_until) deadlines.erase({*flow.path_mtu_until, flow.flow.id});
    flow.path_mtu_until = now + path_mtu_lifetime;
    deadlines.emplace(*flow.path_mtu_until, flow.flow.id);
    flow.slot->learn_path_mtu(std::min(flow.slot->path_mtu(largest_packet), std::max(mtu, least)));
    control.tables_stale = true;
}

}  // namespace

void path_mtu_reported(ControlPlane& control, const ReportedPacket& packet, std::uint32_t mtu, Instant now) {
    for (const auto& [inbound, pair] : control.policy.pairs) {
        if (packet.spi != 0 && pair.outbound_spi != packet.spi) continue;
        const SecurityAssociation* sa = control.sas.find(pair.sas.outbound);
        FlowRecord* flow = control.policy.flow(pair.flow);
        if (sa == nullptr || flow == nullptr || sa->parameters().remote_address != packet.remote) continue;
        if (sa->parameters().udp.remote_port == packet.udp_port) learn(control, *flow, mtu, packet.remote.is_v6() ? least_ip6_mtu : least_path_mtu, now);
    }
}

void tick_path_mtus(ControlPlane& control, Instant now) {
    auto& deadlines = control.policy.path_mtu_deadlines;
    while (!deadlines.empty() && deadlines.begin()->first <= now) {
        FlowRecord* flow = control.policy.flow(deadlines.begin()->second);
        deadlines.erase(deadlines.begin());
        if (flow == nullptr) continue;
        flow->path_mtu_until.reset();
        flow->slot->learn_path_mtu(0);
        control.tables_stale = true;
    }
}

}  // namespace dataplane
