#include "ipsec-dataplane/control/neighbour_discovery.h"

#include <algorithm>

#include "ipsec-dataplane/control/control_plane.h"
#include "ipsec-dataplane/control/nd_sending.h"
#include "ipsec-dataplane/esp/ip_header.h"
#include "ipsec-dataplane/stack/icmp6.h"
#include "ipsec-dataplane/stack/icmp_error.h"

namespace dataplane {

namespace {

using State = Ip6Neighbour::State;

void count(ControlPlane& control, Drop reason) { control.own_worker().drops[static_cast<std::size_t>(reason)].add(); }

void enter(ControlPlane& control, Ip6Neighbour& neighbour, State state, Instant now) {
    neighbour.state = state;
    neighbour.solicitations = 0;
    control.neighbours_stale = true;
    switch (state) {
        case State::incomplete:
        case State::probe: neighbour.deadline = now; return;
        case State::reachable: neighbour.deadline = now + nd_reachable; break;
        case State::stale: neighbour.deadline = now + nd_stale_lifetime; return;
        case State::delay: neighbour.deadline = now + nd_first_probe; return;
    }
    neighbour.updated = now;
}

void let_go(ControlPlane& control, Ip6Neighbour& neighbour) {
    for (Ip6Neighbour::Waiting& waiting : std::exchange(neighbour.waiting, {}))
        put(control, Node::ip6_lookup, std::move(waiting.packet));
}

/// The link-layer address of somebody who speaks to us; what it says about reachability is nothing (RFC 4861 7.2.3).
void learn(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& address,
           const MacAddress& mac, Instant now) {
    const auto [at, fresh] = control.ip6_neighbours.try_emplace(NeighbourKey{interface.id, address});
    Ip6Neighbour& neighbour = at->second;
    if (!fresh && neighbour.state != State::incomplete && neighbour.mac == mac) return;
    neighbour.mac = mac;
    neighbour.updated = now;
    enter(control, neighbour, State::stale, now);
    let_go(control, neighbour);
}

void report_duplicate(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& address,
                      const MacAddress& mac, Instant now) {
    if (control.duplicate_log.admits(now, std::chrono::seconds(30)) && control.logs(EventGroup::syslog))
        control.emit(now, event::DuplicateAddress{interface.name, address, mac});
}

void take_solicitation(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& source,
                       const NdMessage& message, Instant now) {
    if (!interface.owns_ip6(message.target)) return;
    if (source.is_unspecified()) return advertise(control, interface, message.target, all_nodes, false);
    if (message.link_address && interface.kind() == Port::Kind::ethernet)
        learn(control, interface, source, *message.link_address, now);
    advertise(control, interface, message.target, source, true);
}

/// RFC 4861 7.2.5.
void take_advertisement(ControlPlane& control, const RouterInterface& interface, const NdMessage& message,
                        Instant now) {
    if (interface.owns_ip6(message.target))
        return report_duplicate(control, interface, message.target, message.link_address.value_or(MacAddress{}), now);
    const auto at = control.ip6_neighbours.find({interface.id, message.target});
    if (at == control.ip6_neighbours.end()) return;
    Ip6Neighbour& neighbour = at->second;
    neighbour.is_router = message.router;
    const bool changed = message.link_address && *message.link_address != neighbour.mac;
    if (neighbour.state == State::incomplete) {
        if (!message.link_address) return;
        neighbour.mac = *message.link_address;
        enter(control, neighbour, message.solicited ? State::reachable : State::stale, now);
        return let_go(control, neighbour);
    }
    if (changed && !message.override_entry) {
        if (neighbour.state == State::reachable) enter(control, neighbour, State::stale, now);
        return;
    }
    if (message.link_address) neighbour.mac = *message.link_address;
    if (message.solicited)
        enter(control, neighbour, State::reachable, now);
    else if (changed)
        enter(control, neighbour, State::stale, now);
}

void take_router_solicitation(ControlPlane& control, const RouterInterface& interface, const config::IpAddress& source,
                              const NdMessage& message, Instant now) {
    if (message.link_address && !source.is_unspecified() && interface.kind() == Port::Kind::ethernet)
        learn(control, interface, source, *message.link_address, now);
    if (is_announcing_router(control, interface)) advertise_router(control, interface);
}

void take_router_advertisement(ControlPlane& control, RouterInterface& interface, const config::IpAddress& source,
                               const NdMessage& message, Instant now) {
    if (!source.is_link_local()) return count(control, Drop::nd_malformed);
    if (message.link_address && interface.kind() == Port::Kind::ethernet)
        learn(control, interface, source, *message.link_address, now);
    if (interface.settings.ipv6_autoconfig) autoconfigure(control, interface, source, message);
}

/// Nobody answers: who waits hears of it (RFC 4861 7.2.2).
void refuse_waiting(ControlPlane& control, Ip6Neighbour& neighbour) {
    for (Ip6Neighbour::Waiting& waiting : std::exchange(neighbour.waiting, {})) {
        count(control, Drop::resolve_timeout);
        if (!waiting.from) continue;
        waiting.packet->interface = waiting.from;
        waiting.packet->scratch = packed(host_unreachable);
        put(control, Node::icmp_error, std::move(waiting.packet));
    }
}

/// The next solicitation; true when the neighbour has answered none.
bool is_silent(ControlPlane& control, const RouterInterface& interface, const NeighbourKey& key,
               Ip6Neighbour& neighbour, Instant now) {
    if (neighbour.solicitations >= nd_solicitations) return true;
    solicit(control, interface, key.second, neighbour.state == State::probe);
    ++neighbour.solicitations;
    neighbour.deadline = now + nd_retransmission;
    return false;
}

/// What is due in its state; true when the neighbour is to be forgotten.
bool is_over(ControlPlane& control, const NeighbourKey& key, Ip6Neighbour& neighbour, Instant now) {
    if (now < neighbour.deadline) return false;
    const RouterInterface* interface = control.interfaces.find(key.first);
    if (interface == nullptr || !interface->line_up) return true;
    switch (neighbour.state) {
        case State::incomplete:
        case State::probe: return is_silent(control, *interface, key, neighbour, now);
        case State::reachable: enter(control, neighbour, State::stale, now); return false;
        case State::stale: return true;
        case State::delay:
            enter(control, neighbour, State::probe, now);
            return is_silent(control, *interface, key, neighbour, now);
    }
    return false;
}

}  // namespace

void nd_received(ControlPlane& control, Packet& packet, Instant now) {
    const IpHeader header = read_whole_ip_header(packet.l3_bytes());
    packet.l4_offset = static_cast<std::uint16_t>(packet.l3_offset + header.length);
    const auto message = read_nd(packet);
    RouterInterface* interface = control.interfaces.find(packet.interface);
    const config::IpAddress source = ip6(packet).source();
    if (!message || interface == nullptr || !interface->ip6.enabled) return count(control, Drop::nd_malformed);
    switch (message->type) {
        case icmp6::neighbour_solicitation: return take_solicitation(control, *interface, source, *message, now);
        case icmp6::neighbour_advertisement: return take_advertisement(control, *interface, *message, now);
        case icmp6::router_solicitation: return take_router_solicitation(control, *interface, source, *message, now);
        case icmp6::router_advertisement: return take_router_advertisement(control, *interface, source, *message, now);
        default: return;
    }
}

void resolve_ip6(ControlPlane& control, InterfaceId port, const config::IpAddress& hop, PacketPtr packet,
                 InterfaceId from, Instant now) {
    const RouterInterface* interface = control.interfaces.find(port);
    if (interface == nullptr || !interface->line_up) return;
    const NeighbourKey key{port, hop};
    const auto [at, fresh] = control.ip6_neighbours.try_emplace(key);
    Ip6Neighbour& neighbour = at->second;
    if (neighbour.state != State::incomplete) return put(control, Node::ip6_lookup, std::move(packet));
    if (fresh) {
        neighbour.updated = now;
        is_silent(control, *interface, key, neighbour, now);
    }
    if (neighbour.waiting.size() < nd_queue)
        neighbour.waiting.push_back({std::move(packet), from});
    else
        count(control, Drop::resolve_queue_full);
}

void stale_neighbour_used(ControlPlane& control, InterfaceId port, const config::IpAddress& neighbour, Instant now) {
    const auto at = control.ip6_neighbours.find({port, neighbour});
    if (at != control.ip6_neighbours.end() && at->second.state == State::stale)
        enter(control, at->second, State::delay, now);
}

void forget_ip6_neighbours(ControlPlane& control, InterfaceId interface) {
    const auto gone =
        std::erase_if(control.ip6_neighbours, [=](const auto& entry) { return entry.first.first == interface; });
    if (gone != 0) control.neighbours_stale = true;
}

void tick_ip6_neighbours(ControlPlane& control, Instant now) {
    for (auto at = control.ip6_neighbours.begin(); at != control.ip6_neighbours.end();) {
        if (!is_over(control, at->first, at->second, now)) {
            ++at;
            continue;
        }
        refuse_waiting(control, at->second);
        control.neighbours_stale = true;
        at = control.ip6_neighbours.erase(at);
    }
    tick_announcements(control, now);
}

/// A packet that waits for an answer is foreground work; ageing and probing are not.
std::optional<Instant> next_ip6_neighbour_deadline(const ControlPlane& control, bool include_background) {
    std::optional<Instant> next;
    for (const auto& [key, neighbour] : control.ip6_neighbours) {
        if (!include_background && neighbour.waiting.empty()) continue;
        if (!next || neighbour.deadline < *next) next = neighbour.deadline;
    }
    if (include_background)
        for (const Ip6Announcement& announcement : control.announcements)
            if (!next || announcement.due < *next) next = announcement.due;
    return next;
}

}  // namespace dataplane
