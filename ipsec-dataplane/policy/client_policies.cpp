#include "ipsec-dataplane/policy/client_policies.h"

#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"
#include "ipsec-dataplane/policy/wanted_policy.h"

namespace dataplane {

namespace {

constexpr std::uint32_t first_loopback = 10000;

std::string tag_of(const ConnectedClient& client) { return client.policy.outside.text() + "-head-0"; }

PolicyBinding binding_of(const ConnectedClient& client) {
    return {client.policy.outside, tag_of(client), head_sequence, client.number};
}

WantedPolicy policy_of(const ConnectedClient& client, const config::IpsecConfig& ipsec) {
    WantedPolicy wanted;
    PolicyEntry& entry = wanted.entry;
    entry.origin = PolicyOrigin::ezvpn_client;
    entry.interface = entry.outgoing = client.policy.outside;
    entry.map_tag = tag_of(client);
    entry.sequence = head_sequence;
    entry.local = client.policy.local;
    entry.peers = {client.policy.peer};
    set_lifetime(entry, {}, ipsec.lifetime);
    entry.lifetime_seconds = client.policy.lifetime_seconds;
    entry.replay_window = ipsec.replay_window.value_or(default_replay_window);
    for (const auto& [local, remote] : client.policy.flows) wanted.flows.push_back({local, remote, 0});
    return wanted;
}

config::InterfaceName free_loopback(const ControlPlane& control) {
    config::InterfaceName name;
    name.kind = config::InterfaceKind::loopback;
    name.numbers[0] = first_loopback;
    while (control.interfaces.find(name) != nullptr) ++name.numbers[0];
    return name;
}

void add_loopback(ControlPlane& control, ConnectedClient& client) {
    if (!client.policy.assigned) return;
    client.loopback = free_loopback(control);
    RouterInterface& loopback = control.interfaces.at(*client.loopback);
    loopback.made_here = true;
    const config::Prefix address{client.policy.assigned, client.policy.assigned_length};
    if (address.address.is_v6())
        loopback.settings.ipv6_addresses = {address};
    else
        loopback.settings.address = address;
    if (client.policy.translate_inside && client.policy.assigned.is_v4())
        client.translation = std::make_unique<PortTranslation>(client.policy.assigned);
}

void stale(ControlPlane& control) { control.configuration_stale = control.tables_stale = true; }

bool protects(const ConnectedClient& client, const config::IpAddress& destination) {
    return std::any_of(client.policy.flows.begin(), client.policy.flows.end(), [&](const auto& flow) {
        return contains(flow.second, FlowEnd{destination, flow.second.protocol, {}});
    });
}

}  // namespace

const ConnectedClient* client_of(const ControlPlane& control, const PolicyBinding& binding) {
    for (const ConnectedClient& client : control.policy.clients)
        if (binding_of(client) == binding) return &client;
    return nullptr;
}

void add_clients(ControlPlane& control, WantedPolicies& wanted) {
    for (const ConnectedClient& client : control.policy.clients) {
        const RouterInterface* outside = std::as_const(control.interfaces).find(client.policy.outside);
        if (outside == nullptr) continue;
        WantedPolicy policy = policy_of(client, control.configuration->ipsec);
        policy.entry.front_vrf = control.vrfs.id(outside->settings.vrf);
        policy.entry.ipv6 = !policy.flows.empty() && policy.flows.front().local.first.is_v6();
        wanted.emplace(binding_of(client), std::move(policy));
    }
}

config::IpAddress assigned_source(const ControlPlane& control, VrfId vrf, const config::IpAddress& destination) {
    for (const ConnectedClient& client : control.policy.clients) {
        const RouterInterface* outside = control.interfaces.find(client.policy.outside);
        const bool own = destination == client.policy.peer || destination.family() != client.policy.assigned.family();
        if (outside == nullptr || own || !protects(client, destination)) continue;
        const Adjacency* way = control.tables.get().route(vrf, destination);
        if (way != nullptr && way->kind == Adjacency::Kind::forward && way->port == outside->id.index())
            return client.policy.assigned;
    }
    return {};
}

void mark_translations(const ControlPlane& control, ForwardingTables& tables) {
    for (const ConnectedClient& client : control.policy.clients) {
        if (!client.translation) continue;
        if (const RouterInterface* outside = control.interfaces.find(client.policy.outside))
            tables.ports[outside->id.index()].translation = client.translation.get();
        for (const config::InterfaceName& name : client.policy.inside)
            if (const RouterInterface* inside = control.interfaces.find(name))
                tables.ports[inside->id.index()].is_inside = true;
    }
}

PolicyEntryId DataPlane::add_client_policy(const ClientPolicy& policy, Instant now) {
    ControlPlane& control = *state_;
    if (control.interfaces.find(policy.outside) == nullptr) return 0;
    ConnectedClient client;
    client.number = control.policy.next_client++;
    client.policy = policy;
    add_loopback(control, client);
    const PolicyBinding binding = binding_of(client);
    control.policy.clients.push_back(std::move(client));
    stale(control);
    run_graph(control, now);
    const auto at = control.policy.by_binding.find(binding);
    return at == control.policy.by_binding.end() ? 0 : at->second;
}

void DataPlane::remove_client_policy(PolicyEntryId entry, Instant now) {
    ControlPlane& control = *state_;
    const EntryRecord* record = control.policy.entry(entry);
    if (record == nullptr) return;
    auto& clients = control.policy.clients;
    const auto at = std::find_if(clients.begin(), clients.end(),
                                 [&](const ConnectedClient& client) { return binding_of(client) == record->binding; });
    if (at == clients.end()) return;
    if (at->loopback) control.retirement.retire(control.interfaces.take(*at->loopback));
    control.retirement.retire(std::move(at->translation));
    clients.erase(at);
    stale(control);
    run_graph(control, now);
}

}  // namespace dataplane
