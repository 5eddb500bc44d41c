#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/control/ip6_interface.h"
#include "ipsec-dataplane/control/port_mtu.h"

namespace dataplane {

namespace {

constexpr unsigned most_rounds = 8;

void take_over(ControlPlane& control, const config::Interface& settings) {
    RouterInterface& interface = control.interfaces.at(settings.name);
    interface.settings = settings;
    if (settings.address_dhcp) interface.settings.address = interface.lease;
    interface.in_configuration = true;
}

void follow_configuration(ControlPlane& control) {
    for (auto& [name, interface] : control.interfaces) interface->in_configuration = interface->made_here;
    for (const auto& [name, settings] : control.configuration->interfaces) take_over(control, settings);
    std::vector<config::InterfaceName> gone;
    for (const auto& [name, interface] : control.interfaces)
        if (!interface->in_configuration && interface->link == nullptr) gone.push_back(name);
    for (const config::InterfaceName& name : gone) {
        forget_neighbours(control, control.interfaces.find(name)->id);
        forget_ip6_neighbours(control, control.interfaces.find(name)->id);
        control.retirement.retire(control.interfaces.take(name));
    }
    for (auto& [name, interface] : control.interfaces) {
        if (interface->in_configuration) continue;
        interface->settings = {};
        interface->settings.name = name;
        interface->settings.shutdown = true;
    }
    for (auto& [name, interface] : control.interfaces)
        describe_ip6(*interface, control.interfaces.router_mac(), control.configuration->ipv6_unicast_routing);
}

/// The source interface's address of the family that the mode travels over.
config::IpAddress tunnel_source(const ControlPlane& control, const config::TunnelConfig& tunnel) {
    if (tunnel.source_address) return *tunnel.source_address;
    if (!tunnel.source_interface) return {};
    const bool over_ip6 = tunnel.mode == config::TunnelMode::gre_ipv6 || tunnel.mode == config::TunnelMode::ipsec_ipv6;
    return over_ip6 ? address6_of(control, *tunnel.source_interface) : address_of(control, *tunnel.source_interface);
}

void find_tunnel_ends(ControlPlane& control) {
    for (auto& [name, interface] : control.interfaces) {
        if (!interface->is_tunnel()) continue;
        const config::TunnelConfig& tunnel = interface->settings.tunnel;
        interface->tunnel_local = tunnel_source(control, tunnel);
        interface->tunnel_remote = tunnel.destination.value_or(config::IpAddress{});
        // Ends of two families make no tunnel.
        if (interface->tunnel_remote && interface->tunnel_remote.family() != interface->tunnel_local.family())
            interface->tunnel_local = {};
    }
}

template <typename Lists>
std::uint32_t add_filter(ControlPlane& control, ForwardingTables& tables, const Lists& lists, const std::string& name) {
    if (name.empty()) return no_index;
    const auto* list = lists.find(name);
    if (list == nullptr) return no_index;
    PacketFilter filter;
    for (const auto& entry : list->entries)
        if (!entry.is_remark()) filter.rules.emplace_back(entry, hit_counters(control, name, entry.sequence));
    tables.filters.push_back(std::move(filter));
    return static_cast<std::uint32_t>(tables.filters.size() - 1);
}

/// A VTI carries the family of its selectors; `set mixed-mode` lets the other one in as well.
void set_families(const ControlPlane& control, const RouterInterface& interface, TunnelEnd& end) {
    const config::TunnelConfig& tunnel = interface.settings.tunnel;
    const config::IpsecProfile* profile = control.configuration->ipsec.profiles.find(tunnel.protection_profile);
    if (profile != nullptr && std::find(profile->options.begin(), profile->options.end(), "set mixed-mode") !=
                                  profile->options.end())
        return;
    const bool v6 = interface.carries_ip6();
    end.carries_v4 = !v6;
    end.carries_v6 = v6;
}

std::uint32_t add_tunnel(ControlPlane& control, ForwardingTables& tables, const RouterInterface& interface) {
    if (!interface.tunnel_local || !interface.tunnel_remote || interface.settings.shutdown) return no_index;
    if (!interface.is_vti() && !interface.is_gre()) return no_index;
    const config::TunnelConfig& settings = interface.settings.tunnel;
    TunnelEnd end;
    end.kind = interface.is_vti() ? TunnelEnd::Kind::ipsec : TunnelEnd::Kind::gre;
    end.interface = interface.id;
    end.front_vrf = control.vrfs.id(settings.vrf);
    end.local = interface.tunnel_local;
    end.remote = interface.tunnel_remote;
    end.has_key = settings.key.has_value();
    end.key = settings.key.value_or(0);
    end.flow = interface.tunnel_flow;
    if (interface.is_vti()) {
        set_families(control, interface, end);
        end.whole_mtu = whole_mtu(control, tables, interface);
    }
    const auto index = static_cast<std::uint32_t>(tables.tunnels.size());
    tables.tunnels_by_ends.emplace(TunnelKey{end.front_vrf, end.local, end.remote}, index);
    tables.tunnels.push_back(std::move(end));
    return index;
}

void describe_port_ip6(ControlPlane& control, ForwardingTables& tables, const RouterInterface& interface, Port& port) {
    if (!interface.ip6.enabled) return;
    port.ip6_enabled = true;
    port.link_local = interface.ip6.link_local;
    if (!interface.ip6.addresses.empty()) port.ip6_address = interface.ip6.addresses.front().address;
    port.ip6_groups = interface.ip6.groups;
    port.on_link = static_cast<std::uint32_t>(tables.adjacencies.size());
    tables.adjacencies.push_back({Adjacency::Kind::forward, interface.id.index(), {}});
    const auto& lists = control.configuration->ipv6_access_lists;
    port.filter6_in = add_filter(control, tables, lists, interface.settings.ipv6_traffic_filter_in);
    port.filter6_out = add_filter(control, tables, lists, interface.settings.ipv6_traffic_filter_out);
}

Port port_of(ControlPlane& control, ForwardingTables& tables, const RouterInterface& interface) {
    Port port;
    port.kind = interface.kind();
    port.id = interface.id;
    port.up = interface.line_up;
    port.mac = interface.mac;
    port.vrf = control.vrfs.id(interface.settings.vrf);
    set_mtus(control, tables, interface, port);
    port.link = interface.link;
    port.tap = interface.tap;
    port.address = address_of(control, interface.name);
    describe_port_ip6(control, tables, interface, port);
    const auto& lists = control.configuration->access_lists;
    port.filter_in = add_filter(control, tables, lists, interface.settings.access_group_in);
    port.filter_out = add_filter(control, tables, lists, interface.settings.access_group_out);
    if (interface.is_tunnel()) port.tunnel = add_tunnel(control, tables, interface);
    port.tallies = interface.tallies.get();
    return port;
}

/// States depend on routes (tunnels), routes on states: rounds until nothing moves.
std::vector<Route> settle_states(ControlPlane& control, ForwardingTables& tables, Instant now) {
    const std::vector<Route> learnt = learnt_routes(control);
    const auto compile = [&] {
        return compile_routes(*control.configuration, learnt, control.interfaces, control.vrfs, tables);
    };
    std::vector<Route> routes = compile();
    for (unsigned round = 0; round < most_rounds; ++round) {
        bool changed = false;
        for (auto& [name, interface] : control.interfaces)
            changed = update_states(control, *interface, tables, now) || changed;
        if (!changed) break;
        routes = compile();
    }
    return routes;
}

}  // namespace

Counter* hit_counters(ControlPlane& control, const std::string& list, std::uint32_t sequence) {
    auto& counters = control.filter_hits[list][sequence];
    if (!counters) counters = std::make_unique<Counter[]>(control.worker_count);
    return counters.get();
}

config::IpAddress address_of(const ControlPlane& control, const config::InterfaceName& name) {
    const RouterInterface* interface = control.interfaces.find(name);
    if (interface == nullptr) return {};
    if (interface->settings.address) return interface->settings.address->address;
    if (!interface->settings.unnumbered || *interface->settings.unnumbered == name) return {};
    const RouterInterface* lender = control.interfaces.find(*interface->settings.unnumbered);
    return lender != nullptr && lender->settings.address ? lender->settings.address->address : config::IpAddress{};
}

config::IpAddress address6_of(const ControlPlane& control, const config::InterfaceName& name) {
    const RouterInterface* interface = control.interfaces.find(name);
    if (interface == nullptr) return {};
    return interface->ip6.addresses.empty() ? interface->ip6.link_local : interface->ip6.addresses.front().address;
}

void settle(ControlPlane& control, Instant now) {
    control.tables_stale = false;
    if (control.configuration == nullptr) return;
    if (control.configuration_stale) {
        control.configuration_stale = false;
        follow_configuration(control);
        find_tunnel_ends(control);
        compile_policies(control, now);
        follow_dhcp_pools(control);
    }
    auto tables = std::make_unique<ForwardingTables>();
    tables->generation = ++control.generation;
    tables->ip6_forwarding = control.configuration->ipv6_unicast_routing;
    control.routes = settle_states(control, *tables, now);
    tables->ports.resize(control.interfaces.slots());
    for (const bool tunnels : {false, true})
        for (auto& [name, interface] : control.interfaces)
            if (interface->is_tunnel() == tunnels) tables->ports[interface->id.index()] = port_of(control, *tables, *interface);
    add_ip6_path_mtus(control, *tables);
    compile_crypto_maps(control, *tables);
    compile_nat(control, *tables);
    control.tables.replace(std::move(tables), control.retirement);
    // A route or a line that came back may be what an always-on policy was waiting for.
    control.policy.check_always_on = true;
    start_always_on(control, now);
    follow_dhcp(control, now);
}

}  // namespace dataplane
