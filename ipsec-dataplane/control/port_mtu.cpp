#include "ipsec-dataplane/control/port_mtu.h"

#include <algorithm>

namespace dataplane {

namespace {

constexpr std::uint32_t ethernet_mtu = 1500, gre_overhead = 24, gre_over_ip6_overhead = 44, gre_key_overhead = 4;

/// The MTU of the interface that a tunnel's outer packets leave by; the ports of all interfaces that are no tunnels are there.
std::uint32_t transport_mtu(ControlPlane& control, const ForwardingTables& tables, const RouterInterface& tunnel) {
    const Adjacency* way = tables.route(control.vrfs.id(tunnel.settings.tunnel.vrf), tunnel.tunnel_remote);
    const bool leaves = way != nullptr && way->kind == Adjacency::Kind::forward && way->port < tables.ports.size();
    const Port* port = leaves ? &tables.ports[way->port] : nullptr;
    if (port == nullptr || port->kind != Port::Kind::ethernet) return ethernet_mtu;
    return tunnel.tunnel_remote.is_v6() ? port->ip6_mtu : port->ip_mtu;
}

/// What fits through the interface, bytes.
std::uint32_t path_mtu_of(ControlPlane& control, const ForwardingTables& tables, const RouterInterface& interface) {
    if (!interface.is_tunnel()) return interface.mtu();
    const std::uint32_t outer = transport_mtu(control, tables, interface);
    if (interface.is_vti()) {
        const SecurityAssociation* sa =
            interface.tunnel_flow == nullptr ? nullptr : control.sas.find(interface.tunnel_flow->outbound_sa());
        return sa == nullptr ? outer : sa->plaintext_mtu(interface.tunnel_flow->path_mtu(outer));
    }
    const std::uint32_t around = interface.tunnel_local.is_v6() ? gre_over_ip6_overhead : gre_overhead;
    return outer - around - (interface.settings.tunnel.key ? gre_key_overhead : 0);
}

/// The interface's own line goes before the global one.
bool fragments_after_encryption(const ControlPlane& control, const RouterInterface& interface) {
    return interface.settings.fragment_after_encryption.value_or(control.configuration->ipsec.fragment_after_encryption);
}

}  // namespace

std::uint32_t whole_mtu(ControlPlane& control, const ForwardingTables& tables, const RouterInterface& interface) {
    const SecurityAssociation* sa =
        interface.tunnel_flow == nullptr ? nullptr : control.sas.find(interface.tunnel_flow->outbound_sa());
    if (sa == nullptr || sa->parameters().df_bit == DfBit::set || !fragments_after_encryption(control, interface)) return 0;
    return interface.settings.ip_mtu.value_or(static_cast<std::uint16_t>(transport_mtu(control, tables, interface)));
}

void set_mtus(ControlPlane& control, const ForwardingTables& tables, const RouterInterface& interface, Port& port) {
    const std::uint32_t fits = path_mtu_of(control, tables, interface);
    const auto configured = [&](const std::optional<std::uint16_t>& mtu) {
        if (!mtu) return fits;
        return interface.is_vti() ? std::min<std::uint32_t>(*mtu, fits) : *mtu;
    };
    port.ip_mtu = configured(interface.settings.ip_mtu);
    port.ip6_mtu = configured(interface.settings.ipv6_mtu);
    port.tcp_mss = interface.settings.tcp_adjust_mss.value_or(0);
    port.ip6_tcp_mss = interface.settings.ipv6_tcp_adjust_mss.value_or(0);
    port.fragments_after_encryption = fragments_after_encryption(control, interface);
}

}  // namespace dataplane
