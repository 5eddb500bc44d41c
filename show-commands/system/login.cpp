#include "show-commands/system/login.h"

#include <chrono>

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"
#include "show-commands/system/clock.h"

namespace show {

namespace {

using config::kw;

const LoginWatch& watch_of(const RouterView& view) {
    static const LoginWatch nothing;
    return view.logins ? *view.logins : nothing;
}

/// Seconds from now; nothing when that time has come.
std::optional<std::int64_t> seconds_left(const RouterView& view, std::optional<dataplane::Instant> until) {
    if (!until || *until <= view.now) return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(*until - view.now).count();
}

/// `login block-for` brings a delay of one second.
std::optional<unsigned> delay_of(const config::LoginGuard& guard) {
    if (guard.delay_seconds) return *guard.delay_seconds;
    return guard.block_seconds != 0 ? std::optional(1U) : std::nullopt;
}

unsigned failures_in_window(const RouterView& view) {
    return seconds_left(view, watch_of(view).window_ends) ? watch_of(view).failures_in_window : 0;
}

void print_quiet(const RouterView& view, std::int64_t seconds, TextWriter& out) {
    const std::string& list = view.configuration.system.login_guard.quiet_access_class;
    out.line("     Router presently in Quiet-Mode.");
    out.line("     Will remain in Quiet-Mode for ", seconds, " seconds.");
    if (list.empty()) out.line("     Denying logins from all sources.");
    else out.line("     Restricted logins filtered by applied ACL ", list, ".");
}

void print_normal(const RouterView& view, TextWriter& out) {
    const config::LoginGuard& guard = view.configuration.system.login_guard;
    out.line("     Router presently in Normal-Mode.");
    out.line("     Current Watch Window");
    out.line("         Time remaining: ", seconds_left(view, watch_of(view).window_ends).value_or(guard.within_seconds), " seconds.");
    out.line("         Login failures for current window: ", failures_in_window(view), '.');
    out.line("     Total login failures: ", watch_of(view).failures, '.');
}

void print_watch(const RouterView& view, TextWriter& out) {
    const config::LoginGuard& guard = view.configuration.system.login_guard;
    out.line("     Router enabled to watch for login Attacks.");
    out.line("     If more than ", guard.attempts, " login failures occur in ", guard.within_seconds, " seconds or less,");
    out.line("     logins will be disabled for ", guard.block_seconds, " seconds.").end();
    if (const auto quiet = seconds_left(view, watch_of(view).quiet_until)) print_quiet(view, *quiet, out);
    else print_normal(view, out);
}

/// What JSON has of the watch.
struct LoginRow {
    const RouterView& view;

    template <class F>
    void fields(F&& field) const {
        const config::LoginGuard& guard = view.configuration.system.login_guard;
        const bool watches = guard.block_seconds != 0;
        const auto quiet = seconds_left(view, watch_of(view).quiet_until);
        field("delay_seconds", delay_of(guard));
        field("quiet_access_list", unless_empty(guard.quiet_access_class));
        field("block_seconds", watches ? std::optional<unsigned>(guard.block_seconds) : std::nullopt);
        field("attempts", watches ? std::optional<unsigned>(guard.attempts) : std::nullopt);
        field("within_seconds", watches ? std::optional<unsigned>(guard.within_seconds) : std::nullopt);
        field("state", quiet ? "quiet" : "normal");
        field("quiet_seconds_left", quiet);
        field("window_seconds_left", seconds_left(view, watch_of(view).window_ends));
        field("window_failures", failures_in_window(view));
        field("failures", watch_of(view).failures);
    }
};

struct LoginFailureRow {
    LoginFailure failure;
    std::string last;

    template <class F>
    void fields(F&& field) const {
        field("username", failure.user);
        field("source", failure.source);
        field("local_port", failure.local_port);
        field("count", failure.count);
        field("last", last);
    }
};

std::vector<LoginFailureRow> failure_rows(const RouterView& view) {
    std::vector<LoginFailureRow> rows;
    for (const LoginFailure& failure : watch_of(view).last_failures) rows.push_back({failure, date_text(view.configuration.system, failure.last)});
    return rows;
}

/// Hidden, so that `show log` goes on being `show logging`.
config::Syntax login_word() { return kw("login", "Display Secure Login Configurations and State").hidden(); }

}  // namespace

void print_login(const RouterView& view, TextWriter& out) {
    const config::LoginGuard& guard = view.configuration.system.login_guard;
    const auto delay = delay_of(guard);
    if (!delay) out.line("     No login delay has been applied.");
    else out.line("     A ", guard.delay_seconds ? "" : "default ", "login delay of ", *delay, " seconds is applied.");
    if (guard.quiet_access_class.empty()) out.line("     No Quiet-Mode access list has been configured.");
    else out.line("     Quiet-Mode access list ", guard.quiet_access_class, " is applied.");
    if (guard.on_success.log) out.line("     All successful login is logged.");
    if (guard.on_failure.log) out.line("     All failed login is logged.");
    out.end();
    if (guard.block_seconds != 0) print_watch(view, out);
    else out.line("     Router NOT enabled to watch for login Attacks");
}

void print_login_failures(const RouterView& view, TextWriter& out) {
    if (watch_of(view).last_failures.empty())
        return static_cast<void>(out.line("*** No logged failed login attempts with the device.***"));
    out.line("Total failed logins: ", watch_of(view).failures);
    out.line("Detailed information about last 50 failures").end();
    out.line("Username        SourceIPAddr    lPort Count TimeStamp");
    for (const auto& row : failure_rows(view))
        out.line(row.failure.user, ' ', at(16), row.failure.source, ' ', at(32), row.failure.local_port, ' ', at(38), row.failure.count, ' ', at(44), row.last);
}

std::span<const config::Line> login_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> login_word(), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_login(view, out); }, [&view] { return std::vector<LoginRow>{{view}}; });
        }).privilege(2),
        config::line(show_word() >> login_word() >> kw("failures", "Display login failure entries"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) { print_login_failures(view, out); }, [&view] { return failure_rows(view); });
                     }).privilege(2),
    };
    return lines;
}

}  // namespace show
