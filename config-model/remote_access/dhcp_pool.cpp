#include <charconv>

#include "config-model/field.h"
#include "config-model/modes.h"
#include "config-model/option_lines.h"
#include "config-model/remote_access/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::dhcp;
constexpr std::uint32_t day = 86400, hour = 3600, minute = 60, infinite = 0xffffffff;   // seconds

/// `A M`, `A /24`, or the mask of the address's class.
std::optional<std::uint8_t> length_of(const IpAddress& address, const Args& args) {
    if (const auto mask = args.get<IpAddress>("mask")) return mask_length(*mask);
    const auto slash = args.text("length");
    if (!slash.empty()) {
        unsigned length = 33;
        if (slash[0] == '/') std::from_chars(slash.data() + 1, slash.data() + slash.size(), length);
        return length <= 32 ? std::optional{static_cast<std::uint8_t>(length)} : std::nullopt;
    }
    const auto first = address.v4_value() >> 24;
    return first < 128 ? std::uint8_t{8} : first < 192 ? std::uint8_t{16} : std::uint8_t{24};
}

template <auto Member>
Result set_prefix(DhcpPool& pool, const Args& args) {
    const auto address = *args.get<IpAddress>("value");
    const auto length = length_of(address, args);
    if (!length) return Result::invalid_at(*args.find("length"));
    pool.*Member = Prefix{address, *length};
    return Result::ok();
}

template <auto Member>
void unset_prefix(DhcpPool& pool, const Args&) { (pool.*Member).reset(); }

template <auto Member>
void show_prefix(const DhcpPool& pool, Shown& shown, std::string_view word) {
    if (const auto& prefix = pool.*Member) shown.raw(std::string{word} + ' ' + prefix->address.text() + ' ' + prefix->mask().text());
}

void show_network(const DhcpPool& pool, Shown& shown) { show_prefix<&DhcpPool::network>(pool, shown, "network"); }
void show_host(const DhcpPool& pool, Shown& shown) { show_prefix<&DhcpPool::host>(pool, shown, "host"); }

template <auto Member>
Line prefix_line(std::string_view keyword, std::string_view help, void (*show)(const DhcpPool&, Shown&)) {
    return line(kw(keyword, help) >> ipv4("value", "Network number or address") >>
                -(mask("mask", "Network mask") | word("length", "Network mask or prefix length").labelled("/nn or A.B.C.D")))
        .set(&set_prefix<Member>)
        .unset(&unset_prefix<Member>).reset(&unset_prefix<Member>).show(show).no_needs(0).changes(topic);
}

/// Lists of servers end with a blank.
template <auto Member>
void show_servers(const DhcpPool& pool, Shown& shown, std::string text) {
    if ((pool.*Member).empty()) return;
    for (const auto& address : pool.*Member) text.append(address.text()).append(" ");
    shown.raw(std::move(text));
}

void show_routers(const DhcpPool& pool, Shown& shown) { show_servers<&DhcpPool::default_routers>(pool, shown, "default-router "); }
void show_dns(const DhcpPool& pool, Shown& shown) { show_servers<&DhcpPool::dns_servers>(pool, shown, "dns-server "); }

void set_lease(DhcpPool& pool, const Args& args) {
    if (args.has("infinite")) {
        pool.lease_seconds = infinite;
        return;
    }
    pool.lease_seconds = static_cast<std::uint32_t>(args.number("days")) * day + static_cast<std::uint32_t>(args.number("hours", 0)) * hour +
                         static_cast<std::uint32_t>(args.number("minutes", 0)) * minute;
}

void unset_lease(DhcpPool& pool, const Args&) { pool.lease_seconds = DhcpPool{}.lease_seconds; }

void show_lease(const DhcpPool& pool, Shown& shown) {
    const std::uint32_t seconds = pool.lease_seconds;
    if (seconds == DhcpPool{}.lease_seconds) return;
    if (seconds == infinite) return shown.raw("lease infinite");
    std::string text = "lease " + std::to_string(seconds / day);
    const auto hours = seconds % day / hour, minutes = seconds % hour / minute;
    if (hours > 0 || minutes > 0) text += ' ' + std::to_string(hours);
    if (minutes > 0) text += ' ' + std::to_string(minutes);
    shown.raw(std::move(text));
}

std::span<const Line> pool_lines() {
    static const Line lines[] = {
        prefix_line<&DhcpPool::network>("network", "Network number and mask", &show_network),
        prefix_line<&DhcpPool::host>("host", "Client IP address and mask", &show_host),
        line(kw("client-identifier", "Client identifier") >> word("Dotted-hexadecimal string").labelled("Hex-data"), &DhcpPool::client_identifier)
            .no_needs(0).changes(topic),
        line(kw("hardware-address", "Client hardware address") >> word("Dotted-hexadecimal string").labelled("H.H.H"), &DhcpPool::hardware_address)
            .no_needs(0).changes(topic),
        line(kw("default-router", "Default routers") >> +ipv4("Router's IP address"), &DhcpPool::default_routers)
            .show(&show_routers).no_needs(0).changes(topic),
        line(kw("dns-server", "DNS servers") >> +ipv4("Server's IP address"), &DhcpPool::dns_servers).show(&show_dns).no_needs(0).changes(topic),
        line(kw("domain-name", "Domain name") >> word("Domain name"), &DhcpPool::domain_name).no_needs(0).changes(topic),
        line(kw("lease", "Address lease time") >>
             ((number("days", 0, 365, "Days") >> -(number("hours", 0, 23, "Hours") >> -number("minutes", 0, 59, "Minutes"))) |
              kw("infinite", "Infinite lease")))
            .set(&set_lease).unset(&unset_lease).reset(&unset_lease).show(&show_lease).no_needs(0).changes(topic),
    };
    return lines;
}

constexpr RememberedWord remembered[] = {
    {"accounting", "Send Accounting Start/Stop messages"}, {"bootfile", "Boot file name"}, {"class", "Specify a DHCP class"},
    {"client-name", "Client name"}, {"import", "Programatically importing DHCP option parameters"},
    {"netbios-name-server", "NetBIOS (WINS) name servers"}, {"netbios-node-type", "NetBIOS node type"},
    {"next-server", "Next server in boot process"}, {"option", "Raw DHCP options"}, {"origin", "Configure the origin of the pool"},
    {"relay", "Function as a DHCP relay"}, {"renew", "Configure renewal policy"}, {"reserved-only", "Only hand out reserved addresses"},
    {"subnet", "Subnet allocation commands"}, {"update", "Dynamic updates"}, {"utilization", "Configure various utilization parameters"},
};

std::span<const Line> remembered_lines() {
    using Options = OptionLines<DhcpPool>;
    static const auto lines = [] {
        auto all = Options::lines(remembered, topic);
        all.push_back(Options::line(kw("vrf", "Associate this pool with a VRF") >> word("VRF name"), "the pool serves the global table", topic));
        return all;
    }();
    return lines;
}

}  // namespace

const Mode& dhcp_pool_mode() {
    static const Mode mode = Mode::of<DhcpPool>(
        {.prompt = "dhcp-config", .title = "DHCP pool configuration commands:", .exit_help = "Exit from DHCP pool configuration mode"},
        {pool_lines(), remembered_lines()});
    return mode;
}

std::span<const Line> dhcp_pool_headers() {
    using Pools = NamedEntries<Configuration, &Configuration::dhcp, &DhcpConfig::pools>;
    static const Line lines[] = {
        opens(kw("ip", "Global IP configuration subcommands") >> kw("dhcp", "Configure DHCP server and relay parameters") >>
              kw("pool", "Configure DHCP address pools") >> word("Pool name"), &dhcp_pool_mode, Pools::entries())
            .in("ip dhcp pool").changes(topic),
    };
    return lines;
}

}  // namespace config
