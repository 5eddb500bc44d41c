#include "ipsec-dataplane/control/arp.h"

#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

void send_frame(ControlPlane& control, const RouterInterface& interface, std::span<const std::uint8_t> frame) {
    if (interface.link == nullptr) return;
    InterfaceTally& tally = interface.tallies[control.own_worker().id.value];
    tally.output_packets.add();
    tally.output_bytes.add(frame.size());
    if (interface.tap != nullptr) interface.tap->passed(true, frame, control.called_at);
    interface.link->send(frame);
}

/// Our address that stands for the interface towards `target`.
config::IpAddress sender_for(const ControlPlane& control, const RouterInterface& interface,
                             const config::IpAddress& target) {
    for (const config::Prefix& prefix : interface.settings.secondary_addresses)
        if (prefix.contains(target)) return prefix.address;
    return address_of(control, interface.name);
}

void ask(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& target,
         const MacAddress& to) {
    ArpMessage message;
    message.sender_mac = interface.mac;
    message.sender = sender_for(control, interface, target);
    message.target = target;
    if (message.sender) send_frame(control, interface, arp_frame(message, to, interface.mac));
}

bool is_own(const RouterInterface& interface, const config::IpAddress& address) {
    if (interface.settings.address && interface.settings.address->address == address) return true;
    return std::any_of(interface.settings.secondary_addresses.begin(), interface.settings.secondary_addresses.end(),
                       [&](const config::Prefix& prefix) { return prefix.address == address; });
}

void learn(ControlPlane& control, const RouterInterface& interface, const ArpMessage& message, bool for_us,
           Instant now) {
    const NeighbourKey key{interface.id, message.sender};
    auto at = control.neighbours.find(key);
    if (at == control.neighbours.end()) {
        if (!for_us) return;
        at = control.neighbours.emplace(key, Neighbour{}).first;
    }
    Neighbour& neighbour = at->second;
    if (!neighbour.complete || neighbour.mac != message.sender_mac) control.neighbours_stale = true;
    neighbour.mac = message.sender_mac;
    neighbour.complete = true;
    neighbour.updated = now;
    neighbour.requests = 0;
    neighbour.next_request = now + arp_lifetime;
    for (PacketPtr& packet : std::exchange(neighbour.waiting, {})) put(control, Node::ip4_lookup, std::move(packet));
}

void answer(ControlPlane& control, const RouterInterface& interface, const ArpMessage& request) {
    ArpMessage message;
    message.reply = true;
    message.sender_mac = interface.mac;
    message.sender = request.target;
    message.target_mac = request.sender_mac;
    message.target = request.sender;
    send_frame(control, interface, arp_frame(message, request.sender_mac, interface.mac));
}

/// RFC 1027: somebody takes the target for a neighbour, and our way to it leads out of another interface.
bool is_answered_for(const ControlPlane& control, const RouterInterface& interface, const ArpMessage& message) {
    if (!interface.settings.proxy_arp || message.sender.is_unspecified() || message.sender == message.target) return false;
    const ForwardingTables& tables = control.tables.get();
    const Port* port = tables.port(interface.id);
    const Adjacency* way = port == nullptr ? nullptr : tables.route(port->vrf, message.target);
    return way != nullptr && way->kind == Adjacency::Kind::forward && way->port != interface.id.index();
}

/// Asks again, or gives up; true when the neighbour is to be forgotten.
bool is_given_up(ControlPlane& control, const NeighbourKey& key, Neighbour& neighbour, Instant now) {
    if (now < neighbour.next_request) return false;
    const RouterInterface* interface = control.interfaces.find(key.first);
    if (interface == nullptr || !interface->line_up) return true;
    if (neighbour.requests < arp_requests) {
        ask(control, *interface, key.second, neighbour.complete ? neighbour.mac : broadcast_mac);
        ++neighbour.requests;
        neighbour.next_request = now + arp_request_interval;
        return false;
    }
    if (neighbour.complete || neighbour.requests > arp_requests) return true;
    neighbour.waiting.clear();
    ++neighbour.requests;
    neighbour.next_request = now + arp_negative_lifetime;
    return false;
}

}  // namespace

void arp_received(ControlPlane& control, const Packet& packet, Instant now) {
    const auto message = read_arp(packet);
    const RouterInterface* interface = control.interfaces.find(packet.interface);
    Worker& worker = control.own_worker();
    if (!message || interface == nullptr || message->sender_mac[0] & 1) {
        worker.drops[static_cast<std::size_t>(Drop::arp_malformed)].add();
        return;
    }
    if (is_own(*interface, message->sender)) {
        if (message->sender_mac == interface->mac) return;
        if (control.duplicate_log.admits(now, std::chrono::seconds(30)) && control.logs(EventGroup::syslog))
            control.emit(now, event::DuplicateAddress{interface->name, message->sender, message->sender_mac});
        return;
    }
    const bool for_us = is_own(*interface, message->target) || is_global_of_nat(control, *interface, message->target);
    if (!message->sender.is_unspecified()) learn(control, *interface, *message, for_us, now);
    if (message->reply) return;
    if (for_us || is_answered_for(control, *interface, *message)) answer(control, *interface, *message);
}

void resolve(ControlPlane& control, InterfaceId port, const config::IpAddress& hop, PacketPtr packet, Instant now) {
    const RouterInterface* interface = control.interfaces.find(port);
    if (interface == nullptr || !interface->line_up) return;
    const auto [at, fresh] = control.neighbours.try_emplace(NeighbourKey{port, hop});
    Neighbour& neighbour = at->second;
    packet->interface = InterfaceId{};
    if (neighbour.complete) return put(control, Node::ip4_lookup, std::move(packet));
    if (fresh || neighbour.requests > arp_requests) {
        neighbour.updated = now;
        neighbour.requests = 1;
        neighbour.next_request = now + arp_request_interval;
        ask(control, *interface, hop, broadcast_mac);
    }
    if (neighbour.waiting.size() < arp_queue)
        neighbour.waiting.push_back(std::move(packet));
    else
        control.own_worker().drops[static_cast<std::size_t>(Drop::resolve_queue_full)].add();
}

/// Gratuitous ARP for each of its addresses.
void announce(ControlPlane& control, const RouterInterface& interface) {
    const auto one = [&](const config::IpAddress& address) {
        ArpMessage message;
        message.reply = true;
        message.sender_mac = interface.mac;
        message.sender = address;
        message.target_mac = broadcast_mac;
        message.target = address;
        send_frame(control, interface, arp_frame(message, broadcast_mac, interface.mac));
    };
    if (interface.settings.address) one(interface.settings.address->address);
    for (const config::Prefix& prefix : interface.settings.secondary_addresses) one(prefix.address);
}

void forget_neighbours(ControlPlane& control, InterfaceId interface) {
    const auto gone =
        std::erase_if(control.neighbours, [=](const auto& entry) { return entry.first.first == interface; });
    if (gone != 0) control.neighbours_stale = true;
}

void tick_neighbours(ControlPlane& control, Instant now) {
    for (auto at = control.neighbours.begin(); at != control.neighbours.end();) {
        if (!is_given_up(control, at->first, at->second, now)) {
            ++at;
            continue;
        }
        control.neighbours_stale = control.neighbours_stale || at->second.complete;
        at = control.neighbours.erase(at);
    }
}

/// A packet that waits for an answer is foreground work; ageing is not.
std::optional<Instant> next_neighbour_deadline(const ControlPlane& control, bool include_background) {
    std::optional<Instant> next;
    for (const auto& [key, neighbour] : control.neighbours) {
        if (!include_background && neighbour.waiting.empty()) continue;
        if (!next || neighbour.next_request < *next) next = neighbour.next_request;
    }
    return next;
}

}  // namespace dataplane
