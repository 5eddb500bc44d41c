#include <algorithm>
#include <array>

#include "config-model/field.h"
#include "config-model/modes.h"
#include "config-model/system/logging_words.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::logging;
using Kind = LoggingOrigin::Kind;

auto find_host(std::vector<LoggingHost>& all, const IpAddress& address) {
    return std::find_if(all.begin(), all.end(), [&](const LoggingHost& host) { return host.address == address; });
}

void add_host(Configuration& configuration, const Args& args) {
    auto& all = configuration.system.logging.hosts;
    const LoggingHost host{*args.get<IpAddress>("server"), static_cast<std::uint16_t>(args.number("port", 514))};
    const auto at = find_host(all, host.address);
    if (at == all.end()) all.push_back(host);
    else *at = host;
}

void erase_host(Configuration& configuration, const Args& args) {
    auto& all = configuration.system.logging.hosts;
    const auto address = args.get<IpAddress>("server");
    if (!address) return all.clear();
    if (const auto at = find_host(all, *address); at != all.end()) all.erase(at);
}

void show_hosts(const Configuration& configuration, Shown& shown) {
    for (const auto& host : configuration.system.logging.hosts) {
        const std::string port = host.port == 514 ? std::string{} : " transport udp port " + std::to_string(host.port);
        shown.raw("logging host " + host.address.text() + port);
    }
}

void set_trap(Configuration& configuration, const Args& args) {
    configuration.system.logging.trap_off = false;
    configuration.system.logging.trap_level = static_cast<std::uint8_t>(args.number("level", 6));
}

void unset_trap(Configuration& configuration, const Args&) {
    configuration.system.logging.trap_off = true;
    configuration.system.logging.trap_level = 6;
}

void reset_trap(Configuration& configuration, const Args&) {
    configuration.system.logging.trap_off = false;
    configuration.system.logging.trap_level = 6;
}

void show_trap(const Configuration& configuration, Shown& shown) {
    const auto& logging = configuration.system.logging;
    if (logging.trap_off) shown.raw("no logging trap");
    else if (logging.trap_level != 6) shown.raw("logging trap " + logging_level_word(logging.trap_level));
}

// Values: RFC 3164 §4.1.1.
constexpr std::array facilities{
    Choice{"auth", "Authorization system", 4}, Choice{"cron", "Cron/at facility", 9}, Choice{"daemon", "System daemons", 3},
    Choice{"kern", "Kernel", 0}, Choice{"local0", "Local use", 16}, Choice{"local1", "Local use", 17}, Choice{"local2", "Local use", 18},
    Choice{"local3", "Local use", 19}, Choice{"local4", "Local use", 20}, Choice{"local5", "Local use", 21},
    Choice{"local6", "Local use", 22}, Choice{"local7", "Local use", 23}, Choice{"lpr", "Line printer system", 6},
    Choice{"mail", "Mail system", 2}, Choice{"news", "USENET news", 7}, Choice{"sys10", "System use", 10}, Choice{"sys11", "System use", 11},
    Choice{"sys12", "System use", 12}, Choice{"sys13", "System use", 13}, Choice{"sys14", "System use", 14}, Choice{"sys9", "System use", 9},
    Choice{"syslog", "Syslog itself", 5}, Choice{"user", "User process", 1}, Choice{"uucp", "Unix-to-Unix copy system", 8},
};

void set_facility(Configuration& configuration, const Args& args) {
    configuration.system.logging.facility = static_cast<std::uint8_t>(args.number("facility"));
}

void reset_facility(Configuration& configuration, const Args&) { configuration.system.logging.facility = 23; }

void show_facility(const Configuration& configuration, Shown& shown) {
    const auto facility = configuration.system.logging.facility;
    if (facility == 23) return;
    for (const auto& choice : facilities)
        if (choice.value == facility) return shown.raw("logging facility " + std::string{choice.word});
}

constexpr std::array origins{
    Choice{"hostname", "Use origin hostname as ID", static_cast<int>(Kind::hostname)},
    Choice{"ip", "Use origin IP address as ID", static_cast<int>(Kind::ip)},
    Choice{"ipv6", "Use origin IPv6 address as ID", static_cast<int>(Kind::ipv6)},
};

void set_origin(Configuration& configuration, const Args& args) {
    if (args.has("text")) configuration.system.logging.origin = {Kind::string, std::string{args.text("text")}};
    else configuration.system.logging.origin = {args.get<Kind>("origin").value_or(Kind::none), {}};
}

void reset_origin(Configuration& configuration, const Args&) { configuration.system.logging.origin = {}; }

void show_origin(const Configuration& configuration, Shown& shown) {
    constexpr std::string_view words[] = {"", "hostname", "ip", "ipv6", "string "};
    const auto& origin = configuration.system.logging.origin;
    if (origin.kind == Kind::none) return;
    shown.raw("logging origin-id " + std::string{words[static_cast<std::size_t>(origin.kind)]} + origin.text);
}

void set_source(Configuration& configuration, const Args& args) {
    configuration.system.logging.source_interface = args.get<InterfaceName>("interface");
}

void reset_source(Configuration& configuration, const Args&) { configuration.system.logging.source_interface.reset(); }

void show_source(const Configuration& configuration, Shown& shown) {
    const auto& source = configuration.system.logging.source_interface;
    if (source) shown.raw("logging source-interface " + source->text());
}

Syntax host() { return logging_word() >> kw("host", "Set syslog server IP address and parameters"); }
Syntax server() { return ip("server", "IP address of the syslog server"); }
Syntax transport() {
    return kw("transport", "Specify the transport protocol (default=UDP)") >> kw("udp", "User Datagram Protocol") >>
           -(kw("port", "Specify the UDP port number (default=514)") >> number("port", 1, 65535, "Port number"));
}

}  // namespace

std::span<const Line> logging_host_lines() {
    static const Line lines[] = {
        line(host() >> server() >> -transport())
            .set(&add_host).unset(&erase_host).reset(&erase_host).show(&show_hosts).no_needs(0).in("logging host").changes(topic),
        line(logging_word() >> ip("server", "IP address of the logging host"))
            .set(&add_host).unset(&erase_host).alias().no_needs(1).changes(topic),
        line(logging_word() >> kw("trap", "Set syslog server logging level") >> -logging_level())
            .set(&set_trap).unset(&unset_trap).reset(&reset_trap).show(&show_trap).no_needs(0).in("logging trap").changes(topic),
        line(logging_word() >> kw("facility", "Facility parameter for syslog messages") >> one_of("facility", facilities))
            .set(&set_facility).unset(&reset_facility).reset(&reset_facility).show(&show_facility).no_needs(0).in("logging facility").changes(topic),
        line(logging_word() >> kw("source-interface", "Specify interface for source address in logging transactions") >>
             interface_name("interface", "Interface"))
            .set(&set_source).unset(&reset_source).reset(&reset_source).show(&show_source).no_needs(0).in("logging source-interface").changes(topic),
        line(logging_word() >> kw("origin-id", "Add origin ID to syslog messages") >>
             (one_of("origin", origins) | (kw("string", "Define a unique text string as ID") >> word("text", "Specify text string"))))
            .set(&set_origin).unset(&reset_origin).reset(&reset_origin).show(&show_origin).no_needs(0).in("logging origin-id").changes(topic),
    };
    return lines;
}

}  // namespace config
