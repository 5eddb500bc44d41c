#include "ipsec-dataplane/policy/wanted_policy.h"
#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

void describe_tunnel(ControlPlane& control, PolicyEntry& entry, const RouterInterface& interface) {
    const config::TunnelConfig& tunnel = interface.settings.tunnel;
    entry.origin = interface.is_vti() ? PolicyOrigin::static_vti : PolicyOrigin::gre_protection;
    entry.interface = interface.name;
    entry.outgoing = tunnel.source_interface.value_or(interface.name);
    entry.map_tag = interface.name.text() + "-head-0";
    entry.sequence = head_sequence;
    entry.front_vrf = control.vrfs.id(tunnel.vrf);
    entry.local = interface.tunnel_local;
    if (interface.tunnel_remote) entry.peers.push_back(interface.tunnel_remote);
    entry.always_create = true;
    entry.transport_allowed = interface.is_gre();
    entry.ipsec_profile = tunnel.protection_profile;
}

const std::string& first_of(const std::string& own, const std::string& general) { return own.empty() ? general : own; }

void set_profile(const config::IpsecConfig& ipsec, PolicyEntry& entry, const config::TunnelConfig& tunnel) {
    const config::IpsecProfile* found = ipsec.profiles.find(tunnel.protection_profile);
    const config::IpsecProfile profile = found == nullptr ? config::IpsecProfile{} : *found;
    entry.transform_sets = profile.transform_sets;
    entry.ikev2_profile = first_of(tunnel.protection_ikev2_profile, profile.ikev2_profile);
    entry.isakmp_profile = first_of(tunnel.protection_isakmp_profile, profile.isakmp_profile);
    if (profile.pfs) entry.pfs_group = profile.pfs->group;
    set_lifetime(entry, profile.lifetime, ipsec.lifetime);
    entry.idle_time = profile.idle_time.value_or(ipsec.idle_time.value_or(0));
    entry.replay_window = profile.replay_window.value_or(ipsec.replay_window.value_or(default_replay_window));
    entry.responder_only = profile.responder_only;
    entry.always_create = !profile.responder_only;
}

/// GRE: the two endpoints, protocol 47. VTI: everything of the family inside.
WantedFlow tunnel_flow(const RouterInterface& interface) {
    WantedFlow flow;
    if (interface.is_gre()) {
        flow.local = TrafficSelector::of_host(interface.tunnel_local, protocol::gre);
        flow.remote = TrafficSelector::of_host(interface.tunnel_remote, protocol::gre);
    } else {
        const bool v6 = interface.carries_ip6();
        flow.local = flow.remote = TrafficSelector::any(v6 ? config::AddressFamily::ipv6 : config::AddressFamily::ipv4);
    }
    return flow;
}

}  // namespace

void add_protection(ControlPlane& control, const RouterInterface& interface, WantedPolicies& wanted) {
    const config::TunnelConfig& tunnel = interface.settings.tunnel;
    if (tunnel.protection_profile.empty() || interface.settings.shutdown) return;
    if (!interface.is_vti() && !interface.is_gre()) return;
    WantedPolicy policy;
    describe_tunnel(control, policy.entry, interface);
    set_profile(control.configuration->ipsec, policy.entry, tunnel);
    policy.flows.push_back(tunnel_flow(interface));
    policy.entry.ipv6 = policy.flows.front().local.first.is_v6();
    wanted.emplace(PolicyBinding{interface.name, "", head_sequence, 0}, std::move(policy));
}

}  // namespace dataplane
