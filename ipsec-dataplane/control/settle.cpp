#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

constexpr unsigned most_rounds = 8;
constexpr std::uint32_t gre_overhead = 24, gre_key_overhead = 4;

void take_over(ControlPlane& control, const config::Interface& settings) {
    RouterInterface& interface = control.interfaces.at(settings.name);
    interface.settings = settings;
    interface.in_configuration = true;
}

void follow_configuration(ControlPlane& control) {
    for (auto& [name, interface] : control.interfaces) interface->in_configuration = false;
    for (const auto& [name, settings] : control.configuration->interfaces) take_over(control, settings);
    std::vector<config::InterfaceName> gone;
    for (const auto& [name, interface] : control.interfaces)
        if (!interface->in_configuration && interface->link == nullptr) gone.push_back(name);
    for (const config::InterfaceName& name : gone) {
        forget_neighbours(control, control.interfaces.find(name)->id);
        control.retirement.retire(control.interfaces.take(name));
    }
    for (auto& [name, interface] : control.interfaces) {
        if (interface->in_configuration) continue;
        interface->settings = {};
        interface->settings.name = name;
        interface->settings.shutdown = true;
    }
}

void find_tunnel_ends(ControlPlane& control) {
    for (auto& [name, interface] : control.interfaces) {
        if (!interface->is_tunnel()) continue;
        const config::TunnelConfig& tunnel = interface->settings.tunnel;
        interface->tunnel_local = tunnel.source_address.value_or(
            tunnel.source_interface ? address_of(control, *tunnel.source_interface) : config::IpAddress{});
        interface->tunnel_remote = tunnel.destination.value_or(config::IpAddress{});
    }
}

std::uint32_t ip_mtu_of(const ControlPlane& control, const RouterInterface& interface) {
    if (interface.settings.ip_mtu) return *interface.settings.ip_mtu;
    if (interface.is_vti()) {
        const SecurityAssociation* sa =
            interface.tunnel_flow == nullptr ? nullptr : control.sas.find(interface.tunnel_flow->outbound_sa());
        return sa == nullptr ? 1500 : sa->plaintext_mtu(interface.tunnel_flow->path_mtu(1500));
    }
    if (interface.is_tunnel()) return 1500 - gre_overhead - (interface.settings.tunnel.key ? gre_key_overhead : 0);
    return interface.mtu();
}

std::uint32_t add_filter(ControlPlane& control, ForwardingTables& tables, const std::string& name) {
    if (name.empty()) return no_index;
    const config::AccessList* list = control.configuration->access_lists.find(name);
    if (list == nullptr) return no_index;
    PacketFilter filter;
    for (const config::AccessListEntry& entry : list->entries)
        if (!entry.is_remark()) filter.rules.emplace_back(entry, hit_counters(control, name, entry.sequence));
    tables.filters.push_back(std::move(filter));
    return static_cast<std::uint32_t>(tables.filters.size() - 1);
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
    const auto index = static_cast<std::uint32_t>(tables.tunnels.size());
    tables.tunnels_by_ends.emplace(TunnelKey{end.front_vrf, end.local, end.remote}, index);
    tables.tunnels.push_back(std::move(end));
    return index;
}

Port port_of(ControlPlane& control, ForwardingTables& tables, const RouterInterface& interface) {
    Port port;
    port.kind = interface.kind();
    port.id = interface.id;
    port.up = interface.line_up;
    port.mac = interface.mac;
    port.vrf = control.vrfs.id(interface.settings.vrf);
    port.ip_mtu = ip_mtu_of(control, interface);
    port.link = interface.link;
    port.address = address_of(control, interface.name);
    port.filter_in = add_filter(control, tables, interface.settings.access_group_in);
    port.filter_out = add_filter(control, tables, interface.settings.access_group_out);
    if (interface.is_tunnel()) port.tunnel = add_tunnel(control, tables, interface);
    port.tallies = interface.tallies.get();
    return port;
}

/// States depend on routes (tunnels), routes on states: rounds until nothing moves.
std::vector<Route> settle_states(ControlPlane& control, ForwardingTables& tables, Instant now) {
    std::vector<Route> routes = compile_routes(*control.configuration, control.interfaces, control.vrfs, tables);
    for (unsigned round = 0; round < most_rounds; ++round) {
        bool changed = false;
        for (auto& [name, interface] : control.interfaces)
            changed = update_states(control, *interface, tables, now) || changed;
        if (!changed) break;
        routes = compile_routes(*control.configuration, control.interfaces, control.vrfs, tables);
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

void settle(ControlPlane& control, Instant now) {
    control.tables_stale = false;
    if (control.configuration == nullptr) return;
    if (control.configuration_stale) {
        control.configuration_stale = false;
        follow_configuration(control);
        find_tunnel_ends(control);
        compile_policies(control, now);
    }
    auto tables = std::make_unique<ForwardingTables>();
    tables->generation = ++control.generation;
    control.routes = settle_states(control, *tables, now);
    tables->ports.resize(control.interfaces.slots());
    for (auto& [name, interface] : control.interfaces)
        tables->ports[interface->id.index()] = port_of(control, *tables, *interface);
    compile_crypto_maps(control, *tables);
    control.tables.replace(std::move(tables), control.retirement);
    // A route or a line that came back may be what an always-on policy was waiting for.
    control.policy.check_always_on = true;
    start_always_on(control, now);
}

}  // namespace dataplane
