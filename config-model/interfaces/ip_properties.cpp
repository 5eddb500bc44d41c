#include <algorithm>

#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax ip_keyword() { return kw("ip", "Interface Internet Protocol config commands"); }
Syntax ipv6_keyword() { return kw("ipv6", "IPv6 interface subcommands"); }

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

void add_ipv6_address(Interface& interface, const Args& args) {
    const auto prefix = *args.get<Prefix>("prefix");
    auto& all = interface.ipv6_addresses;
    if (std::find(all.begin(), all.end(), prefix) == all.end()) all.push_back(prefix);
}

void erase_ipv6_address(Interface& interface, const Args& args) {
    if (const auto prefix = args.get<Prefix>("prefix")) {
        std::erase(interface.ipv6_addresses, *prefix);
        return;
    }
    interface.ipv6_addresses.clear();
    interface.ipv6_link_local.reset();
    interface.ipv6_autoconfig = interface.ipv6_dhcp = false;
}

void show_ipv6_addresses(const Interface& interface, Shown& shown) {
    for (const auto& prefix : interface.ipv6_addresses) shown.line(prefix);
}

Syntax ipv6_address() { return ipv6_keyword() >> kw("address", "Configure IPv6 address on interface"); }

}  // namespace

std::span<const Line> interface_ip_lines() {
    static const Line lines[] = {
        access_group<&Interface::access_group_in>("in", "inbound packets"),
        access_group<&Interface::access_group_out>("out", "outbound packets"),
        line(ip_keyword() >> kw("mtu", "Set IP Maximum Transmission Unit") >> number(68, 18000, "MTU (bytes)"), &Interface::ip_mtu)
            .no_needs(0).changes(topic),
        line(ip_keyword() >> kw("tcp", "TCP interface commands") >> kw("adjust-mss", "Adjust the mss of transit packets") >>
             number(500, 1460, "Maximum segment size in bytes"), &Interface::tcp_adjust_mss)
            .no_needs(0).changes(topic),
    };
    return lines;
}

std::span<const Line> interface_state_lines() {
    static const Line lines[] = {
        line(kw("shutdown", "Shutdown the selected interface"), &Interface::shutdown).changes(topic),
    };
    return lines;
}

std::span<const Line> interface_ipv6_lines() {
    static const Line lines[] = {
        line(ipv6_address() >> ipv6("value", "IPv6 link-local address") >> kw("link-local", "Use link-local address"), &Interface::ipv6_link_local)
            .no_needs(1).changes(topic),
        line(ipv6_address() >> ipv6_prefix("prefix", "IPv6 prefix") >>
             -(kw("eui-64", "Use eui-64 interface identifier") | kw("anycast", "Configure as an anycast")))
            .set(&add_ipv6_address).unset(&erase_ipv6_address).reset(&erase_ipv6_address).show(&show_ipv6_addresses)
            .no_needs(0).changes(topic),
        line(ipv6_address() >> kw("autoconfig", "Obtain address using autoconfiguration") >> -kw("default", "Insert default route"),
             &Interface::ipv6_autoconfig)
            .changes(topic),
        line(ipv6_address() >> kw("dhcp", "Obtain a ipv6 address using dhcp"), &Interface::ipv6_dhcp).changes(topic),
        line(ipv6_keyword() >> kw("enable", "Enable IPv6 on interface"), &Interface::ipv6_enable).changes(topic),
    };
    return lines;
}

std::span<const Line> interface_crypto_lines() {
    static const Line lines[] = {
        line(kw("crypto", "Encryption/Decryption commands") >> kw("map", "Assign a Crypto Map") >> word("Crypto Map tag") >>
             -(kw("redundancy", "Redundancy group") >> word("Group name")), &Interface::crypto_maps)
            .set([](Interface& interface, const Args& args) { interface.crypto_maps = {std::string{args.value(0)->text}}; })
            .no_needs(0).negates(Negates::erase_container).changes(topic),
    };
    return lines;
}

}  // namespace config
