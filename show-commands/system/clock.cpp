#include "show-commands/system/clock.h"

#include <chrono>

#include "config-model/local_time.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

/// `seconds`: since 1970, of the zone.
std::string wall_text(std::int64_t seconds, std::string_view fraction, std::string_view zone) {
    using namespace std::chrono;
    constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds local{std::chrono::seconds{seconds}};
    const auto midnight = floor<std::chrono::days>(local);
    const year_month_day date(midnight);
    const hh_mm_ss time(local - midnight);
    TextWriter out;
    out.put(zeros(time.hours().count(), 2), ':', zeros(time.minutes().count(), 2), ':', zeros(time.seconds().count(), 2), fraction, ' ', zone);
    out.put(' ', days[weekday(midnight).c_encoding()], ' ', months[static_cast<unsigned>(date.month()) - 1], ' ',
            static_cast<unsigned>(date.day()), ' ', static_cast<int>(date.year()));
    return out.take();
}

bool is_trusted(ClockSource source) { return source == ClockSource::user || source == ClockSource::ntp; }

std::int64_t nanoseconds(const WallClock& clock, dataplane::Instant now) { return clock.nanoseconds_at_start + now.time_since_epoch().count(); }

std::int64_t unix_seconds(const WallClock& clock, dataplane::Instant now) { return clock.unix_at_start + nanoseconds(clock, now) / 1'000'000'000; }

void print_detail(const RouterView& view, TextWriter& out) {
    out.line(clock_source_text(view.clock.source));
    const auto& system = view.configuration.system;
    if (!system.summer_time) return;
    const auto next = config::next_summer(system, unix_seconds(view.clock, view.now));
    // The moment is told in the time that it ends.
    out.line("Summer time starts ", wall_text(next.begins + std::int64_t{system.clock_offset_minutes} * 60, "", config::local_time(system, next.begins - 1).zone));
    out.line("Summer time ends ", wall_text(next.ends + std::int64_t{system.clock_offset_minutes + system.summer_time->offset_minutes} * 60, "", system.summer_time->zone));
}

/// The time for JSON.
struct ClockRow {
    const RouterView& view;

    template <class F>
    void fields(F&& field) const {
        TextWriter time;
        print_clock(view.clock, view.now, view.configuration.system, time);
        std::string text = time.take();
        text.pop_back();
        const bool authoritative = is_trusted(view.clock.source);
        field("time", authoritative ? text : text.substr(1));
        field("authoritative", authoritative);
        field("source", clock_source_text(view.clock.source));
        field("unix_milliseconds", view.clock.unix_at_start * 1000 + nanoseconds(view.clock, view.now) / 1'000'000);
    }
};

ScreenPointer show_clock(const RouterView& view, const config::Args& args) {
    return whole_screen([&view, detail = args.has("detail")](TextWriter& out) {
        print_clock(view.clock, view.now, view.configuration.system, out);
        if (detail) print_detail(view, out);
    }, [&view] { return std::vector<ClockRow>{{view}}; });
}

}  // namespace

void print_clock(const WallClock& clock, dataplane::Instant now, const config::SystemConfig& system, TextWriter& out) {
    const std::int64_t at = unix_seconds(clock, now);
    const auto fraction = nanoseconds(clock, now) / 1'000'000 % 1000;
    const auto local = config::local_time(system, at);
    if (!is_trusted(clock.source)) out.put('*');
    out.line(wall_text(at + std::int64_t{local.offset_minutes} * 60, TextWriter().put('.', zeros(fraction, 3)).take(), local.zone));
}

std::string date_text(const config::SystemConfig& system, std::int64_t unix_seconds) {
    const auto local = config::local_time(system, unix_seconds);
    return wall_text(unix_seconds + std::int64_t{local.offset_minutes} * 60, "", local.zone);
}

std::string_view clock_source_text(ClockSource source) {
    switch (source) {
        case ClockSource::none: return "No time source";
        case ClockSource::hardware: return "Time source is hardware calendar";
        case ClockSource::user: return "Time source is user configuration";
        case ClockSource::ntp: return "Time source is NTP";
    }
    return {};
}

std::span<const config::Line> clock_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("clock", "Display the system clock") >> config::flag("detail", "Display detailed information"),
                     &show_clock),
    };
    return lines;
}

}  // namespace show
