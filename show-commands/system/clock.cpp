#include "show-commands/system/clock.h"

#include <chrono>

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

bool is_trusted(ClockSource source) { return source == ClockSource::user || source == ClockSource::ntp; }

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
        const auto since_start = std::chrono::duration_cast<std::chrono::milliseconds>(view.now.time_since_epoch()).count();
        field("unix_milliseconds", view.clock.unix_at_start * 1000 + since_start);
    }
};

ScreenPointer show_clock(const RouterView& view, const config::Args& args) {
    return whole_screen([&view, detail = args.has("detail")](TextWriter& out) {
        print_clock(view.clock, view.now, view.configuration.system, out);
        if (detail) out.line(clock_source_text(view.clock.source));
    }, [&view] { return std::vector<ClockRow>{{view}}; });
}

}  // namespace

void print_clock(const WallClock& clock, dataplane::Instant now, const config::SystemConfig& system, TextWriter& out) {
    using namespace std::chrono;
    constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto local = sys_seconds(seconds(clock.unix_at_start) + minutes(system.clock_offset_minutes)) +
                       duration_cast<milliseconds>(now.time_since_epoch());
    const auto midnight = floor<std::chrono::days>(local);
    const year_month_day date(midnight);
    const hh_mm_ss time(local - midnight);
    if (!is_trusted(clock.source)) out.put('*');
    out.put(zeros(time.hours().count(), 2), ':', zeros(time.minutes().count(), 2), ':', zeros(time.seconds().count(), 2), '.',
            zeros(time.subseconds().count(), 3), ' ', system.clock_timezone.empty() ? "UTC" : std::string_view{system.clock_timezone});
    out.line(' ', days[weekday(midnight).c_encoding()], ' ', months[static_cast<unsigned>(date.month()) - 1], ' ',
             static_cast<unsigned>(date.day()), ' ', static_cast<int>(date.year()));
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
