#include <algorithm>

#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax tunnel() { return kw("tunnel", "protocol-over-protocol tunneling"); }

void set_source(Interface& interface, const Args& args) {
    auto& tunnel = interface.tunnel;
    tunnel.source_interface = args.get<InterfaceName>("out");
    tunnel.source_address = args.get<IpAddress>("value");
    tunnel.source_dynamic = args.has("dynamic");
}

void unset_source(Interface& interface, const Args&) {
    auto& tunnel = interface.tunnel;
    tunnel.source_interface.reset();
    tunnel.source_address.reset();
    tunnel.source_dynamic = false;
}

void show_source(const Interface& interface, Shown& shown) {
    const auto& tunnel = interface.tunnel;
    if (tunnel.source_dynamic) shown.raw("tunnel source dynamic");
    else if (tunnel.source_interface) shown.raw("tunnel source " + tunnel.source_interface->text());
    else if (tunnel.source_address) shown.raw("tunnel source " + tunnel.source_address->text());
}

Result set_destination(Interface& interface, const Args& args, Edit&) {
    auto& tunnel = interface.tunnel;
    if (tunnel.mode == TunnelMode::gre_multipoint)
        return Result::refused(" Tunnel destination configuration failed on tunnel in p2mp mode.");
    tunnel.destination = args.get<IpAddress>("value");
    tunnel.destination_host = args.text("host");
    tunnel.destination_dynamic = args.has("dynamic");
    return Result::ok();
}

void unset_destination(Interface& interface, const Args&) {
    auto& tunnel = interface.tunnel;
    tunnel.destination.reset();
    tunnel.destination_host.clear();
    tunnel.destination_dynamic = false;
}

void show_destination(const Interface& interface, Shown& shown) {
    const auto& tunnel = interface.tunnel;
    if (tunnel.destination_dynamic) shown.raw("tunnel destination dynamic");
    else if (tunnel.destination) shown.raw("tunnel destination " + tunnel.destination->text());
    else if (!tunnel.destination_host.empty()) shown.raw("tunnel destination " + tunnel.destination_host);
}

struct ModeWords {
    TunnelMode mode;
    std::string_view words;
};
constexpr ModeWords mode_words[] = {
    {TunnelMode::gre_ip, "gre ip"},         {TunnelMode::gre_ipv6, "gre ipv6"},     {TunnelMode::gre_multipoint, "gre multipoint"},
    {TunnelMode::ipsec_ipv4, "ipsec ipv4"}, {TunnelMode::ipsec_ipv6, "ipsec ipv6"}, {TunnelMode::ipip, "ipip"},
};

void forget_mode(TunnelConfig& tunnel) {
    tunnel.mode_words.clear();
    tunnel.overlay = false;
}

template <TunnelMode chosen>
Result set_mode(Interface& interface, const Args& args) {
    if (chosen == TunnelMode::gre_multipoint && interface.tunnel.destination)
        return Result::refused(" Tunnel set mode failed. p2mp tunnels cannot have a tunnel destination.");
    interface.tunnel.mode = chosen;
    forget_mode(interface.tunnel);
    interface.tunnel.overlay = args.has("v4-overlay") || args.has("v6-overlay");
    return Result::ok();
}

void set_other_mode(Interface& interface, const Args& args) {
    interface.tunnel.mode = TunnelMode::other;
    forget_mode(interface.tunnel);
    interface.tunnel.mode_words = args.text("words");
}

void unset_mode(Interface& interface, const Args&) {
    interface.tunnel.mode = TunnelMode::gre_ip;
    forget_mode(interface.tunnel);
}

std::string_view overlay_words(const TunnelConfig& tunnel) {
    if (!tunnel.overlay) return {};
    return tunnel.mode == TunnelMode::ipsec_ipv4 ? " v6-overlay" : " v4-overlay";
}

void show_mode(const Interface& interface, Shown& shown) {
    const auto& tunnel = interface.tunnel;
    if (tunnel.mode == TunnelMode::other) return shown.raw("tunnel mode " + tunnel.mode_words);
    if (tunnel.mode == TunnelMode::gre_ip) return;
    for (const auto& entry : mode_words)
        if (entry.mode == tunnel.mode) shown.raw("tunnel mode " + std::string{entry.words} + std::string{overlay_words(tunnel)});
}

template <TunnelMode chosen>
Line mode_line(Syntax words) {
    return line(tunnel() >> kw("mode", "tunnel encapsulation method") >> std::move(words))
        .set(&set_mode<chosen>).unset(&unset_mode).reset(&unset_mode).no_needs(0).changes(topic);
}

Syntax gre() { return kw("gre", "generic route encapsulation protocol"); }
Syntax ipsec() { return kw("ipsec", "IPSec tunnel encapsulation"); }

}  // namespace

std::span<const Line> tunnel_endpoint_lines() {
    static const Line lines[] = {
        line(tunnel() >> kw("source", "source of tunnel packets") >>
             (ip("value", "ip address") | kw("dynamic", "Dynamic source") | interface_name("out", "Interface")))
            .set(&set_source).unset(&unset_source).reset(&unset_source).show(&show_source).no_needs(0).changes(topic),
        mode_line<TunnelMode::gre_ip>(gre() >> kw("ip", "over IP")).show(&show_mode),
        mode_line<TunnelMode::gre_ipv6>(gre() >> kw("ipv6", "over IPv6")),
        mode_line<TunnelMode::gre_multipoint>(gre() >> kw("multipoint", "over IPv4 (multipoint)")),
        mode_line<TunnelMode::ipsec_ipv4>(ipsec() >> kw("ipv4", "over IPv4") >>
                                          flag("v6-overlay", "IPv6 overlay")),
        mode_line<TunnelMode::ipsec_ipv6>(ipsec() >> kw("ipv6", "over IPv6") >>
                                          flag("v4-overlay", "IPv4 overlay")),
        mode_line<TunnelMode::ipip>(kw("ipip", "IP over IP encapsulation")),
        line(tunnel() >> kw("mode", "tunnel encapsulation method") >> text("words", "Another encapsulation").labelled("LINE"))
            .set(&set_other_mode).unset(&unset_mode).no_needs(0).warns("this encapsulation is not modelled").hidden().changes(topic),
        line(tunnel() >> kw("destination", "destination of tunnel") >>
             (ip("value", "ip address") | kw("dynamic", "Dynamic destination") | word("host", "Destination host name").labelled("Hostname or A.B.C.D")))
            .set(&set_destination).unset(&unset_destination).reset(&unset_destination).show(&show_destination).no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
