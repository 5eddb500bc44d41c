#include "ipsec-dataplane/policy/wanted_policy.h"

namespace dataplane {

namespace {

WantedPolicy policy_of(const ConnectedClient& client, const config::IpsecConfig& ipsec) {
    WantedPolicy wanted;
    PolicyEntry& entry = wanted.entry;
    entry.origin = PolicyOrigin::ezvpn_client;
    entry.interface = entry.outgoing = client.policy.outside;
    entry.map_tag = client.policy.outside.text() + "-head-0";
    entry.sequence = head_sequence;
    entry.local = client.policy.local;
    entry.peers = {client.policy.peer};
    set_lifetime(entry, {}, ipsec.lifetime);
    entry.lifetime_seconds = client.policy.lifetime_seconds;
    entry.replay_window = ipsec.replay_window.value_or(default_replay_window);
    for (const auto& [local, remote] : client.policy.flows) wanted.flows.push_back({local, remote, 0});
    return wanted;
}

}  // namespace

void add_clients(ControlPlane& control, WantedPolicies& wanted) {
    for (const ConnectedClient& client : control.policy.clients) {
        const RouterInterface* outside = std::as_const(control.interfaces).find(client.policy.outside);
        if (outside == nullptr) continue;
        WantedPolicy policy = policy_of(client, control.configuration->ipsec);
        policy.entry.front_vrf = control.vrfs.id(outside->settings.vrf);
        policy.entry.ipv6 = client.policy.peer.is_v6();
        wanted.emplace(PolicyBinding{client.policy.outside, policy.entry.map_tag, head_sequence, client.number},
                       std::move(policy));
    }
}

}  // namespace dataplane
