#include <fmt/format.h>

#include <array>
#include <charconv>

#include "cli/exec/clock.h"
#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/save.h"
#include "show-commands/row_screen.h"

namespace cli {

using namespace config;

namespace {

constexpr std::string_view default_reason = "Reload Command";

std::string counted(std::int64_t count, std::string_view unit) { return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s"); }

/// "1 hour and 36 minutes"
std::string span_text(Duration span) {
    const std::int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(span).count();
    if (minutes == 0) return counted(std::chrono::duration_cast<std::chrono::seconds>(span).count(), "second");
    if (minutes < 60) return counted(minutes, "minute");
    return counted(minutes / 60, "hour") + (minutes % 60 == 0 ? "" : " and " + counted(minutes % 60, "minute"));
}

std::string plan_text(Exec& exec, const RouterPorts::PlannedReload& plan) {
    return fmt::format("Reload scheduled for {} (in {}) by {}\nReload reason: {}\n", clock_text(exec.ports(), plan.at),
                       span_text(plan.at - exec.now()), plan.by, plan.reason);
}

/// `reload`: saves if the configuration was changed and the user wants it; then restarts, at once or at the time asked for.
class Reload final : public Task {
public:
    explicit Reload(std::optional<Duration> in = {}, std::string_view reason = {})
        : in_(in), reason_(reason.empty() ? default_reason : reason) {}

    void start(Exec& exec) override {
        if (!exec.ports().is_configuration_modified()) return confirm(exec);
        exec.ask({"\nSystem configuration has been modified. Save? [yes/no]: ", Question::Kind::line});
    }

    void answer(Exec& exec, std::string_view text) override {
        if (!confirming_) return save(exec, text);
        if (text == "y" && !in_) return restart(exec);
        if (text == "y") plan(exec);
        exec.finish();
    }

private:
    void save(Exec& exec, std::string_view text) {
        const bool yes = !text.empty() && is_abbreviation(text, "yes"), no = !text.empty() && is_abbreviation(text, "no");
        if (!yes && !no) {
            exec.print("% Please answer 'yes' or 'no'.\n");
            return start(exec);
        }
        if (yes) save_configuration(exec);
        confirm(exec);
    }

    void confirm(Exec& exec) {
        confirming_ = true;
        if (in_) exec.print(plan_text(exec, planned(exec)));
        exec.ask({"Proceed with reload? [confirm]", Question::Kind::confirm});
    }

    RouterPorts::PlannedReload planned(Exec& exec) const { return {exec.now() + *in_, exec.who(), reason_}; }

    void plan(Exec& exec) {
        const auto next = planned(exec);
        exec.ports().plan_reload(next);
        exec.ports().log({"SYS", 5, "SCHEDULED_RELOAD",
                          fmt::format("Reload requested for {} at {} by {}. Reload Reason: {}.", clock_text(exec.ports(), next.at),
                                      clock_text(exec.ports(), exec.now()), next.by, reason_)},
                         exec.now());
    }

    /// The session ends with the router: no prompt comes after.
    void restart(Exec& exec) const {
        exec.ports().log({"SYS", 5, "RELOAD", fmt::format("Reload requested by {}. Reload Reason: {}.", exec.who(), reason_)}, exec.now());
        exec.ports().reload(exec.now());
    }

    std::optional<Duration> in_;
    std::string reason_;
    bool confirming_ = false;
};

/// "90" minutes, or "1:30". Two numbers at most.
std::optional<std::array<std::int64_t, 2>> hours_minutes(std::string_view text, bool colon_needed) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos && colon_needed) return std::nullopt;
    const auto read = [](std::string_view digits, std::int64_t& value) {
        const auto end = digits.data() + digits.size();
        return !digits.empty() && digits.size() <= 3 && digits.front() != '-' && std::from_chars(digits.data(), end, value).ptr == end;
    };
    std::array<std::int64_t, 2> parts{};
    const bool good = colon == std::string_view::npos ? read(text, parts[1])
                                                      : read(text.substr(0, colon), parts[0]) && read(text.substr(colon + 1), parts[1]);
    return good ? std::optional{parts} : std::nullopt;
}

void reload_in(Exec& exec, const Args& args) {
    const auto span = hours_minutes(args.text("delay"), false);
    if (!span) return exec.invalid_at(*args.find("delay"));
    exec.run(std::make_unique<Reload>(std::chrono::hours((*span)[0]) + std::chrono::minutes((*span)[1]), args.text("reason")));
}

constexpr std::int64_t day_seconds = 86400;

/// Seconds from `now`, a local time, to the next time that the clock shows `seconds` of the day: on the day named, of this year or
/// the next, or on any.
std::int64_t wait_until(std::int64_t now, std::int64_t seconds, const Args& args) {
    if (!args.has("month")) {
        const std::int64_t wait = (seconds - now % day_seconds + day_seconds) % day_seconds;
        return wait == 0 ? day_seconds : wait;
    }
    const std::int64_t year = year_of(now), month = args.number("month"), day = args.number("day");
    const std::int64_t wait = days_of(year, month, day) * day_seconds + seconds - now;
    return wait > 0 ? wait : days_of(year + 1, month, day) * day_seconds + seconds - now;
}

void reload_at(Exec& exec, const Args& args) {
    const auto time = hours_minutes(args.text("time"), true);
    if (!time || (*time)[0] > 23 || (*time)[1] > 59) return exec.invalid_at(*args.find("time"));
    const std::int64_t wait = wait_until(local_seconds(exec.ports(), exec.now()), (*time)[0] * 3600 + (*time)[1] * 60, args);
    exec.run(std::make_unique<Reload>(std::chrono::seconds(wait), args.text("reason")));
}

void cancel_reload(Exec& exec, const Args&) {
    if (!exec.ports().planned_reload()) return exec.fail("%No reload is scheduled\n");
    exec.ports().plan_reload(std::nullopt);
    exec.print("\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n\n");
    exec.ports().log({"SYS", 5, "SCHEDULED_RELOAD_CANCELLED", "Scheduled reload cancelled at " + clock_text(exec.ports(), exec.now())}, exec.now());
}

/// A planned reload for JSON.
struct PlanRow {
    std::string at;                ///< as `show clock` writes it
    std::int64_t in_seconds = 0;
    std::string by, reason;

    template <class F>
    void fields(F&& field) const {
        field("at", at);
        field("in_seconds", in_seconds);
        field("by", by);
        field("reason", reason);
    }
};

void show_reload(Exec& exec, const Args&) {
    const auto& plan = exec.ports().planned_reload();
    std::vector<PlanRow> rows;
    if (plan)
        rows.push_back({clock_text(exec.ports(), plan->at), std::chrono::duration_cast<std::chrono::seconds>(plan->at - exec.now()).count(),
                        plan->by, plan->reason});
    const std::string text = plan ? plan_text(exec, *plan) : "No reload is scheduled.\n";
    exec.list(show::whole_screen([text](show::TextWriter& out) { out.block(text); }, [rows] { return rows; }));
}

Syntax reload_word() { return kw("reload", "Halt and perform a cold restart"); }
Syntax reload_at_time() {
    return reload_word() >> kw("at", "Reload at a specific time/date") >> word("time", "Time to reload (hh:mm)").labelled("hh:mm");
}
Syntax reason() { return -text("reason", "Reason for reload"); }

}  // namespace

std::span<const Line> reload_lines() {
    static const Line lines[] = {
        line(reload_word(), +[](Exec& exec, const Args&) { exec.run(std::make_unique<Reload>()); }).privilege(15),
        line(reload_word() >> kw("in", "Reload after a time interval") >> word("delay", "Delay before reload (mmm or hhh:mm)").labelled("Delay") >> reason(),
             &reload_in).privilege(15),
        line(reload_at_time() >> reason(), &reload_at).privilege(15),
        line(reload_at_time() >> month_word() >> day_number() >> reason(), &reload_at).privilege(15),
        line(reload_at_time() >> day_number() >> month_word() >> reason(), &reload_at).privilege(15),
        line(reload_word() >> kw("cancel", "Cancel pending reload"), &cancel_reload).privilege(15),
        line(kw("show", "Show running system information") >> kw("reload", "Scheduled reload information"), &show_reload),
    };
    return lines;
}

}  // namespace cli
