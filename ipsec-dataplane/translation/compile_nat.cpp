#include <algorithm>
#include <functional>

#include "config-model/route_map.h"
#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

constexpr std::chrono::seconds default_timeout{86400}, default_udp{300}, default_minute{60};

/// A list that is not there permits nothing.
void add_list(ControlPlane& control, const std::string& name, NatMatch::Clause& clause) {
    const config::AccessList* list = control.configuration->access_lists.find(name);
    PacketFilter filter;
    if (list != nullptr)
        for (const auto& entry : list->entries)
            if (!entry.is_remark()) filter.rules.emplace_back(entry, hit_counters(control, name, entry.sequence));
    clause.lists.push_back(std::move(filter));
}

NatMatch match_of_list(ControlPlane& control, const std::string& name) {
    NatMatch match;
    add_list(control, name, match.clauses.emplace_back());
    return match;
}

NatMatch match_of_route_map(ControlPlane& control, const std::string& name) {
    NatMatch match;
    for (const config::RouteMapEntry& entry : config::route_map(*control.configuration, name)) {
        NatMatch::Clause& clause = match.clauses.emplace_back();
        clause.permit = entry.permit;
        clause.never = entry.unreadable;
        for (const std::string& list : entry.lists) add_list(control, list, clause);
        for (const config::InterfaceName& interface : entry.interfaces) {
            const RouterInterface* found = control.interfaces.find(interface);
            clause.interfaces.push_back(found == nullptr ? InterfaceId{} : found->id);
        }
    }
    return match;
}

std::uint32_t value_of(const config::IpAddress& address) { return address.is_v4() ? address.v4_value() : 0; }

std::uint64_t id_of(const std::string& words) { return std::hash<std::string>{}(words); }

StaticNat compiled(ControlPlane& control, const config::NatStatic& from) {
    StaticNat rule;
    rule.protocol = from.protocol;
    rule.local = value_of(from.local);
    rule.global = value_of(from.interface ? address_of(control, *from.interface) : from.global);
    rule.local_port = from.local_port;
    rule.global_port = from.global_port;
    rule.id = id_of("static " + std::to_string(from.protocol) + ' ' + from.local.text() + ' ' + std::to_string(from.local_port) + ' ' + std::to_string(from.global_port));
    rule.conditional = !from.route_map.empty();
    if (rule.conditional) rule.match = match_of_route_map(control, from.route_map);
    return rule;
}

DynamicNat compiled(ControlPlane& control, const config::NatSource& from) {
    DynamicNat rule;
    rule.title = (from.by_route_map ? "route-map " : "access-list ") + from.match;
    rule.id = id_of(rule.title);
    rule.match = from.by_route_map ? match_of_route_map(control, from.match) : match_of_list(control, from.match);
    rule.overload = from.overload || from.interface;
    if (from.interface) {
        rule.title += " interface " + from.interface->text();
        rule.first = rule.last = value_of(address_of(control, *from.interface));
        return rule;
    }
    rule.title += " pool " + from.pool;
    rule.pool = from.pool;
    if (const config::NatPool* pool = control.configuration->nat.pools.find(from.pool)) {
        rule.first = value_of(pool->first);
        rule.last = value_of(pool->last);
        rule.pool_length = pool->length;
    }
    return rule;
}

NatTimeouts timeouts_of(const config::NatConfig& nat) {
    const auto seconds = [](const std::optional<std::uint32_t>& given, std::chrono::seconds otherwise) -> Duration {
        return given ? std::chrono::seconds(*given) : otherwise;
    };
    NatTimeouts timeouts;
    timeouts.other = seconds(nat.timeout, default_timeout);
    timeouts.tcp = seconds(nat.tcp_timeout, default_timeout);
    timeouts.udp = seconds(nat.udp_timeout, default_udp);
    timeouts.dns = seconds(nat.dns_timeout, default_minute);
    timeouts.icmp = seconds(nat.icmp_timeout, default_minute);
    timeouts.closing = seconds(nat.finrst_timeout, default_minute);
    return timeouts;
}

}  // namespace

void compile_nat(ControlPlane& control, ForwardingTables& tables) {
    const config::NatConfig& nat = control.configuration->nat;
    NatRules& rules = tables.nat;
    for (const config::NatStatic& one : nat.statics)
        if (StaticNat rule = compiled(control, one); rule.global != 0) rules.statics.push_back(std::move(rule));
    for (const config::NatSource& one : nat.sources) rules.dynamics.push_back(compiled(control, one));
    rules.timeouts = timeouts_of(nat);
    rules.most = std::min<std::size_t>(nat.max_entries.value_or(rules.most), rules.most);
    rules.keeps_ike_ports = !control.policy.entries.empty();
    tables.nat_table = &control.nat;
    control.nat.follow(rules);
    if (rules.empty()) return;
    for (auto& [name, interface] : control.interfaces) {
        Port& port = tables.ports[interface->id.index()];
        port.nat_inside = interface->settings.nat_inside;
        port.nat_outside = interface->settings.nat_outside;
    }
}

bool is_global_of_nat(const ControlPlane& control, const RouterInterface& interface, const config::IpAddress& address) {
    const auto& own = interface.settings.address;
    if (!interface.settings.nat_outside || !own || !own->contains(address)) return false;
    const std::uint32_t value = value_of(address);
    const NatRules& rules = control.tables.get().nat;
    const auto covers = [=](const auto& rule) { return rule.first <= value && value <= rule.last; };
    return std::any_of(rules.statics.begin(), rules.statics.end(), [=](const StaticNat& one) { return one.global == value; }) ||
           std::any_of(rules.dynamics.begin(), rules.dynamics.end(), covers);
}

}  // namespace dataplane
