#include <algorithm>

#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::dhcp;
using Excluded = DhcpConfig::Excluded;

Excluded read_range(const Args& args) {
    const auto first = *args.get<IpAddress>("first");
    return {first, args.get_or("last", first)};
}

Result exclude(Configuration& configuration, const Args& args) {
    const auto range = read_range(args);
    if (range.last < range.first) return Result::refused("% Invalid range, " + range.first.text() + " to " + range.last.text());
    auto& all = configuration.dhcp.excluded;
    if (std::find(all.begin(), all.end(), range) == all.end()) all.push_back(range);
    return Result::ok();
}

void include(Configuration& configuration, const Args& args) {
    if (args.has("first")) std::erase(configuration.dhcp.excluded, read_range(args));
    else configuration.dhcp.excluded.clear();
}

void show_excluded(const Configuration& configuration, Shown& shown) {
    for (const auto& range : configuration.dhcp.excluded)
        shown.raw("ip dhcp excluded-address " + range.first.text() + (range.last == range.first ? "" : ' ' + range.last.text()));
}

void set_host(Configuration& configuration, const Args& args) {
    auto& addresses = configuration.hosts[std::string{args.text("host")}];
    addresses.clear();
    for (const Arg& arg : args)
        if (arg.leaf->name == "value") addresses.push_back(*IpAddress::parse(arg.text));
}

void unset_host(Configuration& configuration, const Args& args) { configuration.hosts.erase(std::string{args.text("host")}); }

void show_hosts(const Configuration& configuration, Shown& shown) {
    for (const auto& [name, addresses] : configuration.hosts) {
        std::string text = "ip host " + name;
        for (const auto& address : addresses) text.append(" ").append(address.text());
        shown.raw(std::move(text));
    }
}

}  // namespace

std::span<const Line> dhcp_lines() {
    static const Line lines[] = {
        line(kw("ip", "Global IP configuration subcommands") >> kw("dhcp", "Configure DHCP server and relay parameters") >>
             kw("excluded-address", "Prevent DHCP from assigning certain addresses") >> ipv4("first", "Low IP address") >>
             -ipv4("last", "High IP address"))
            .set(&exclude).unset(&include).reset(&include).show(&show_excluded).no_needs(1).in("ip dhcp").changes(topic),
        field<&Configuration::dhcp, &DhcpConfig::service>(kw("service", "Modify use of network based services") >>
                                                          kw("dhcp", "Enable DHCP server and relay agent"))
            .in("service").changes(topic),
        line(kw("ip", "Global IP configuration subcommands") >> kw("host", "Add an entry to the ip hostname table") >> word("host", "Name of host") >>
             -number("port", 1, 65535, "Default telnet port number").hidden() >> +ipv4("value", "Host IP address"))
            .set(&set_host).unset(&unset_host).show(&show_hosts).no_needs(1).in("ip host").changes(ChangeTopic::other),
    };
    return lines;
}

}  // namespace config
