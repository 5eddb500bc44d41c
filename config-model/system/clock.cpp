#include <array>
#include <charconv>
#include <cstdlib>

#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

void set_timezone(Configuration& configuration, const Args& args) {
    const auto hours = static_cast<std::int32_t>(args.number("hours"));
    const auto minutes = static_cast<std::int32_t>(args.number("minutes", 0));
    configuration.system.clock_timezone = args.text("zone");
    configuration.system.clock_offset_minutes = hours * 60 + (hours < 0 ? -minutes : minutes);
}

void unset_timezone(Configuration& configuration, const Args&) {
    configuration.system.clock_timezone.clear();
    configuration.system.clock_offset_minutes = 0;
}

void show_timezone(const Configuration& configuration, Shown& shown) {
    const auto& system = configuration.system;
    if (system.clock_timezone.empty()) return;
    shown.line(system.clock_timezone, system.clock_offset_minutes / 60, std::abs(system.clock_offset_minutes) % 60);
}

constexpr std::array weeks{Choice{"first", "First week of the month", 1}, Choice{"last", "Last week of the month", 5}};
constexpr std::array days{
    Choice{"Sunday", "Weekday", 0}, Choice{"Monday", "Weekday", 1}, Choice{"Tuesday", "Weekday", 2}, Choice{"Wednesday", "Weekday", 3},
    Choice{"Thursday", "Weekday", 4}, Choice{"Friday", "Weekday", 5}, Choice{"Saturday", "Weekday", 6},
};
constexpr std::array months{
    Choice{"January", "Month of the year", 1}, Choice{"February", "Month of the year", 2}, Choice{"March", "Month of the year", 3}, Choice{"April", "Month of the year", 4},
    Choice{"May", "Month of the year", 5}, Choice{"June", "Month of the year", 6}, Choice{"July", "Month of the year", 7}, Choice{"August", "Month of the year", 8},
    Choice{"September", "Month of the year", 9}, Choice{"October", "Month of the year", 10}, Choice{"November", "Month of the year", 11}, Choice{"December", "Month of the year", 12},
};

/// Names of the values of one edge.
struct EdgeWords {
    std::string_view week, day, month, time, week_help, time_help;
};
constexpr EdgeWords first_words{"week", "day", "month", "time", "Week number to start", "Time to start (hh:mm)"};
constexpr EdgeWords last_words{"end-week", "end-day", "end-month", "end-time", "Week number to end", "Time to end (hh:mm)"};

Syntax edge(const EdgeWords& is) {
    return (number(is.week, 1, 4, is.week_help) | one_of(is.week, weeks)) >> one_of(is.day, days) >>
           one_of(is.month, months) >> word(is.time, is.time_help).labelled("hh:mm");
}

/// "2:00" in minutes.
std::optional<std::uint16_t> minutes_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    unsigned hours = 0, minutes = 0;
    const auto read = [](std::string_view digits, unsigned& value) {
        const auto end = digits.data() + digits.size();
        return !digits.empty() && digits.size() <= 2 && std::from_chars(digits.data(), end, value).ptr == end;
    };
    if (!read(text.substr(0, colon), hours) || !read(text.substr(colon + 1), minutes) || hours > 23 || minutes > 59) return std::nullopt;
    return static_cast<std::uint16_t>(hours * 60 + minutes);
}

std::optional<SummerTimeEdge> read_edge(const Args& args, const EdgeWords& is) {
    const auto minutes = minutes_of(args.text(is.time));
    if (!minutes) return std::nullopt;
    const auto small = [&](std::string_view name) { return static_cast<std::uint8_t>(args.number(name)); };
    return SummerTimeEdge{small(is.week), small(is.day), small(is.month), *minutes};
}

Result set_summer_time(Configuration& configuration, const Args& args) {
    SummerTime summer;
    summer.zone = args.text("zone");
    summer.rule_given = args.has("time");
    summer.offset_minutes = static_cast<std::int32_t>(args.number("offset", 60));
    if (summer.rule_given) {
        const auto begins = read_edge(args, first_words), ends = read_edge(args, last_words);
        if (!begins) return Result::invalid_at(*args.find("time"));
        if (!ends) return Result::invalid_at(*args.find("end-time"));
        summer.begins = *begins;
        summer.ends = *ends;
    }
    configuration.system.summer_time = summer;
    return Result::ok();
}

void unset_summer_time(Configuration& configuration, const Args&) { configuration.system.summer_time.reset(); }

std::string edge_text(const SummerTimeEdge& edge) {
    const std::string week = edge.week == 5 ? "last" : std::to_string(edge.week);
    const std::string minutes = std::to_string(edge.minutes % 60);
    return ' ' + week + ' ' + std::string{days[edge.day].word.substr(0, 3)} + ' ' + std::string{months[edge.month - 1U].word.substr(0, 3)} +
           ' ' + std::to_string(edge.minutes / 60) + ':' + (minutes.size() < 2 ? "0" : "") + minutes;
}

void show_summer_time(const Configuration& configuration, Shown& shown) {
    const auto& summer = configuration.system.summer_time;
    if (!summer) return;
    std::string text = "clock summer-time " + summer->zone + " recurring";
    if (summer->rule_given) text += edge_text(summer->begins) + edge_text(summer->ends);
    if (summer->offset_minutes != 60) text += ' ' + std::to_string(summer->offset_minutes);
    shown.raw(std::move(text));
}

constexpr std::array prompts{
    Choice{"alert", "Prompt only for destructive file operations", static_cast<int>(FilePrompt::alert)},
    Choice{"noisy", "Confirm all file operation parameters", static_cast<int>(FilePrompt::noisy)},
    Choice{"quiet", "Seldom prompt for file operations", static_cast<int>(FilePrompt::quiet)},
};

void set_file_prompt(Configuration& configuration, const Args& args) {
    configuration.system.file_prompt = args.get<FilePrompt>("prompt").value_or(FilePrompt::alert);
}

void reset_file_prompt(Configuration& configuration, const Args&) { configuration.system.file_prompt = FilePrompt::alert; }

void show_file_prompt(const Configuration& configuration, Shown& shown) {
    const auto prompt = configuration.system.file_prompt;
    if (prompt != FilePrompt::alert) shown.raw("file prompt " + std::string{prompts[static_cast<std::size_t>(prompt)].word});
}

Syntax clock() { return kw("clock", "Configure time-of-day clock"); }

}  // namespace

std::span<const Line> clock_lines() {
    static const Line lines[] = {
        line(clock() >> kw("timezone", "Configure time zone") >> word("zone", "name of time zone") >>
             number("hours", -23, 23, "Hours offset from UTC") >> -number("minutes", 0, 59, "Minutes offset from UTC"))
            .set(&set_timezone).unset(&unset_timezone).reset(&unset_timezone).show(&show_timezone)
            .no_needs(0).in("clock").changes(ChangeTopic::clock),
        line(clock() >> kw("summer-time", "Configure summer (daylight savings) time") >> word("zone", "name of time zone in summer") >>
             kw("recurring", "Configure recurring summer time") >>
             -(edge(first_words) >> edge(last_words) >> -number("offset", 1, 1440, "Offset to add in minutes")))
            .set(&set_summer_time).unset(&unset_summer_time).reset(&unset_summer_time).show(&show_summer_time)
            .no_needs(0).in("clock").changes(ChangeTopic::clock),
        line(kw("file", "Adjust file system parameters") >> kw("prompt", "Prompt level") >> -one_of("prompt", prompts))
            .set(&set_file_prompt).unset(&reset_file_prompt).reset(&reset_file_prompt).show(&show_file_prompt)
            .no_needs(0).in("file").changes(ChangeTopic::other),
    };
    return lines;
}

}  // namespace config
