#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

namespace {

constexpr Duration recursion_pause = std::chrono::seconds(60);

/// The source is up and the destination has a route that is not the tunnel itself (TUN-5-RECURDOWN).
bool has_way_outside(ControlPlane& control, RouterInterface& interface, const ForwardingTables& tables, Instant now) {
    if (!interface.tunnel_local || !interface.tunnel_remote || now < interface.disabled_until) return false;
    const config::TunnelConfig& tunnel = interface.settings.tunnel;
    if (tunnel.source_interface) {
        const RouterInterface* source = control.interfaces.find(*tunnel.source_interface);
        if (source == nullptr || !source->line_up) return false;
    }
    const Adjacency* way = tables.route(control.vrfs.id(tunnel.vrf), interface.tunnel_remote);
    if (way == nullptr || way->kind != Adjacency::Kind::forward) return false;
    if (way->port != interface.id.index()) return true;
    interface.disabled_until = now + recursion_pause;
    if (control.logs(EventGroup::syslog)) control.emit(now, event::RecursiveRouting{interface.name});
    return false;
}

bool link_of(const RouterInterface& interface) {
    if (interface.settings.shutdown) return false;
    return interface.kind() != Port::Kind::ethernet || (interface.link != nullptr && interface.link->is_up());
}

bool line_of(ControlPlane& control, RouterInterface& interface, const ForwardingTables& tables, Instant now) {
    if (!interface.link_up) return false;
    if (interface.is_vti()) return has_pair(control, interface.tunnel_flow) && has_way_outside(control, interface, tables, now);
    if (interface.is_gre()) return has_way_outside(control, interface, tables, now);
    return !interface.is_tunnel();
}

void log_link(ControlPlane& control, const RouterInterface& interface, Instant now) {
    if (control.logs(EventGroup::syslog))
        control.emit(now, event::LinkChanged{interface.name, interface.link_up, interface.settings.shutdown});
}

void log_line(ControlPlane& control, const RouterInterface& interface, Instant now) {
    if (control.logs(EventGroup::syslog))
        control.emit(now, event::LineProtocolChanged{interface.name, interface.line_up});
}

void line_changed(ControlPlane& control, RouterInterface& interface, Instant now) {
    if (!interface.line_up) {
        forget_neighbours(control, interface.id);
        forget_ip6_neighbours(control, interface.id);
    }
    log_line(control, interface, now);
    if (interface.line_up && interface.kind() == Port::Kind::ethernet) announce(control, interface);
    if (interface.line_up) announce_ip6(control, interface, now);
}

}  // namespace

bool update_states(ControlPlane& control, RouterInterface& interface, const ForwardingTables& tables, Instant now) {
    const bool was_link = interface.link_up, was_line = interface.line_up, was_shut = interface.announced_down;
    interface.link_up = link_of(interface);
    interface.line_up = line_of(control, interface, tables, now);
    interface.announced_down = interface.settings.shutdown;
    const bool is_new = std::exchange(interface.is_new, false);
    const bool appears = is_new && interface.name.is_logical() && interface.link_up;
    const bool link_moved = !appears && (was_link != interface.link_up || was_shut != interface.announced_down);
    const bool tunnel_goes_down = interface.is_tunnel() && !interface.line_up;
    if (link_moved && !tunnel_goes_down && interface.kind() != Port::Kind::null) log_link(control, interface, now);
    const bool line_moved = was_line != interface.line_up || (appears && interface.is_tunnel());
    if (line_moved && interface.kind() != Port::Kind::null) line_changed(control, interface, now);
    if (link_moved && tunnel_goes_down) log_link(control, interface, now);
    return was_link != interface.link_up || was_line != interface.line_up;
}

}  // namespace dataplane
