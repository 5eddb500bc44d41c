#include <algorithm>
#include <array>

#include "config-model/lines_and_users/modes.h"
#include "config-model/modes.h"
#include "config-model/system/release.h"

namespace config {

namespace {

using Kind = TerminalLine::Kind;

constexpr std::array kinds{
    Choice{"aux", "Auxiliary line", static_cast<int>(Kind::aux)}, Choice{"console", "Primary terminal line", static_cast<int>(Kind::console)},
    Choice{"tty", "Terminal controller", static_cast<int>(Kind::tty)}, Choice{"vty", "Virtual terminal", static_cast<int>(Kind::vty)},
};

struct Range {
    Kind kind;
    std::uint16_t first, last;
};

Range range_of(const Args& args) {
    const auto first = static_cast<std::uint16_t>(args.number("first"));
    return {args.get<Kind>("kind").value_or(Kind::tty), first, static_cast<std::uint16_t>(args.number("last", first))};
}

using Lines = std::vector<TerminalLine>;

auto at_first(Lines& lines, const Range& range) {
    return std::find_if(lines.begin(), lines.end(), [&](const TerminalLine& line) { return line.kind == range.kind && line.first == range.first; });
}

/// Cuts the range that holds `number` so that one begins there.
void cut_before(Lines& lines, Kind kind, std::uint16_t number) {
    const auto at = std::find_if(lines.begin(), lines.end(), [&](const TerminalLine& line) {
        return line.kind == kind && line.first < number && number <= line.last;
    });
    if (at == lines.end()) return;
    TerminalLine rest = *at;
    rest.first = number;
    at->last = static_cast<std::uint16_t>(number - 1);
    lines.insert(at + 1, std::move(rest));
}

bool before(const TerminalLine& left, const TerminalLine& right) {
    return std::pair{left.kind, left.first} < std::pair{right.kind, right.first};
}

/// The lines of exactly that range; ranges in the way are cut, and those inside become part of it.
TerminalLine& line_of(Lines& lines, const Range& range) {
    cut_before(lines, range.kind, range.first);
    if (range.last < 0xffff) cut_before(lines, range.kind, static_cast<std::uint16_t>(range.last + 1));
    std::erase_if(lines, [&](const TerminalLine& line) {
        return line.kind == range.kind && line.first > range.first && line.first <= range.last;
    });
    auto at = at_first(lines, range);
    if (at == lines.end()) {
        TerminalLine line;
        line.kind = range.kind;
        line.first = range.first;
        at = lines.insert(std::upper_bound(lines.begin(), lines.end(), line, &before), line);
    }
    at->last = range.last;
    return *at;
}

TerminalLine* find(Configuration& configuration, const Args& args) {
    const auto range = range_of(args);
    const auto at = at_first(configuration.system.lines, range);
    return at == configuration.system.lines.end() ? nullptr : &*at;
}

std::string header_text(const TerminalLine& line) {
    constexpr std::string_view words[] = {"con", "aux", "vty", "tty"};
    std::string text = "line ";
    if (line.kind != Kind::tty) text.append(words[static_cast<std::size_t>(line.kind)]) += ' ';
    text += std::to_string(line.first);
    return line.last > line.first ? text + ' ' + std::to_string(line.last) : text;
}

/// Where what is kept of a line stands.
std::string kept_path(const TerminalLine& line) { return "config-" + header_text(line); }

/// Each part of a range that was cut keeps what was kept of the whole.
void divide_kept(KeptLines& kept, const Lines& before, const Lines& after) {
    const auto is_same = [](const TerminalLine& left, const TerminalLine& right) { return header_text(left) == header_text(right); };
    for (const TerminalLine& whole : before) {
        const bool stays = std::any_of(after.begin(), after.end(), [&](const TerminalLine& line) { return is_same(line, whole); });
        const auto lines = kept.in(kept_path(whole));
        if (stays || lines.empty()) continue;
        const std::vector<KeptLine> copy(lines.begin(), lines.end());
        kept.remove_under(kept_path(whole));
        for (const TerminalLine& part : after)
            if (part.kind == whole.kind && part.first >= whole.first && part.first <= whole.last)
                for (const KeptLine& line : copy) kept.add(kept_path(part), line);
    }
}

Result open(Configuration& configuration, const Args& args, Edit&) {
    const auto range = range_of(args);
    if (range.last < range.first) return Result::refused("% Bad line range");
    const Lines before = configuration.system.lines;
    line_of(configuration.system.lines, range);
    divide_kept(configuration.kept, before, configuration.system.lines);
    return Result::ok();
}

/// The console, the auxiliary line and the first five virtual terminals stay.
Result erase(Configuration& configuration, const Args& args, Edit&) {
    const auto range = range_of(args);
    auto& all = configuration.system.lines;
    if (range.kind == Kind::vty && range.first < 5) return Result::refused("% Can't delete last 5 VTY lines");
    std::erase_if(all, [&](const TerminalLine& line) {
        return line.kind == range.kind && line.first >= range.first && (range.kind == Kind::vty || range.kind == Kind::tty);
    });
    return Result::ok();
}

/// An auxiliary line that nobody configured, on a release that prints none.
bool is_absent(const Configuration& configuration, const TerminalLine& line) {
    TerminalLine untouched;
    untouched.kind = Kind::aux;
    return line == untouched && is_ios_xe(configuration.system.version) && configuration.kept.in("config-line aux 0").empty();
}

void each(const Configuration& configuration, ShownEntries& entries) {
    for (const auto& line : configuration.system.lines)
        if (!is_absent(configuration, line)) entries.add_raw(line, header_text(line));
}

Syntax header() {
    const auto numbers = [] { return number("first", 0, 1500, "First Line number") >> -number("last", 0, 1500, "Last Line number"); };
    return kw("line", "Configure a terminal line") >> ((one_of("kind", kinds) >> numbers()) | numbers());
}

}  // namespace

std::vector<TerminalLine> default_terminal_lines() {
    std::vector<TerminalLine> lines(3);
    lines[0].kind = Kind::console;
    lines[1].kind = Kind::aux;
    lines[2].kind = Kind::vty;
    lines[2].last = 4;
    lines[2].login = true;
    return lines;
}

const Mode& terminal_line_mode() {
    static const Mode mode = Mode::of<TerminalLine>(
        {.prompt = "config-line", .title = "Line configuration commands:", .exit_help = "Exit from line configuration mode"},
        {terminal_access_lines(), terminal_session_lines(), terminal_screen_lines(), terminal_serial_lines()});
    return mode;
}

std::span<const Line> terminal_line_headers() {
    static const Entries<Configuration, TerminalLine> entries{&find, &open, &erase, &each, 3};
    static const Line lines[] = {
        opens(header(), &terminal_line_mode, entries).no_needs(1).in("line").changes(ChangeTopic::lines),
    };
    return lines;
}

}  // namespace config
