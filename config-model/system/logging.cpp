#include <algorithm>
#include <array>

#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::logging;
constexpr std::string_view section = "logging";

constexpr std::array levels{
    Choice{"alerts", "Immediate action needed", 1}, Choice{"critical", "Critical conditions", 2},
    Choice{"debugging", "Debugging messages", 7}, Choice{"emergencies", "System is unusable", 0},
    Choice{"errors", "Error conditions", 3}, Choice{"informational", "Informational messages", 6},
    Choice{"notifications", "Normal but significant conditions", 5}, Choice{"warnings", "Warning conditions", 4},
};

std::string level_word(std::uint8_t level) {
    for (const auto& choice : levels)
        if (choice.value == level) return std::string{choice.word};
    return {};
}

Syntax logging() { return kw("logging", "Modify message logging facilities"); }
Syntax level() { return number("level", 0, 7, "Logging severity level") | one_of("level", levels); }

void set_buffered(Configuration& configuration, const Args& args) {
    auto& logging = configuration.system.logging;
    logging.buffered_off = false;
    if (args.has("bytes")) logging.buffered_bytes = static_cast<std::uint32_t>(args.number("bytes"));
    logging.buffered_level = static_cast<std::uint8_t>(args.number("level", 7));
}

void unset_buffered(Configuration& configuration, const Args&) {
    auto& logging = configuration.system.logging;
    logging.buffered_off = true;
    logging.buffered_bytes.reset();
    logging.buffered_level = 7;
}

void reset_buffered(Configuration& configuration, const Args& args) {
    unset_buffered(configuration, args);
    configuration.system.logging.buffered_off = false;
}

void show_buffered(const Configuration& configuration, Shown& shown) {
    const auto& logging = configuration.system.logging;
    if (logging.buffered_off) return shown.raw("no logging buffered");
    if (!logging.buffered_bytes && logging.buffered_level == 7) return;
    std::string text = "logging buffered";
    if (logging.buffered_bytes) text += ' ' + std::to_string(*logging.buffered_bytes);
    if (logging.buffered_level != 7) text += ' ' + level_word(logging.buffered_level);
    shown.raw(std::move(text));
}

template <auto Off, auto Level>
struct Destination {
    static void set(Configuration& c, const Args& args) {
        c.system.logging.*Off = false;
        c.system.logging.*Level = static_cast<std::uint8_t>(args.number("level", 7));
    }
    static void unset(Configuration& c, const Args&) {
        c.system.logging.*Off = true;
        c.system.logging.*Level = 7;
    }
    static void reset(Configuration& c, const Args& args) { set(c, args); }
    static Line line(std::string_view word, std::string_view help, void (*show)(const Configuration&, Shown&)) {
        return config::line(logging() >> kw(word, help) >> -level()).set(&set).unset(&unset).reset(&reset).show(show)
            .no_needs(0).in(section).changes(topic);
    }
};

template <auto Off, auto Level>
void show_destination(const Configuration& configuration, Shown& shown, std::string_view word) {
    const std::string line = "logging " + std::string{word};
    const auto& logging = configuration.system.logging;
    if (logging.*Off) return shown.raw("no " + line);
    if (logging.*Level != 7) shown.raw(line + ' ' + level_word(logging.*Level));
}

using L = LoggingConfig;
using Console = Destination<&L::console_off, &L::console_level>;
using Monitor = Destination<&L::monitor_off, &L::monitor_level>;
void show_console(const Configuration& c, Shown& shown) { show_destination<&L::console_off, &L::console_level>(c, shown, "console"); }
void show_monitor(const Configuration& c, Shown& shown) { show_destination<&L::monitor_off, &L::monitor_level>(c, shown, "monitor"); }

void add_host(Configuration& configuration, const Args& args) {
    auto& all = configuration.system.logging.hosts;
    const auto host = *args.get<IpAddress>("server");
    if (std::find(all.begin(), all.end(), host) == all.end()) all.push_back(host);
}

void erase_host(Configuration& configuration, const Args& args) {
    if (const auto host = args.get<IpAddress>("server")) std::erase(configuration.system.logging.hosts, *host);
    else configuration.system.logging.hosts.clear();
}

void show_hosts(const Configuration& configuration, Shown& shown) {
    for (const auto& host : configuration.system.logging.hosts) shown.raw("logging host " + host.text());
}

}  // namespace

std::span<const Line> logging_level_lines() {
    static const Line lines[] = {
        line(logging() >> kw("on", "Enable logging to all enabled destinations"))
            .set([](Configuration& c, const Args&) { c.system.logging.on = true; })
            .unset([](Configuration& c, const Args&) { c.system.logging.on = false; })
            .reset([](Configuration& c, const Args&) { c.system.logging.on = true; })
            .show([](const Configuration& c, Shown& shown) { if (!c.system.logging.on) shown.negated(); })
            .in(section).changes(topic),
        line(logging() >> kw("host", "Set syslog server IP address and parameters") >> ip("server", "IP address of the syslog server"))
            .set(&add_host).unset(&erase_host).reset(&erase_host).show(&show_hosts).no_needs(0).in("logging host").changes(topic),
        line(logging() >> ip("server", "IP address of the logging host"))
            .set(&add_host).unset(&erase_host).alias().no_needs(1).changes(topic),
    };
    return lines;
}

std::span<const Line> logging_lines() {
    static const Line lines[] = {
        line(logging() >> kw("buffered", "Set buffered logging parameters") >> -number("bytes", 4096, 2147483647, "Logging buffer size") >>
             -level())
            .set(&set_buffered).unset(&unset_buffered).reset(&reset_buffered).show(&show_buffered).no_needs(0).in(section).changes(topic),
        Console::line("console", "Set console logging parameters", &show_console),
        Monitor::line("monitor", "Set terminal line (monitor) logging parameters", &show_monitor),
    };
    return lines;
}

}  // namespace config
