#include <cctype>

#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

void set_dot1q(Interface& interface, const Args& args) {
    interface.dot1q = static_cast<std::uint16_t>(args.number("vlan"));
    interface.dot1q_native = args.has("native");
}

void unset_dot1q(Interface& interface, const Args&) {
    interface.dot1q.reset();
    interface.dot1q_native = false;
}

void show_dot1q(const Interface& interface, Shown& shown) {
    if (interface.dot1q) shown.raw("encapsulation dot1Q " + std::to_string(*interface.dot1q) + (interface.dot1q_native ? " native" : ""));
}

/// A VRF takes the addresses of the interface away.
void set_vrf(Interface& interface, const Args& args, Edit& edit) {
    const auto vrf = args.text("table");
    if (interface.vrf == vrf) return;
    interface.vrf = vrf;
    if (!interface.address) return;
    if (edit.interactive)
        edit.note("% Interface " + interface.name.text() + " IPv4 disabled and address(es) removed due to enabling VRF " + interface.vrf);
    interface.address.reset();
    interface.secondary_addresses.clear();
    interface.method = AddressMethod::unset;
}

void unset_vrf(Interface& interface, const Args&) {
    interface.vrf.clear();
    interface.old_vrf_line = false;
}

template <bool old_line>
void set_vrf_line(Interface& interface, const Args& args, Edit& edit) {
    set_vrf(interface, args, edit);
    interface.old_vrf_line = old_line;
}

template <bool old_line>
void show_vrf(const Interface& interface, Shown& shown) {
    if (!interface.vrf.empty() && interface.old_vrf_line == old_line) shown.line(interface.vrf);
}

Syntax forwarding() { return kw("forwarding", "Configure forwarding table") >> word("table", "Table name"); }

}  // namespace

std::span<const Line> interface_property_lines() {
    static const Line lines[] = {
        line(kw("description", "Interface specific description") >> text("Up to 200 characters describing this interface"), &Interface::description)
            .no_needs(0).changes(topic),
        line(kw("mac-address", "Manually set interface MAC address") >> word("MAC address").labelled("H.H.H"), &Interface::mac_address)
            .no_needs(0).changes(topic),
        line(kw("mtu", "Set the interface Maximum Transmission Unit (MTU)") >> number(64, 18000, "MTU size in bytes"), &Interface::mtu)
            .no_needs(0).changes(topic),
        line(kw("bandwidth", "Set bandwidth informational parameter") >> number(1, 100000000, "Bandwidth in kilobits"), &Interface::bandwidth)
            .no_needs(0).changes(topic),
        line(kw("delay", "Specify interface throughput delay") >> number(1, 16777215, "Throughput delay (tens of microseconds)"), &Interface::delay)
            .no_needs(0).changes(topic),
        line(kw("encapsulation", "Set encapsulation type for an interface") >> kw("dot1Q", "IEEE 802.1Q Virtual LAN") >>
             number("vlan", 1, 4095, "IEEE 802.1Q VLAN ID") >> -kw("native", "Make this as native vlan"))
            .set(&set_dot1q).unset(&unset_dot1q).reset(&unset_dot1q).show(&show_dot1q).no_needs(0).changes(topic),
        line(kw("vrf", "VPN Routing/Forwarding parameters on the interface") >> forwarding())
            .set(&set_vrf_line<false>).unset(&unset_vrf).reset(&unset_vrf).show(&show_vrf<false>).no_needs(0).changes(topic),
        line(kw("ip", "Interface Internet Protocol config commands") >>
             kw("vrf", "VPN Routing/Forwarding parameters on the interface") >> forwarding())
            .set(&set_vrf_line<true>).unset(&unset_vrf).reset(&unset_vrf).show(&show_vrf<true>).no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
