#include "ipsec-dataplane/policy/wanted_policy.h"

#include <algorithm>

#include "ipsec-dataplane/stack/ip4_header.h"

namespace dataplane {

namespace {

constexpr std::uint32_t tunnel_sequence = 65536;
constexpr std::uint16_t default_replay_window = 64;

void set_ports(TrafficSelector& selector, const config::PortMatch& match) {
    if (match.ports.empty()) return;
    const auto [low, high] = std::minmax_element(match.ports.begin(), match.ports.end());
    switch (match.op) {
        case config::PortOperator::none:
        case config::PortOperator::neq: return;
        case config::PortOperator::eq:
        case config::PortOperator::range:
            selector.first_port = *low;
            selector.last_port = *high;
            return;
        case config::PortOperator::lt:
            selector.last_port = static_cast<std::uint16_t>(*low - (*low > 0 ? 1 : 0));
            return;
        case config::PortOperator::gt:
            selector.first_port = static_cast<std::uint16_t>(*high + (*high < 65535 ? 1 : 0));
            return;
    }
}

TrafficSelector selector_of(const config::WildcardAddress& address, std::uint8_t protocol,
                            const config::PortMatch& ports) {
    const std::uint32_t value = address.address.v4_value(), loose = address.wildcard.v4_value();
    TrafficSelector selector;
    selector.first = config::IpAddress::v4(value & ~loose);
    selector.last = config::IpAddress::v4(value | loose);
    selector.protocol = protocol;
    set_ports(selector, ports);
    return selector;
}

void set_lifetime(PolicyEntry& entry, const config::SaLifetime& own, const config::SaLifetime& global) {
    entry.lifetime_seconds = own.seconds.value_or(global.seconds.value_or(config::default_sa_seconds));
    entry.lifetime_kilobytes = own.kilobytes.value_or(global.kilobytes.value_or(config::default_sa_kilobytes));
    if (own.kilobytes_disabled || (global.kilobytes_disabled && !own.kilobytes)) entry.lifetime_kilobytes = 0;
}

std::vector<config::IpAddress> addresses_of(const std::vector<std::string>& peers) {
    std::vector<config::IpAddress> addresses;
    for (const std::string& peer : peers)
        if (const auto address = config::IpAddress::parse(peer)) addresses.push_back(*address);
    return addresses;
}

bool is_between(const WantedFlow& flow, const config::IpAddress& local, const config::IpAddress& peer) {
    return flow.local.first == local && flow.local.last == local && flow.remote.first == peer &&
           flow.remote.last == peer;
}

class Collection {
public:
    explicit Collection(ControlPlane& control) : control_(control), ipsec_(control.configuration->ipsec) {}

    void add_maps(const RouterInterface& interface) {
        for (const std::string& name : interface.settings.crypto_maps) {
            const config::CryptoMap* map = ipsec_.maps.find(name);
            if (map == nullptr) continue;
            for (const config::CryptoMapEntry& entry : map->entries)
                if (entry.is_complete() && entry.dynamic_map.empty()) add_map_entry(interface, *map, entry);
        }
    }

    void add_protection(const RouterInterface& interface) {
        const config::TunnelConfig& tunnel = interface.settings.tunnel;
        if (tunnel.protection_profile.empty() || interface.settings.shutdown) return;
        if (!interface.is_vti() && !interface.is_gre()) return;
        WantedPolicy wanted;
        describe_tunnel(wanted.entry, interface);
        set_profile(wanted.entry, tunnel);
        wanted.flows.push_back(tunnel_flow(interface));
        wanted_.emplace(PolicyBinding{interface.name, "", tunnel_sequence}, std::move(wanted));
    }

    WantedPolicies take() { return std::move(wanted_); }

private:
    void add_map_entry(const RouterInterface& interface, const config::CryptoMap& map,
                       const config::CryptoMapEntry& from) {
        WantedPolicy wanted;
        PolicyEntry& entry = wanted.entry;
        entry.origin = PolicyOrigin::crypto_map;
        entry.interface = entry.outgoing = interface.name;
        entry.map_tag = map.name;
        entry.sequence = from.sequence;
        entry.front_vrf = control_.vrfs.id(interface.settings.vrf);
        entry.local = address_of(control_, map.local_address.value_or(interface.name));
        entry.peers = addresses_of(from.peers);
        entry.transform_sets = from.transform_sets;
        entry.ikev2_profile = from.ikev2_profile;
        if (from.pfs) entry.pfs_group = from.pfs->group;
        set_lifetime(entry, from.lifetime, ipsec_.lifetime);
        entry.replay_window = from.replay_window.value_or(ipsec_.replay_window.value_or(default_replay_window));
        wanted.flows = flows_of(from.match_address);
        entry.transport_allowed = !entry.peers.empty() && !wanted.flows.empty() &&
                                  std::all_of(wanted.flows.begin(), wanted.flows.end(), [&](const WantedFlow& flow) {
                                      return is_between(flow, entry.local, entry.peers.front());
                                  });
        wanted_.emplace(PolicyBinding{interface.name, map.name, from.sequence}, std::move(wanted));
    }

    std::vector<WantedFlow> flows_of(const std::string& list_name) const {
        std::vector<WantedFlow> flows;
        const config::AccessList* list = control_.configuration->access_lists.find(list_name);
        if (list == nullptr) return flows;
        for (const config::AccessListEntry& line : list->entries)
            if (line.permit && !line.is_remark()) flows.push_back(selectors_of(line));
        return flows;
    }

    void describe_tunnel(PolicyEntry& entry, const RouterInterface& interface) {
        const config::TunnelConfig& tunnel = interface.settings.tunnel;
        entry.origin = interface.is_vti() ? PolicyOrigin::static_vti : PolicyOrigin::gre_protection;
        entry.interface = interface.name;
        entry.outgoing = tunnel.source_interface.value_or(interface.name);
        entry.map_tag = interface.name.text() + "-head-0";
        entry.sequence = tunnel_sequence;
        entry.front_vrf = control_.vrfs.id(tunnel.vrf);
        entry.local = interface.tunnel_local;
        if (interface.tunnel_remote) entry.peers.push_back(interface.tunnel_remote);
        entry.always_create = true;
        entry.transport_allowed = interface.is_gre();
        entry.ipsec_profile = tunnel.protection_profile;
    }

    void set_profile(PolicyEntry& entry, const config::TunnelConfig& tunnel) const {
        const config::IpsecProfile* found = ipsec_.profiles.find(tunnel.protection_profile);
        const config::IpsecProfile profile = found == nullptr ? config::IpsecProfile{} : *found;
        entry.transform_sets = profile.transform_sets;
        entry.ikev2_profile =
            tunnel.protection_ikev2_profile.empty() ? profile.ikev2_profile : tunnel.protection_ikev2_profile;
        if (profile.pfs) entry.pfs_group = profile.pfs->group;
        set_lifetime(entry, profile.lifetime, ipsec_.lifetime);
        entry.replay_window = profile.replay_window.value_or(ipsec_.replay_window.value_or(default_replay_window));
        entry.responder_only = profile.responder_only;
        entry.always_create = !profile.responder_only;
    }

    static WantedFlow tunnel_flow(const RouterInterface& interface) {
        WantedFlow flow;
        if (interface.is_gre()) {
            flow.local = TrafficSelector::of_host(interface.tunnel_local, protocol::gre);
            flow.remote = TrafficSelector::of_host(interface.tunnel_remote, protocol::gre);
        } else {
            const bool v6 = interface.settings.tunnel.mode == config::TunnelMode::ipsec_ipv6;
            flow.local = flow.remote =
                TrafficSelector::any(v6 ? config::AddressFamily::ipv6 : config::AddressFamily::ipv4);
        }
        return flow;
    }

    ControlPlane& control_;
    const config::IpsecConfig& ipsec_;
    WantedPolicies wanted_;
};

}  // namespace

WantedFlow selectors_of(const config::AccessListEntry& line) {
    return {selector_of(line.source, line.protocol, line.source_port),
            selector_of(line.destination, line.protocol, line.destination_port), line.sequence};
}

WantedPolicies wanted_policies(ControlPlane& control) {
    Collection collection(control);
    for (const auto& [name, interface] : control.interfaces) {
        collection.add_maps(*interface);
        if (interface->is_tunnel()) collection.add_protection(*interface);
    }
    return collection.take();
}

}  // namespace dataplane
