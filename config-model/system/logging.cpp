#include "config-model/field.h"
#include "config-model/modes.h"
#include "config-model/system/logging_words.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::logging;
constexpr std::string_view section = "logging";

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
    if (logging.buffered_level != 7) text += ' ' + logging_level_word(logging.buffered_level);
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
        return config::line(logging_word() >> kw(word, help) >> -logging_level()).set(&set).unset(&unset).reset(&reset).show(show)
            .no_needs(0).in(section).changes(topic);
    }
};

template <auto Off, auto Level>
void show_destination(const Configuration& configuration, Shown& shown, std::string_view word) {
    const std::string line = "logging " + std::string{word};
    const auto& logging = configuration.system.logging;
    if (logging.*Off) return shown.raw("no " + line);
    if (logging.*Level != 7) shown.raw(line + ' ' + logging_level_word(logging.*Level));
}

using L = LoggingConfig;
using Console = Destination<&L::console_off, &L::console_level>;
using Monitor = Destination<&L::monitor_off, &L::monitor_level>;
void show_console(const Configuration& c, Shown& shown) { show_destination<&L::console_off, &L::console_level>(c, shown, "console"); }
void show_monitor(const Configuration& c, Shown& shown) { show_destination<&L::monitor_off, &L::monitor_level>(c, shown, "monitor"); }

}  // namespace

std::span<const Line> logging_lines() {
    static const Line lines[] = {
        line(logging_word() >> kw("buffered", "Set buffered logging parameters") >> -number("bytes", 4096, 2147483647, "Logging buffer size") >>
             -logging_level())
            .set(&set_buffered).unset(&unset_buffered).reset(&reset_buffered).show(&show_buffered).no_needs(0).in(section).changes(topic),
        Console::line("console", "Set console logging parameters", &show_console),
        Monitor::line("monitor", "Set terminal line (monitor) logging parameters", &show_monitor),
        line(logging_word() >> kw("on", "Enable logging to all enabled destinations"))
            .set([](Configuration& c, const Args&) { c.system.logging.on = true; })
            .unset([](Configuration& c, const Args&) { c.system.logging.on = false; })
            .reset([](Configuration& c, const Args&) { c.system.logging.on = true; })
            .show([](const Configuration& c, Shown& shown) { if (!c.system.logging.on) shown.negated(); })
            .in(section).changes(topic),
    };
    return lines;
}

}  // namespace config
