#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <regex>
#include <set>

#include "config-model/language/matcher.h"
#include "show-commands/show_commands.h"
#include "tests/show-commands/synthetic_rows.h"

namespace {

const config::Matcher& matcher() {
    static const config::Matcher commands(show::show_commands());
    return commands;
}

/// The text of a typed command; nothing when it is none.
std::optional<std::string> run(std::string_view command, const show::RouterView& view) {
    config::Match match;
    if (!matcher().match(config::Words(command), config::Form::plain, 15, match)) return std::nullopt;
    return text_of(*show::open_screen(*match.line, view, match.args));
}

constexpr std::string_view commands[] = {
    "show crypto ikev2 sa", "show crypto ikev2 sa detailed", "show crypto ikev2 sa local 10.0.0.1 detailed",
    "show crypto ikev2 sa remote 10.0.0.2", "show crypto ikev2 session", "show crypto ikev2 session detailed",
    "show crypto ikev2 proposal", "show crypto ikev2 proposal default", "show crypto ikev2 policy", "show crypto ikev2 profile",
    "show crypto ikev2 stats", "show crypto ikev2 stats exchange", "show crypto ikev2 diagnose error", "show crypto ipsec sa", "show crypto ipsec sa detail",
    "show crypto ipsec sa peer 10.0.0.2", "show crypto ipsec sa interface Tunnel0", "show crypto ipsec sa interface tunnel 0 detail",
    "show crypto ipsec sa map CMAP", "show crypto ipsec sa vrf RED", "show crypto ipsec sa identity detail", "show crypto ipsec security-association idle-time", "show crypto ipsec sa count", "show crypto ipsec transform-set", "show crypto ipsec profile",
    "show crypto ipsec security-association lifetime", "show crypto ipsec security-association", "show crypto session",
    "show crypto session detail", "show crypto session brief", "show crypto session groups", "show crypto session summary", "show crypto session remote 10.0.0.2 detail", "show crypto map",
    "show crypto map interface Ethernet0/0", "show crypto map tag CMAP", "show crypto engine brief",
    "show crypto engine connections active", "show ip interface brief", "show interfaces", "show interfaces Ethernet0/0",
    "show interfaces description", "show ip route", "show ip route static", "show ip arp", "show arp", "show access-lists",
    "show ip access-lists 101", "show running-config", "show running-config interface Ethernet0/0", "show running-config view full",
    "show startup-config", "show version", "show inventory", "show hosts", "show ip ssh", "show ssh", "show login", "show login failures", "show debugging", "show logging", "show clock", "show clock detail",
    "show crypto isakmp sa", "show crypto isakmp sa detail", "show crypto isakmp sa active", "show crypto isakmp sa standby detail",
    "show crypto isakmp sa count", "show crypto isakmp sa nat", "show crypto isakmp sa vrf RED", "show crypto isakmp policy",
    "show crypto isakmp default policy", "show crypto isakmp key", "show crypto isakmp peers", "show crypto isakmp peers 10.0.0.2",
    "show crypto isakmp profile", "show crypto isakmp profile tag P", "show crypto session username cisco", "show crypto session active",
    "show crypto dynamic-map", "show crypto dynamic-map tag D", "show crypto ipsec client ezvpn", "show crypto ipsec client ezvpn C",
    "show ip local pool", "show ip interface", "show ip interface Ethernet0/0", "show ipv6 interface", "show ipv6 interface brief",
    "show ipv6 interface Ethernet0/0 brief", "show ipv6 interface brief Ethernet0/0", "show ipv6 route", "show ipv6 route static",
    "show ipv6 neighbors", "show ipv6 neighbors Ethernet0/0", "show ipv6 access-list", "show ipv6 access-list A", "show ip route 0.0.0.0",
    "show ip nat translations", "show ip nat translations verbose", "show ip nat statistics", "show ip dhcp binding", "show ip dhcp binding 10.0.0.2", "show dhcp lease", "show terminal", "show history", "show privilege", "show users", "show configuration fate"};

/// Those whose text says that there is no such thing.
constexpr std::string_view absent[] = {"show ipv6 route 2001:DB8::1", "show ip route 10.0.0.1", "show ip local pool P"};

}  // namespace

TEST_CASE("every command runs on a router that has nothing, and prints nothing that a client takes for an error") {
    const config::Configuration configuration;
    const show::RouterView view{.configuration = configuration};
    const std::regex error("% ?Error|% ?Bad secret|invalid input|incomplete command|ambiguous command|connection timed out|"
                           "[^\\r\\n]+ not found|Bad mask|[%\\S] ?Error: ?\\s+",
                           std::regex::icase);
    for (std::string_view command : commands) {
        INFO(command);
        const auto text = run(command, view);
        REQUIRE(text);
        CHECK_FALSE(std::regex_search(*text, error));
    }
}

TEST_CASE("every show command is among these, and gives JSON that parses, rows in an array") {
    const config::Configuration configuration;
    const show::RouterView view{.configuration = configuration};
    std::set<const config::Line*> reached;
    std::vector<std::string_view> all(std::begin(commands), std::end(commands));
    all.insert(all.end(), std::begin(absent), std::end(absent));
    for (std::string_view command : all) {
        INFO(command);
        config::Match match;
        REQUIRE(matcher().match(config::Words(command), config::Form::plain, 15, match));
        reached.insert(match.line);
        const auto screen = show::open_screen(*match.line, view, match.args);
        REQUIRE(screen->has_json());
        const std::string json = json_of(*screen);
        CHECK(nlohmann::json::parse(json).is_array());
        CHECK(json.ends_with("]\n"));
    }
    for (const auto& lines : show::show_commands())
        for (const config::Line& line : lines) CHECK(reached.contains(&line));
}

TEST_CASE("whatever bytes a kept line has, its JSON is valid UTF-8") {
    config::Configuration configuration;
    for (const std::string_view name : {"caf\xe9", "caf\xc3\xa9", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "a\"b\\c\x01"}) {
        configuration.system.domain_name = name;
        const show::RouterView view{.configuration = configuration};
        config::Match match;
        REQUIRE(matcher().match(config::Words("show hosts"), config::Form::plain, 15, match));
        const auto rows = nlohmann::json::parse(json_of(*show::open_screen(*match.line, view, match.args)));
        INFO(rows.dump());
        CHECK_FALSE(rows.at(0).empty());
        if (name == "caf\xe9" || name == "caf\xc3\xa9") CHECK(rows[0].at("domain") == "caf\xc3\xa9");
    }
}

TEST_CASE("abbreviations that people type") {
    const config::Configuration configuration;
    const show::RouterView view{.configuration = configuration};
    for (std::string_view command : {"sh cry ikev2 sa det", "sh cry ips sa", "sh cry sess", "sho ver", "sh ip int br", "sh ip ro", "sh run",
                                     "sh run int e0/0", "sh start", "sh deb", "sh log", "sh cry isa sa", "sh cry isa sa det",
                                     "sh cry isa pol", "sh ipv6 int br", "sh ipv6 ro", "sh ip loc po", "sh ip dhcp bi", "sh cry dyn", "sh hist", "sh priv", "sh cry map", "sh access-l"}) {
        INFO(command);
        CHECK(run(command, view));
    }
    CHECK_FALSE(run("show crypto nonsense", view));
}

TEST_CASE("every line of the subjects is a show command with help") {
    for (const auto& lines : show::show_commands())
        for (const config::Line& line : lines) CHECK(show::is_show_command(line));
    const auto help = matcher().help(config::Words("show crypto ikev2 "), config::Form::plain, 15);
    CHECK(help.items.size() == 7);
    for (const config::HelpItem& item : help.items) CHECK_FALSE(item.help.empty());
}

TEST_CASE("show crypto ipsec security-association idle-time") {
    config::Configuration configuration;
    const show::RouterView view{.configuration = configuration};
    constexpr auto command = "show crypto ipsec security-association idle-time";
    CHECK(run(command, view) == "Security association idle-time: disabled\n\n");
    configuration.ipsec.idle_time = 600;
    CHECK(run(command, view) == "Security association idle-time: 600 seconds\n\n");
}
