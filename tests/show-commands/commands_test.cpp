#include <catch2/catch.hpp>

#include <regex>

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
    "show crypto ikev2 stats", "show crypto ikev2 stats exchange", "show crypto ipsec sa", "show crypto ipsec sa detail",
    "show crypto ipsec sa peer 10.0.0.2", "show crypto ipsec sa interface Tunnel0", "show crypto ipsec sa interface tunnel 0 detail",
    "show crypto ipsec sa map CMAP", "show crypto ipsec sa count", "show crypto ipsec transform-set", "show crypto ipsec profile",
    "show crypto ipsec security-association lifetime", "show crypto ipsec security-association", "show crypto session",
    "show crypto session detail", "show crypto session brief", "show crypto session remote 10.0.0.2 detail", "show crypto map",
    "show crypto map interface Ethernet0/0", "show crypto map tag CMAP", "show crypto engine brief",
    "show crypto engine connections active", "show ip interface brief", "show interfaces", "show interfaces Ethernet0/0",
    "show interfaces description", "show ip route", "show ip route static", "show ip arp", "show arp", "show access-lists",
    "show ip access-lists 101", "show running-config", "show running-config interface Ethernet0/0", "show running-config view full",
    "show startup-config", "show version", "show inventory", "show debugging", "show logging", "show clock", "show clock detail",
    "show history", "show privilege", "show users", "show configuration fate"};

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

TEST_CASE("abbreviations that people type") {
    const config::Configuration configuration;
    const show::RouterView view{.configuration = configuration};
    for (std::string_view command : {"sh cry ikev2 sa det", "sh cry ips sa", "sh cry sess", "sho ver", "sh ip int br", "sh ip ro", "sh run",
                                     "sh run int e0/0", "sh start", "sh deb", "sh log", "sh hist", "sh priv", "sh cry map", "sh access-l"}) {
        INFO(command);
        CHECK(run(command, view));
    }
    CHECK_FALSE(run("show crypto nonsense", view));
}

TEST_CASE("every line of the subjects is a show command with help") {
    for (const auto& lines : show::show_commands())
        for (const config::Line& line : lines) CHECK(show::is_show_command(line));
    const auto help = matcher().help(config::Words("show crypto ikev2 "), config::Form::plain, 15);
    CHECK(help.items.size() == 6);
    for (const config::HelpItem& item : help.items) CHECK_FALSE(item.help.empty());
}
