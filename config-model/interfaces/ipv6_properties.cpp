#include <algorithm>

#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax ipv6_keyword() { return kw("ipv6", "IPv6 interface subcommands"); }
Syntax address_words() { return ipv6_keyword() >> kw("address", "Configure IPv6 address on interface"); }

void put(std::vector<Prefix>& all, const Prefix& prefix) {
    if (std::find(all.begin(), all.end(), prefix) == all.end()) all.push_back(prefix);
}

void add_address(Interface& interface, const Args& args) {
    const auto prefix = *args.get<Prefix>("prefix");
    if (args.has("eui-64")) return put(interface.ipv6_eui64, {prefix.network(), prefix.length});
    put(interface.ipv6_addresses, prefix);
    if (args.has("anycast")) put(interface.ipv6_anycast, prefix);
}

/// `no ipv6 address` takes all of them away.
void erase_address(Interface& interface, const Args& args) {
    if (const auto prefix = args.get<Prefix>("prefix")) {
        if (args.has("eui-64")) std::erase(interface.ipv6_eui64, Prefix{prefix->network(), prefix->length});
        else std::erase(interface.ipv6_addresses, *prefix);
        std::erase(interface.ipv6_anycast, *prefix);
        return;
    }
    interface.ipv6_addresses.clear();
    interface.ipv6_eui64.clear();
    interface.ipv6_anycast.clear();
    interface.ipv6_link_local.reset();
    interface.ipv6_autoconfig = interface.ipv6_autoconfig_default = interface.ipv6_dhcp = false;
}

std::string text_of(const Prefix& prefix) { return "ipv6 address " + prefix.address.text() + '/' + std::to_string(prefix.length); }

void show_addresses(const Interface& interface, Shown& shown) {
    const auto& anycast = interface.ipv6_anycast;
    for (const auto& prefix : interface.ipv6_addresses)
        shown.raw(text_of(prefix) + (std::find(anycast.begin(), anycast.end(), prefix) == anycast.end() ? "" : " anycast"));
    for (const auto& prefix : interface.ipv6_eui64) shown.raw(text_of(prefix) + " eui-64");
}

void set_autoconfig(Interface& interface, const Args& args) {
    interface.ipv6_autoconfig = true;
    interface.ipv6_autoconfig_default = args.has("default");
}

void unset_autoconfig(Interface& interface, const Args&) { interface.ipv6_autoconfig = interface.ipv6_autoconfig_default = false; }

void show_autoconfig(const Interface& interface, Shown& shown) {
    if (interface.ipv6_autoconfig) shown.raw(interface.ipv6_autoconfig_default ? "ipv6 address autoconfig default" : "ipv6 address autoconfig");
}

Result set_link_local(Interface& interface, const Args& args) {
    const auto address = *args.get<IpAddress>("value");
    if (!address.is_link_local()) return Result::refused("% Invalid link-local address");
    interface.ipv6_link_local = address;
    return Result::ok();
}

void unset_link_local(Interface& interface, const Args&) { interface.ipv6_link_local.reset(); }

void show_link_local(const Interface& interface, Shown& shown) {
    if (interface.ipv6_link_local) shown.line(*interface.ipv6_link_local);
}

template <auto Member>
Line traffic_filter(std::string_view direction, std::string_view help) {
    return line(ipv6_keyword() >> kw("traffic-filter", "Access control list for packets") >> word("list", "Access-list name") >> kw(direction, help))
        .set([](Interface& interface, const Args& args) { interface.*Member = args.text("list"); })
        .unset([](Interface& interface, const Args&) { (interface.*Member).clear(); })
        .reset([](Interface& interface, const Args&) { (interface.*Member).clear(); })
        .show([](const Interface& interface, Shown& shown) { if (!(interface.*Member).empty()) shown.line(interface.*Member); })
        .no_needs(2).changes(topic);
}

}  // namespace

std::span<const Line> interface_ipv6_lines() {
    static const Line lines[] = {
        line(address_words() >> ipv6("value", "IPv6 link-local address") >> kw("link-local", "Use link-local address"))
            .set(&set_link_local).unset(&unset_link_local).reset(&unset_link_local).show(&show_link_local).no_needs(1).changes(topic),
        line(address_words() >> ipv6_prefix("prefix", "IPv6 prefix") >>
             -(kw("eui-64", "Use eui-64 interface identifier") | kw("anycast", "Configure as an anycast")))
            .set(&add_address).unset(&erase_address).reset(&erase_address).show(&show_addresses).no_needs(0).changes(topic),
        line(address_words() >> kw("autoconfig", "Obtain address using autoconfiguration") >> -kw("default", "Insert default route"))
            .set(&set_autoconfig).unset(&unset_autoconfig).reset(&unset_autoconfig).show(&show_autoconfig).changes(topic),
        line(address_words() >> kw("dhcp", "Obtain a ipv6 address using dhcp"), &Interface::ipv6_dhcp).changes(topic),
        line(ipv6_keyword() >> kw("enable", "Enable IPv6 on interface"), &Interface::ipv6_enable).changes(topic),
        line(ipv6_keyword() >> kw("nd", "IPv6 interface Neighbor Discovery subcommands") >> kw("ra", "Router Advertisement control") >>
             kw("suppress", "Suppress IPv6 Router Advertisements") >> -kw("all", "Solicited ones too"))
            .set([](Interface& interface, const Args&) { interface.ipv6_ra_suppress = true; })
            .unset([](Interface& interface, const Args&) { interface.ipv6_ra_suppress = false; })
            .show([](const Interface& interface, Shown& shown) { if (interface.ipv6_ra_suppress) shown.line(); }).changes(topic),
        line(ipv6_keyword() >> kw("nd", "IPv6 interface Neighbor Discovery subcommands") >> kw("suppress-ra", "Suppress IPv6 Router Advertisements"))
            .set([](Interface& interface, const Args&) { interface.ipv6_ra_suppress = true; })
            .unset([](Interface& interface, const Args&) { interface.ipv6_ra_suppress = false; }).hidden().alias().changes(topic),
        line(ipv6_keyword() >> kw("mtu", "Set IPv6 Maximum Transmission Unit") >> number(1280, 18000, "MTU (bytes)"), &Interface::ipv6_mtu)
            .no_needs(0).changes(topic),
        line(ipv6_keyword() >> kw("tcp", "TCP interface commands") >> kw("adjust-mss", "Adjust the mss of transit packets") >>
             number(40, 1454, "Maximum segment size in bytes"), &Interface::ipv6_tcp_adjust_mss)
            .no_needs(0).changes(topic),
        traffic_filter<&Interface::ipv6_traffic_filter_in>("in", "inbound packets"),
        traffic_filter<&Interface::ipv6_traffic_filter_out>("out", "outbound packets"),
    };
    return lines;
}

}  // namespace config
