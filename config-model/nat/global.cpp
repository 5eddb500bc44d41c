#include <algorithm>
#include <array>

#include "config-model/configuration.h"
#include "config-model/field.h"
#include "config-model/language/line.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::nat;
constexpr std::string_view section = "ip nat";

Syntax ip_nat() { return kw("ip", "Global IP configuration subcommands") >> kw("nat", "NAT configuration commands"); }

Syntax inside_source() {
    return ip_nat() >> kw("inside", "Inside address translation") >> kw("source", "Source address translation");
}

// --- timeouts ---

constexpr std::uint32_t never = 0;

struct Timeout {
    std::string_view word, help;
    std::optional<std::uint32_t> NatConfig::*member;
};
constexpr std::array timeouts{
    Timeout{"timeout", "Specify timeout for dynamic NAT translations", &NatConfig::timeout},
    Timeout{"tcp-timeout", "Specify timeout for NAT TCP flows", &NatConfig::tcp_timeout},
    Timeout{"udp-timeout", "Specify timeout for NAT UDP flows", &NatConfig::udp_timeout},
    Timeout{"dns-timeout", "Specify timeout for NAT DNS flows", &NatConfig::dns_timeout},
    Timeout{"finrst-timeout", "Specify timeout for NAT TCP flows after a FIN or RST", &NatConfig::finrst_timeout},
    Timeout{"icmp-timeout", "Specify timeout for NAT ICMP flows", &NatConfig::icmp_timeout},
};

Syntax translation() { return ip_nat() >> kw("translation", "NAT translation entry configuration"); }

template <std::size_t Index>
Line timeout() {
    static constexpr const Timeout& which = timeouts[Index];
    return line(translation() >> kw(which.word, which.help) >> (kw("never", "Never timeout") | number("seconds", 1, 536870, "Timeout in seconds")))
        .set([](Configuration& c, const Args& args) { c.nat.*which.member = args.has("never") ? never : static_cast<std::uint32_t>(args.number("seconds")); })
        .unset([](Configuration& c, const Args&) { (c.nat.*which.member).reset(); })
        .reset([](Configuration& c, const Args&) { (c.nat.*which.member).reset(); })
        .show([](const Configuration& c, Shown& shown) {
            const auto& seconds = c.nat.*which.member;
            if (seconds) shown.raw("ip nat translation " + std::string{which.word} + ' ' + (*seconds == never ? "never" : std::to_string(*seconds)));
        })
        .no_needs(0).in(section).changes(topic);
}

// --- pools ---

std::optional<std::uint8_t> length_of(const Args& args) {
    if (const auto mask = args.get<IpAddress>("mask")) return mask_length(*mask);
    return static_cast<std::uint8_t>(args.number("length"));
}

Result set_pool(Configuration& configuration, const Args& args) {
    NatPool pool{std::string{args.text("pool_name")}, *args.get<IpAddress>("first"), *args.get<IpAddress>("last"), 0, args.has("length")};
    const auto length = length_of(args);
    if (!length || *length == 0) return Result::refused("%Invalid netmask");
    pool.length = *length;
    if (pool.last < pool.first) return Result::refused("%End address less than start address");
    if (Prefix{pool.first, pool.length}.network() != Prefix{pool.last, pool.length}.network())
        return Result::refused("%Start and end addresses not on same subnet");
    configuration.nat.pools.at(pool.name) = pool;
    return Result::ok();
}

Result unset_pool(Configuration& configuration, const Args& args) {
    if (!configuration.nat.pools.erase(args.text("pool_name"))) return Result::refused("%Pool " + std::string{args.text("pool_name")} + " not found");
    return Result::ok();
}

void show_pools(const Configuration& configuration, Shown& shown) {
    for (const NatPool& pool : configuration.nat.pools) {
        std::string text = "ip nat pool " + pool.name + ' ' + pool.first.text() + ' ' + pool.last.text();
        text += pool.by_length ? " prefix-length " + std::to_string(pool.length) : " netmask " + Prefix{pool.first, pool.length}.mask().text();
        shown.raw(std::move(text));
    }
}

// --- lists and route maps ---

NatSource read_source(const Args& args) {
    NatSource source;
    source.by_route_map = args.has("map");
    source.match = args.text(source.by_route_map ? "map" : "access_list");
    source.interface = args.get<InterfaceName>("out");
    source.pool = args.text("pool_name");
    source.overload = args.has("overload");
    return source;
}

/// One translation a list or route map.
void set_source(Configuration& configuration, const Args& args) {
    NatSource source = read_source(args);
    auto& all = configuration.nat.sources;
    const auto at = std::find_if(all.begin(), all.end(), [&](const NatSource& other) {
        return other.by_route_map == source.by_route_map && other.match == source.match;
    });
    if (at == all.end()) all.push_back(std::move(source));
    else *at = std::move(source);
}

void unset_source(Configuration& configuration, const Args& args) {
    const NatSource source = read_source(args);
    std::erase_if(configuration.nat.sources, [&](const NatSource& other) {
        return other.by_route_map == source.by_route_map && other.match == source.match;
    });
}

void show_sources(const Configuration& configuration, Shown& shown) {
    for (const NatSource& source : configuration.nat.sources) {
        std::string text = source.by_route_map ? "ip nat inside source route-map " : "ip nat inside source list ";
        text += source.match + (source.interface ? " interface " + source.interface->text() : " pool " + source.pool);
        if (source.overload) text += " overload";
        shown.raw(std::move(text));
    }
}

Syntax source_words() {
    return inside_source() >>
           ((kw("list", "Specify access list describing local addresses") >> word("access_list", "Access list number or name")) |
            (kw("route-map", "Specify route-map") >> word("map", "Route-map name"))) >>
           ((kw("interface", "Specify interface for global address") >> interface_name("out", "Interface")) |
            (kw("pool", "Name pool of global addresses") >> word("pool_name", "Pool name for global addresses"))) >>
           -kw("overload", "Overload an address translation");
}

// --- static translations ---

constexpr std::array protocols{Choice{"tcp", "Transmission Control Protocol", 6}, Choice{"udp", "User Datagram Protocol", 17}};
constexpr std::array<std::string_view, 4> static_options{"extendable", "no-alias", "no-payload", "reversible"};

NatStatic read_static(const Args& args) {
    NatStatic made;
    if (const Arg* const protocol = args.find("protocol")) made.protocol = static_cast<std::uint8_t>(protocol->number);
    made.local = *args.get<IpAddress>("local");
    made.local_port = static_cast<std::uint16_t>(args.number("local_port", 0));
    made.global = args.get_or("global", IpAddress{});
    made.interface = args.get<InterfaceName>("out");
    made.global_port = static_cast<std::uint16_t>(args.number("global_port", 0));
    made.route_map = args.text("map");
    for (const auto option : static_options)
        if (args.has(option)) made.options.append(" ").append(option);
    return made;
}

bool same_mapping(const NatStatic& left, const NatStatic& right) {
    return left.protocol == right.protocol && left.local == right.local && left.local_port == right.local_port && left.global == right.global &&
           left.interface == right.interface && left.global_port == right.global_port;
}

/// A global address (and port) belongs to one inside host.
bool is_taken(const Configuration& configuration, const NatStatic& wanted) {
    return std::any_of(configuration.nat.statics.begin(), configuration.nat.statics.end(), [&](const NatStatic& other) {
        const bool same_global = other.global == wanted.global && other.interface == wanted.interface && other.protocol == wanted.protocol &&
                                 other.global_port == wanted.global_port;
        return same_global && !same_mapping(other, wanted) && other.route_map == wanted.route_map;
    });
}

Result set_static(Configuration& configuration, const Args& args) {
    NatStatic made = read_static(args);
    auto& all = configuration.nat.statics;
    if (is_taken(configuration, made)) return Result::refused("% " + made.local.text() + " already mapped (" + made.local.text() + " -> " + made.global.text() + ")");
    std::erase_if(all, [&](const NatStatic& other) { return same_mapping(other, made); });
    all.push_back(std::move(made));
    return Result::ok();
}

Result unset_static(Configuration& configuration, const Args& args) {
    if (!args.get<IpAddress>("local")) return Result::incomplete();
    const NatStatic gone = read_static(args);
    const auto erased = std::erase_if(configuration.nat.statics, [&](const NatStatic& other) { return same_mapping(other, gone); });
    return erased > 0 ? Result::ok() : Result::refused("% Translation not found");
}

std::string static_text(const NatStatic& one) {
    std::string text = "ip nat inside source static ";
    if (one.protocol != 0) text += one.protocol == 6 ? "tcp " : "udp ";
    text += one.local.text();
    if (one.protocol != 0) text += ' ' + std::to_string(one.local_port);
    text += one.interface ? " interface " + one.interface->text() : ' ' + one.global.text();
    if (one.protocol != 0) text += ' ' + std::to_string(one.global_port);
    if (!one.route_map.empty()) text += " route-map " + one.route_map;
    return text + one.options;
}

void show_statics(const Configuration& configuration, Shown& shown) {
    for (const NatStatic& one : configuration.nat.statics) shown.raw(static_text(one));
}

Syntax global_end(bool with_port) {
    Syntax end = ipv4("global", "Inside global IP address") | (kw("interface", "Specify interface for global address") >> interface_name("out", "Interface"));
    return with_port ? std::move(end) >> number("global_port", 1, 65535, "Global UDP/TCP port") : std::move(end);
}

Syntax static_tail() {
    return any_order(kw("route-map", "Specify route-map") >> word("map", "Route-map name"), kw("extendable", "Extend this translation when used"),
                     kw("no-alias", "Do not create an alias for the global address"), kw("no-payload", "No translation of embedded address/port in the payload"),
                     kw("reversible", "Allow out->in traffic"));
}

Syntax static_words() {
    return inside_source() >> kw("static", "Specify static local->global mapping") >>
           ((ipv4("local", "Inside local IP address") >> global_end(false)) |
            (one_of("protocol", protocols) >> ipv4("local", "Inside local IP address") >> number("local_port", 1, 65535, "Local UDP/TCP port") >> global_end(true))) >>
           static_tail();
}

}  // namespace

std::span<const Line> nat_lines() {
    static const Line lines[] = {
        timeout<0>(), timeout<1>(), timeout<2>(), timeout<3>(), timeout<4>(), timeout<5>(),
        line(translation() >> kw("max-entries", "Specify maximum number of NAT entries") >>
             number("entries", 1, 2147483647, "Number of entries"))
            .set([](Configuration& c, const Args& args) { c.nat.max_entries = static_cast<std::uint32_t>(args.number("entries")); })
            .unset([](Configuration& c, const Args&) { c.nat.max_entries.reset(); })
            .show([](const Configuration& c, Shown& shown) { if (c.nat.max_entries) shown.line(*c.nat.max_entries); })
            .no_needs(0).in(section).changes(topic),
        line(ip_nat() >> kw("pool", "Define pool of addresses") >> word("pool_name", "Pool name") >> ipv4("first", "Start IP address") >> ipv4("last", "End IP address") >>
             ((kw("netmask", "Specify the network mask") >> mask("mask", "Network mask")) |
              (kw("prefix-length", "Specify the prefix length") >> number("length", 1, 32, "Prefix length"))))
            .set(&set_pool).unset(&unset_pool).show(&show_pools).no_needs(1).in(section).changes(topic),
        line(source_words()).set(&set_source).unset(&unset_source).show(&show_sources).no_needs(2).in(section).changes(topic),
        line(static_words()).set(&set_static).unset(&unset_static).show(&show_statics).in(section).changes(topic),
    };
    return lines;
}

}  // namespace config
