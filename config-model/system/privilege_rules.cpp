#include <algorithm>

#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::users;

auto find_rule(Configuration& configuration, std::string_view mode, std::string_view command) {
    auto& rules = configuration.system.privileges;
    return std::find_if(rules.begin(), rules.end(), [=](const PrivilegeRule& rule) { return rule.mode == mode && rule.command == command; });
}

void set_rule(Configuration& configuration, const Args& args) {
    PrivilegeRule rule{std::string{args.text("mode")}, args.has("all"), static_cast<std::uint8_t>(args.number("level_value", 15)),
                       std::string{args.text("command")}};
    const auto known = find_rule(configuration, rule.mode, rule.command);
    if (known == configuration.system.privileges.end()) configuration.system.privileges.push_back(std::move(rule));
    else *known = std::move(rule);
}

void unset_rule(Configuration& configuration, const Args& args) {
    const auto known = find_rule(configuration, args.text("mode"), args.text("command"));
    if (known != configuration.system.privileges.end()) configuration.system.privileges.erase(known);
}

void show_rules(const Configuration& configuration, Shown& shown) {
    for (const PrivilegeRule& rule : configuration.system.privileges)
        shown.raw("privilege " + rule.mode + (rule.all ? " all" : "") + " level " + std::to_string(rule.level) + ' ' + rule.command);
}

Syntax leading() {
    return kw("privilege", "Command privilege parameters") >> word("mode", "Mode of the command: exec, configure, interface, line, ...").labelled("MODE") >>
           -kw("all", "All suboption will be set to the samelevel");
}

}  // namespace

std::span<const Line> privilege_rule_lines() {
    static const Line lines[] = {
        line(leading() >> kw("level", "Set privilege level of command") >> number("level_value", 0, 15, "Privilege level") >>
             text("command", "initial keywords of the command to modify").labelled("LINE"))
            .set(&set_rule).unset(&unset_rule).reset(&unset_rule).show(&show_rules).no_needs(4).in("privilege").changes(topic),
        line(leading() >> kw("reset", "Reset privilege level of command") >> text("command", "initial keywords of the command to modify").labelled("LINE"))
            .set(&unset_rule).alias().changes(topic),
    };
    return lines;
}

}  // namespace config
