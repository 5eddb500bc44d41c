#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

namespace {

struct LineRate {
    config::InterfaceKind kind;
    std::uint32_t bandwidth;  ///< kbit/s
    std::uint32_t delay;      ///< microseconds
};

constexpr LineRate line_rates[] = {
    {config::InterfaceKind::ethernet, 10000, 1000},         {config::InterfaceKind::fast_ethernet, 100000, 100},
    {config::InterfaceKind::gigabit_ethernet, 1000000, 10}, {config::InterfaceKind::ten_gigabit_ethernet, 10000000, 10},
    {config::InterfaceKind::loopback, 8000000, 5000},       {config::InterfaceKind::tunnel, 100, 50000},
    {config::InterfaceKind::serial, 1544, 20000},           {config::InterfaceKind::vlan, 1000000, 10},
};

void fill_rate(InterfaceView& view, const config::Interface& settings) {
    for (const LineRate& rate : line_rates) {
        if (rate.kind != view.name.kind) continue;
        view.bandwidth = rate.bandwidth;
        view.delay = rate.delay;
    }
    if (settings.bandwidth) view.bandwidth = *settings.bandwidth;
    if (settings.delay) view.delay = *settings.delay * 10;
}

std::optional<Instant> moment(std::uint64_t nanoseconds) {
    if (nanoseconds == 0) return {};
    return Instant(Duration(static_cast<std::int64_t>(nanoseconds)));
}

void fill_counters(InterfaceView& view, const InterfaceTotals& totals, const InterfaceTotals& cleared) {
    view.input_packets = totals.input_packets - cleared.input_packets;
    view.input_bytes = totals.input_bytes - cleared.input_bytes;
    view.output_packets = totals.output_packets - cleared.output_packets;
    view.output_bytes = totals.output_bytes - cleared.output_bytes;
    view.input_errors = totals.input_errors - cleared.input_errors;
    view.output_drops = totals.output_drops - cleared.output_drops;
    view.input_broadcasts = totals.input_broadcasts - cleared.input_broadcasts;
    view.last_input = moment(totals.last_input);
    view.last_output = moment(totals.last_output);
}

void fill_rates(InterfaceView& view, const InterfaceRates& rates) {
    view.input_bit_rate = static_cast<std::uint64_t>(rates.input_bits);
    view.input_packet_rate = static_cast<std::uint64_t>(rates.input_packets);
    view.output_bit_rate = static_cast<std::uint64_t>(rates.output_bits);
    view.output_packet_rate = static_cast<std::uint64_t>(rates.output_packets);
}

void fill_tunnel(InterfaceView& view, const ControlPlane& control, const RouterInterface& interface) {
    const config::TunnelConfig& tunnel = interface.settings.tunnel;
    view.tunnel_local = interface.tunnel_local;
    view.tunnel_remote = interface.tunnel_remote;
    if (tunnel.source_interface) view.tunnel_source = tunnel.source_interface->text();
    const Port* port = control.tables.get().port(interface.id);
    view.tunnel_transport_mtu = port == nullptr ? 0 : port->ip_mtu;
}

InterfaceView view_of(const ControlPlane& control, const RouterInterface& interface, Instant now) {
    InterfaceView view;
    view.name = interface.name;
    view.link_up = interface.link_up;
    view.administratively_down = interface.settings.shutdown;
    view.line_protocol_up = interface.line_up;
    view.address = interface.settings.address;
    view.address_by_dhcp = interface.settings.address_dhcp && interface.lease;
    view.secondary = interface.settings.secondary_addresses;
    view.ipv6 = interface.ip6.addresses;
    view.ipv6_enabled = interface.ip6.enabled;
    if (interface.ip6.enabled) view.ipv6_link_local = interface.ip6.link_local;
    view.multicast_groups = interface.ip6.groups;
    view.mac = interface.mac;
    view.mtu = interface.mtu();
    if (const Port* port = control.tables.get().port(interface.id)) {
        view.ip_mtu = interface.settings.ip_mtu.value_or(static_cast<std::uint16_t>(port->ip_mtu));
        view.ip6_mtu = interface.settings.ipv6_mtu.value_or(static_cast<std::uint16_t>(port->ip6_mtu));
    }
    view.description = interface.settings.description;
    view.last_counter_clear = interface.last_clear;
    fill_rate(view, interface.settings);
    const InterfaceTotals totals = control.interfaces.totals(interface);
    fill_counters(view, totals, interface.cleared);
    fill_rates(view, interface.rates.at_time(now, totals));
    if (interface.is_tunnel()) fill_tunnel(view, control, interface);
    return view;
}

}  // namespace

std::vector<InterfaceView> DataPlane::interfaces(Instant now) const {
    std::vector<InterfaceView> views;
    for (const auto& [name, interface] : state_->interfaces) views.push_back(view_of(*state_, *interface, now));
    return views;
}

std::vector<RouteView> DataPlane::routes() const {
    std::vector<RouteView> views;
    for (const Route& route : state_->routes)
        if (route.vrf == VrfId{} && route.view.prefix.address.is_v4()) views.push_back(route.view);
    return views;
}

std::vector<ArpView> DataPlane::arp(Instant now) const {
    std::vector<ArpView> views;
    for (const auto& [name, interface] : state_->interfaces) {
        if (interface->kind() != Port::Kind::ethernet || !interface->line_up) continue;
        if (interface->settings.address)
            views.push_back({interface->settings.address->address, interface->mac, false, {}, name});
        for (const config::Prefix& prefix : interface->settings.secondary_addresses)
            views.push_back({prefix.address, interface->mac, false, {}, name});
    }
    for (const auto& [key, neighbour] : state_->neighbours) {
        const RouterInterface* interface = state_->interfaces.find(key.first);
        const auto age = std::chrono::duration_cast<std::chrono::minutes>(now - neighbour.updated).count();
        if (interface != nullptr)
            views.push_back(
                {key.second, neighbour.mac, !neighbour.complete, static_cast<std::uint32_t>(age), interface->name});
    }
    std::stable_sort(views.begin(), views.end(),
                     [](const ArpView& a, const ArpView& b) { return a.address < b.address; });
    return views;
}

std::uint64_t filter_hits_of(const ControlPlane& control, const Counter* counters) {
    std::uint64_t sum = 0;
    for (std::uint16_t worker = 0; worker < control.worker_count; ++worker) sum += counters[worker].read();
    return sum;
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> DataPlane::access_list_hits(const std::string& list) const {
    std::vector<std::pair<std::uint32_t, std::uint64_t>> hits;
    const auto at = state_->filter_hits.find(list);
    if (at == state_->filter_hits.end()) return hits;
    const auto& cleared = state_->cleared_filter_hits[list];
    for (const auto& [sequence, counters] : at->second) {
        const auto base = cleared.find(sequence);
        hits.emplace_back(sequence,
                          filter_hits_of(*state_, counters.get()) - (base == cleared.end() ? 0 : base->second));
    }
    return hits;
}

std::vector<DataPlane::NodeCounter> DataPlane::node_counters() const {
    std::vector<NodeCounter> rows;
    const auto sum = [&](auto member, std::size_t index) {
        std::uint64_t total = 0;
        for (const auto& worker : state_->workers) total += ((*worker).*member)[index].read();
        return total;
    };
    for (std::size_t i = 0; i < node_count; ++i) {
        const auto packets = sum(&Worker::node_packets, i);
        if (packets != 0) rows.push_back({name_of(static_cast<Node>(i)), "packets", packets});
    }
    for (std::size_t i = 0; i < drop_count; ++i) {
        const auto packets = sum(&Worker::drops, i);
        const auto drop = static_cast<Drop>(i);
        if (packets != 0) rows.push_back({name_of(node_of(drop)), name_of(drop), packets});
    }
    return rows;
}

void DataPlane::clear_interface_counters(Instant now) {
    for (const auto& [name, interface] : state_->interfaces) {
        interface->cleared = state_->interfaces.totals(*interface);
        interface->last_clear = now;
    }
}

void DataPlane::clear_interface_counters(const config::InterfaceName& name, Instant now) {
    RouterInterface* interface = state_->interfaces.find(name);
    if (interface == nullptr) return;
    interface->cleared = state_->interfaces.totals(*interface);
    interface->last_clear = now;
}

void DataPlane::clear_access_list_counters() {
    for (const auto& [list, lines] : state_->filter_hits) clear_access_list_counters(list);
}

void DataPlane::clear_access_list_counters(const std::string& list) {
    const auto at = state_->filter_hits.find(list);
    if (at == state_->filter_hits.end()) return;
    for (const auto& [sequence, counters] : at->second)
        state_->cleared_filter_hits[list][sequence] = filter_hits_of(*state_, counters.get());
}

}  // namespace dataplane
