#include <fmt/format.h>

#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::users;
constexpr std::string_view section = "login";

LoginGuard& guard(Configuration& configuration) { return configuration.system.login_guard; }
const LoginGuard& guard(const Configuration& configuration) { return configuration.system.login_guard; }

Syntax login() { return kw("login", "Enable secure login checking"); }

void set_block(Configuration& c, const Args& args) {
    guard(c).block_seconds = static_cast<std::uint16_t>(args.number("block"));
    guard(c).attempts = static_cast<std::uint16_t>(args.number("attempts_value"));
    guard(c).within_seconds = static_cast<std::uint16_t>(args.number("within_value"));
}

void unset_block(Configuration& c, const Args&) { guard(c).block_seconds = guard(c).attempts = guard(c).within_seconds = 0; }

void show_block(const Configuration& c, Shown& shown) {
    const LoginGuard& all = guard(c);
    if (all.block_seconds != 0)
        shown.raw(fmt::format("login block-for {} attempts {} within {}", all.block_seconds, all.attempts, all.within_seconds));
}

void show_delay(const Configuration& c, Shown& shown) {
    if (guard(c).delay_seconds) shown.raw(fmt::format("login delay {}", *guard(c).delay_seconds));
}

void show_quiet(const Configuration& c, Shown& shown) {
    if (!guard(c).quiet_access_class.empty()) shown.raw("login quiet-mode access-class " + guard(c).quiet_access_class);
}

/// Neither `log` nor `trap` means both.
template <auto Which>
void set_reports(Configuration& c, const Args& args) {
    const bool neither = !args.has("log") && !args.has("trap");
    guard(c).*Which = {args.has("log") || neither, args.has("trap") || neither, static_cast<std::uint16_t>(args.number("every_value", 1))};
}

template <auto Which>
void unset_reports(Configuration& c, const Args&) { guard(c).*Which = {}; }

std::string reports_text(std::string_view word, const LoginReports& reports) {
    return fmt::format("login {}{}{}{}", word, reports.log ? " log" : "", reports.trap ? " trap" : "",
                       reports.every > 1 ? fmt::format(" every {}", reports.every) : "");
}

void show_failures(const Configuration& c, Shown& shown) {
    if (guard(c).on_failure != LoginReports{}) shown.raw(reports_text("on-failure", guard(c).on_failure));
}

void show_successes(const Configuration& c, Shown& shown) {
    if (guard(c).on_success != LoginReports{}) shown.raw(reports_text("on-success", guard(c).on_success));
}

template <auto Which>
Line reports_line(std::string_view word, std::string_view help) {
    return line(login() >> kw(word, help) >>
                any_order(kw("log", "Generate syslogs"), kw("trap", "Generate traps"),
                          kw("every", "Set the periodicity of the reports") >> number("every_value", 1, 65535, "Number of attempts")))
        .set(&set_reports<Which>).unset(&unset_reports<Which>).reset(&unset_reports<Which>).no_needs(0).in(section).changes(topic);
}

}  // namespace

std::span<const Line> login_guard_lines() {
    static const Line lines[] = {
        line(login() >> kw("block-for", "Set quiet-mode active time period") >> number("block", 1, 65535, "Time period in seconds") >>
             kw("attempts", "Set max number of fail attempts") >> number("attempts_value", 1, 65535, "Number of attempts") >>
             kw("within", "Watch period for fail attempts") >> number("within_value", 1, 65535, "Time period in seconds"))
            .set(&set_block).unset(&unset_block).reset(&unset_block).show(&show_block).no_needs(0).in(section).changes(topic),
        line(login() >> kw("delay", "Set delay between successive fail login") >> number("delay_value", 1, 10, "Delay period in seconds"))
            .set([](Configuration& c, const Args& args) { guard(c).delay_seconds = static_cast<std::uint8_t>(args.number("delay_value")); })
            .unset([](Configuration& c, const Args&) { guard(c).delay_seconds.reset(); })
            .reset([](Configuration& c, const Args&) { guard(c).delay_seconds.reset(); })
            .show(&show_delay).no_needs(0).in(section).changes(topic),
        line(login() >> kw("quiet-mode", "Set quiet-mode options") >> kw("access-class", "Set access list to be used in quiet-mode") >>
             word("list", "Access list"))
            .set([](Configuration& c, const Args& args) { guard(c).quiet_access_class = args.text("list"); })
            .unset([](Configuration& c, const Args&) { guard(c).quiet_access_class.clear(); })
            .reset([](Configuration& c, const Args&) { guard(c).quiet_access_class.clear(); })
            .show(&show_quiet).no_needs(0).in(section).changes(topic),
        reports_line<&LoginGuard::on_failure>("on-failure", "Set options for failed login attempt").show(&show_failures),
        reports_line<&LoginGuard::on_success>("on-success", "Set options for successful login attempt").show(&show_successes),
    };
    return lines;
}

}  // namespace config
