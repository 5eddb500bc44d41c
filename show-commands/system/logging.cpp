#include "show-commands/system/logging.h"

#include <algorithm>

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

constexpr std::string_view levels[] = {"emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging"};

std::string_view level_name(std::uint8_t level) { return levels[std::min<std::size_t>(level, 7)]; }

void print_destination(std::string_view name, bool off, std::uint8_t level, std::uint64_t messages, std::string_view indent,
                       TextWriter& out) {
    out.put("    ", name);
    if (off) out.put("disabled");
    else out.put("level ", level_name(level), ", ", messages, " messages logged");
    out.line(", xml disabled,").line(indent, "filtering disabled");
}

/// The buffer as it grows: the cursor is the number of the next line.
class LogScreen final : public Screen {
public:
    explicit LogScreen(const RouterView& view) : view_(view) {}

    bool print_some(TextWriter& out) override {
        if (!begun_) begin(out);
        constexpr std::size_t part_bytes = 4096;
        for (const std::size_t start = out.size(); out.size() < start + part_bytes; ++next_) {
            if (!view_.log || next_ >= end_) return false;
            next_ = std::max(next_, view_.log->first());
            out.line(view_.log->line(next_));
        }
        return true;
    }

private:
    void begin(TextWriter& out) {
        begun_ = true;
        print_logging_head(view_.configuration.system.logging, view_.log_counters, out);
        if (!view_.log) return;
        next_ = view_.log->first();
        end_ = view_.log->end();
    }

    const RouterView& view_;
    bool begun_ = false;
    std::uint64_t next_ = 0, end_ = 0;
};

}  // namespace

void print_logging_head(const config::LoggingConfig& logging, const LogCounters& counters, TextWriter& out) {
    const std::uint32_t bytes = logging.buffered_bytes.value_or(4096);
    out.line("Syslog logging: ", logging.on ? "enabled" : "disabled", " (", counters.dropped, " messages dropped, ", counters.rate_limited,
             " messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)").end();
    out.line("No Active Message Discriminator.").block("\n\n\n");
    out.line("No Inactive Message Discriminator.").block("\n\n");
    print_destination("Console logging: ", logging.console_off, logging.console_level, counters.console, "                     ", out);
    print_destination("Monitor logging: ", logging.monitor_off, logging.monitor_level, counters.monitor, "                     ", out);
    print_destination("Buffer logging:  ", logging.buffered_off, logging.buffered_level, counters.buffer, "                    ", out);
    out.line("    Exception Logging: size (4096 bytes)");
    out.line("    Count and timestamp logging messages: disabled");
    out.line("    Persistent logging: disabled").end();
    out.line("No active filter modules.").end();
    out.line("    Trap logging: level informational, ", counters.trap, " message lines logged");
    for (const config::IpAddress& host : logging.hosts) out.line("        Logging to ", host, "  (udp port 514, audit disabled,").line(
        "              link up),");
    out.end();
    if (!logging.buffered_off) out.line("Log Buffer (", bytes, " bytes):").end();
}

void print_debugging(const std::vector<DebugSwitch>& switches, TextWriter& out) {
    std::string_view group;
    for (const DebugSwitch& is : switches) {
        if (is.group != group) {
            if (!group.empty()) out.end();
            out.line(is.group, ':');
        }
        group = is.group;
        out.line("  ", is.text);
    }
    out.end();
}

std::span<const config::Line> logging_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("logging", "Show the contents of logging buffers"),
                     +[](const RouterView& view, const config::Args&) -> ScreenPointer { return std::make_unique<LogScreen>(view); }),
        config::line(show_word() >> kw("debugging", "State of each debugging option"), +[](const RouterView& view, const config::Args&) {
            return whole_screen([&view](TextWriter& out) { print_debugging(view.debugging, out); });
        }),
    };
    return lines;
}

}  // namespace show
