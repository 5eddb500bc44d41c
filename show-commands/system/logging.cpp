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

std::optional<std::string_view> level_of(bool off, std::uint8_t level) { return off ? std::nullopt : std::optional(level_name(level)); }

/// What stands above the buffer, for JSON. A level is null when the destination is off.
struct LoggingHeadRow {
    const config::LoggingConfig& logging;
    const LogCounters& counters;

    template <class F>
    void fields(F&& field) const {
        field("enabled", logging.on);
        field("dropped", counters.dropped);
        field("rate_limited", counters.rate_limited);
        field("console_level", level_of(logging.console_off, logging.console_level));
        field("console_messages", counters.console);
        field("monitor_level", level_of(logging.monitor_off, logging.monitor_level));
        field("monitor_messages", counters.monitor);
        field("buffer_level", level_of(logging.buffered_off, logging.buffered_level));
        field("buffer_messages", counters.buffer);
        field("buffer_bytes", logging.buffered_bytes.value_or(4096));
        field("trap_messages", counters.trap);
        std::vector<config::IpAddress> hosts;
        for (const auto& host : logging.hosts) hosts.push_back(host.address);
        field("hosts", hosts);
    }
};

void print_host(const config::LoggingHost& host, std::uint64_t lines, TextWriter& out) {
    out.line("        Logging to ", host.address, "  (udp port ", host.port, ", audit disabled,");
    out.line("              link up),");
    out.line("              ", lines, " message lines logged, ");
    out.line("              0 message lines rate-limited, ");
    out.line("              0 message lines dropped-by-MD, ");
    out.line("              xml disabled, sequence number disabled");
    out.line("              filtering disabled");
}

void print_trap(const config::LoggingConfig& logging, const LogCounters& counters, TextWriter& out) {
    if (logging.trap_off) return static_cast<void>(out.line("    Trap logging: disabled"));
    out.line("    Trap logging: level ", level_name(logging.trap_level), ", ", counters.trap, " message lines logged");
    for (const config::LoggingHost& host : logging.hosts) {
        const auto sent = counters.hosts.find(host.address);
        print_host(host, sent == counters.hosts.end() ? 0 : sent->second, out);
    }
    if (!logging.source_interface) return;
    out.line("        Logging Source-Interface:       VRF Name:");
    out.line("        ", logging.source_interface->text(), at(40));
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

    bool has_json() const override { return true; }
    /// One object; the lines of the buffer are its last member, written as they are read.
    bool json_some(TextWriter& out) override {
        if (!begun_) begin_json(out);
        for (const std::size_t start = out.size(); out.size() < start + json_part_bytes; ++next_) {
            if (!view_.log || next_ >= end_) return out.put("]}\n]").end(), false;
            next_ = std::max(next_, view_.log->first());
            if (line_written_) out.put(',');
            line_written_ = true;
            JsonWriter(out).element(view_.log->line(next_));
        }
        return true;
    }

private:
    void begin(TextWriter& out) {
        print_logging_head(view_.configuration.system.logging, view_.log_counters, out);
        begin_lines();
    }
    void begin_json(TextWriter& out) {
        TextWriter head;
        JsonWriter(head).object(LoggingHeadRow{view_.configuration.system.logging, view_.log_counters});
        std::string text = head.take();
        text.pop_back();
        out.put("[\n", text, ",\"lines\":[");
        begin_lines();
    }
    void begin_lines() {
        begun_ = true;
        if (!view_.log) return;
        next_ = view_.log->first();
        end_ = view_.log->end();
    }

    const RouterView& view_;
    bool begun_ = false, line_written_ = false;
    std::uint64_t next_ = 0, end_ = 0;
};

/// One switch that is on, for JSON.
struct DebugRow {
    DebugSwitch is;

    template <class F>
    void fields(F&& field) const {
        field("group", is.group);
        field("switch", is.text);
    }
};

std::vector<DebugRow> debug_rows(const std::vector<DebugSwitch>& switches) {
    std::vector<DebugRow> rows;
    for (const DebugSwitch& is : switches) rows.push_back({is});
    return rows;
}

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
    print_trap(logging, counters, out);
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
            return whole_screen([&view](TextWriter& out) { print_debugging(view.debugging, out); },
                                [&view] { return debug_rows(view.debugging); });
        }),
    };
    return lines;
}

}  // namespace show
