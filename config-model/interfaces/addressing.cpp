#include "config-model/interfaces/addressing.h"

#include <fmt/format.h>

#include <algorithm>

#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

/// Of IPv4 prefixes: the shorter one holds the other.
bool overlap(const Prefix& left, const Prefix& right) {
    const auto shorter = std::min(left.length, right.length);
    return shorter == 0 || (left.address.v4_value() ^ right.address.v4_value()) >> (32 - shorter) == 0;
}

bool has_overlap(const Interface& interface, const Prefix& prefix) {
    const auto hits = [&](const Prefix& other) { return overlap(prefix, other); };
    return (interface.address && hits(*interface.address)) ||
           std::any_of(interface.secondary_addresses.begin(), interface.secondary_addresses.end(), hits);
}

std::optional<std::string> overlap_objection(const Configuration& configuration, const Interface& interface, const Prefix& prefix) {
    if (interface.shutdown) return std::nullopt;
    for (const auto& [name, other] : configuration.interfaces) {
        if (!has_overlap(other, prefix) || name == interface.name || other.vrf != interface.vrf || other.shutdown) continue;
        return fmt::format("% {} overlaps with {}", prefix.network().text(), name.text());
    }
    return std::nullopt;
}

bool is_bad(const Prefix& prefix) {
    if (prefix.length >= 31) return prefix.length == 31 ? false : prefix.address.is_unspecified();
    return prefix.address == prefix.network() || prefix.address == prefix.last();
}

void clear_ways(Interface& interface) {
    interface.address_dhcp = interface.address_negotiated = false;
    interface.dhcp_client_id.reset();
    interface.dhcp_hostname.clear();
    interface.unnumbered.reset();
}

Result set_address(Interface& interface, const Args& args, Edit& edit) {
    const auto address = *args.get<IpAddress>("value");
    const auto mask = *args.get<IpAddress>("mask");
    if (auto objection = address_objection(edit.root_as<Configuration>(), interface, address, mask))
        return Result::refused(std::move(*objection));
    const Prefix prefix{address, *mask_length(mask)};
    if (args.has("secondary")) {
        auto& all = interface.secondary_addresses;
        if (std::find(all.begin(), all.end(), prefix) == all.end()) all.push_back(prefix);
        return Result::ok();
    }
    clear_ways(interface);
    interface.address = prefix;
    interface.method = edit.interactive ? AddressMethod::manual : AddressMethod::nvram;
    return Result::ok();
}

Result unset_address(Interface& interface, const Args& args) {
    const auto address = args.get<IpAddress>("value");
    if (address && args.has("secondary")) {
        std::erase_if(interface.secondary_addresses, [&](const Prefix& prefix) { return prefix.address == *address; });
        return Result::ok();
    }
    if (address && (!interface.address || interface.address->address != *address)) return Result::refused("% Invalid address");
    if (address && !interface.secondary_addresses.empty()) return Result::refused("% Must delete secondary before deleting primary");
    clear_ways(interface);
    interface.address.reset();
    interface.secondary_addresses.clear();
    interface.method = AddressMethod::unset;
    return Result::ok();
}

std::string dhcp_text(const Interface& interface) {
    std::string text = "ip address dhcp";
    if (interface.dhcp_client_id) text += " client-id " + interface.dhcp_client_id->text();
    if (!interface.dhcp_hostname.empty()) text += " hostname " + interface.dhcp_hostname;
    return text;
}

void show_address(const Interface& interface, Shown& shown) {
    if (interface.address_dhcp) return shown.raw(dhcp_text(interface));
    if (interface.address_negotiated) return shown.raw("ip address negotiated");
    if (interface.unnumbered) return shown.raw("ip unnumbered " + interface.unnumbered->text());
    for (const auto& prefix : interface.secondary_addresses)
        shown.raw(fmt::format("ip address {} {} secondary", prefix.address.text(), prefix.mask().text()));
    if (interface.address) shown.raw(fmt::format("ip address {} {}", interface.address->address.text(), interface.address->mask().text()));
    else shown.raw("no ip address");
}

void obtain(Interface& interface, bool Interface::*way) {
    clear_ways(interface);
    interface.address.reset();
    interface.secondary_addresses.clear();
    interface.*way = true;
    interface.method = AddressMethod::dhcp;
}

void set_dhcp(Interface& interface, const Args& args) {
    obtain(interface, &Interface::address_dhcp);
    interface.dhcp_client_id = args.get<InterfaceName>("identifier");
    interface.dhcp_hostname = args.text("host");
}

void set_unnumbered(Interface& interface, const Args& args) {
    clear_ways(interface);
    interface.address.reset();
    interface.secondary_addresses.clear();
    interface.unnumbered = args.get<InterfaceName>("source");
    interface.method = AddressMethod::manual;
}

void unset_unnumbered(Interface& interface, const Args&) { interface.unnumbered.reset(); }

Syntax ip_address() { return kw("ip", "Interface Internet Protocol config commands") >> kw("address", "Set the IP address of an interface"); }
void nothing(const Interface&, Shown&) {}

}  // namespace

std::optional<std::string> address_objection(const Configuration* configuration, const Interface& interface,
                                             const IpAddress& address, const IpAddress& mask) {
    const auto length = mask_length(mask);
    if (!length || is_bad({address, *length})) return fmt::format("Bad mask 0x{:X} for address {}", mask.v4_value(), address.text());
    if (address.is_multicast()) return fmt::format("Not a valid host address - {}", address.text());
    return configuration ? overlap_objection(*configuration, interface, {address, *length}) : std::nullopt;
}

std::span<const Line> interface_address_lines() {
    static const Line lines[] = {
        line(ip_address() >> ipv4("value", "IP address") >> wildcard("mask", "IP subnet mask") >>
             -kw("secondary", "Make this IP address a secondary address"))
            .set(&set_address).unset(&unset_address).reset(&unset_address).show(&show_address).no_needs(0).changes(topic),
        line(ip_address() >> kw("dhcp", "IP Address negotiated via DHCP") >>
             -(kw("client-id", "Specify client-id to use") >> interface_name("identifier", "Interface")) >>
             -(kw("hostname", "Specify value for hostname option") >> word("host", "Value")))
            .set(&set_dhcp)
            .unset(&unset_address).show(&nothing).no_needs(0).changes(topic),
        line(ip_address() >> kw("negotiated", "IP Address negotiated over PPP"))
            .set([](Interface& interface, const Args&) { obtain(interface, &Interface::address_negotiated); })
            .unset(&unset_address).show(&nothing).no_needs(0).changes(topic),
        line(kw("ip", "Interface Internet Protocol config commands") >>
             kw("unnumbered", "Enable IP processing without an explicit address") >> interface_name("source", "Interface"))
            .set(&set_unnumbered).unset(&unset_unnumbered).reset(&unset_unnumbered).show(&nothing).no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
