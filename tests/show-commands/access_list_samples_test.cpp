#include <catch2/catch.hpp>

#include <regex>

#include "config-model/configuration_text.h"
#include "config-model/language/matcher.h"
#include "show-commands/show_commands.h"
#include "tests/show-commands/reference.h"
#include "tests/show-commands/sample_lines.h"
#include "tests/show-commands/synthetic_rows.h"

/// Documented `show access-lists`: the lists are configured as the samples have them, then shown.
namespace {

constexpr auto file = "ikev2/show/show_access-lists.txt";

/// "Extended IP access list 101" and its entries as lines of a configuration; what matched is of no account.
std::string configuration_of(const std::string& block) {
    std::string text;
    for (const std::string& line : sample::lines_of(block)) {
        sample::Reading is(line);
        if (is.is("(Extended|Standard) IP access list (\\S+)"))
            text += "ip access-list " + std::string(is.text(1) == "Extended" ? "extended " : "standard ") + is.text(2) + "\n";
        else text += " " + std::regex_replace(line.substr(line.find_first_not_of(' ')), std::regex(", wildcard bits"), "") + "\n";
    }
    return text;
}

std::string shown(const config::Configuration& configuration) {
    static const config::Matcher commands(show::show_commands());
    config::Match match;
    REQUIRE(commands.match(config::Words("show access-lists"), config::Form::plain, 15, match));
    const show::RouterView view{.configuration = configuration};
    return text_of(*show::open_screen(*match.line, view, match.args));
}

/// The lists of a block, configured and shown. Entries with a time range are of another kind, their state is the clock's.
void compare(const std::string& block) {
    const std::string kept = std::regex_replace(block, std::regex(" *[^\n]*time-range[^\n]*\n| \\(\\d+ match(es)?\\)"), "");
    config::Configuration configuration;
    CHECK(config::load_configuration(configuration, configuration_of(kept)).rejected == 0);
    CHECK(shown(configuration) == kept);
}

}  // namespace

TEST_CASE("documented show access-lists: extended lists with ports and networks") {
    REFERENCE(block, sample(file, "cisco_ios_show_access-list3.raw"));
    compare(block);
}

TEST_CASE("documented show ip access-lists: standard lists, extended lists of hosts and services") {
    REFERENCE(block, sample(file, "show_ip_access-lists/cisco_ios_show_ip_access-lists.raw"));
    compare(reference::before_line(block, "Extended IP access list test"));
    compare(reference::from_line(block, "Extended IP access list sample"));
}
