#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax ip_keyword() { return kw("ip", "Interface Internet Protocol config commands"); }

template <auto Member>
Line access_group(std::string_view direction, std::string_view help) {
    return line(ip_keyword() >> kw("access-group", "Specify access control for packets") >>
                word("list", "IP access list (standard or extended)").labelled("<1-199>") >> kw(direction, help))
        .set([](Interface& interface, const Args& args) { interface.*Member = args.text("list"); })
        .unset([](Interface& interface, const Args&) { (interface.*Member).clear(); })
        .reset([](Interface& interface, const Args&) { (interface.*Member).clear(); })
        .show([](const Interface& interface, Shown& shown) { if (!(interface.*Member).empty()) shown.line(interface.*Member); })
        .no_needs(1).changes(topic);
}

template <auto Member>
Line nat_side(std::string_view side, std::string_view help) {
    return line(ip_keyword() >> kw("nat", "NAT interface commands") >> kw(side, help), Member).changes(topic);
}

}  // namespace

std::span<const Line> interface_ip_lines() {
    static const Line lines[] = {
        access_group<&Interface::access_group_in>("in", "inbound packets"),
        access_group<&Interface::access_group_out>("out", "outbound packets"),
        line(ip_keyword() >> kw("mtu", "Set IP Maximum Transmission Unit") >> number(68, 18000, "MTU (bytes)"), &Interface::ip_mtu)
            .no_needs(0).changes(topic),
        nat_side<&Interface::nat_inside>("inside", "Inside interface for address translation"),
        nat_side<&Interface::nat_outside>("outside", "Outside interface for address translation"),
        line(ip_keyword() >> kw("tcp", "TCP interface commands") >> kw("adjust-mss", "Adjust the mss of transit packets") >>
             number(500, 1460, "Maximum segment size in bytes"), &Interface::tcp_adjust_mss)
            .no_needs(0).changes(topic),
        line(ip_keyword() >> kw("proxy-arp", "Enable proxy ARP"), &Interface::proxy_arp).changes(topic),
    };
    return lines;
}

std::span<const Line> interface_state_lines() {
    static const Line lines[] = {
        line(kw("shutdown", "Shutdown the selected interface"), &Interface::shutdown).changes(topic),
    };
    return lines;
}

}  // namespace config
