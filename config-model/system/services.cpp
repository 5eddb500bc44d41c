#include "config-model/field.h"
#include "config-model/modes.h"
#include "config-model/system/release.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::logging;
constexpr std::string_view section = "service";

Syntax service() { return kw("service", "Modify use of network based services"); }

template <auto Member>
void set_timestamps(Configuration& configuration, const Args& args) {
    Timestamps& stamps = configuration.system.*Member;
    stamps = {};
    stamps.style = args.has("datetime") ? TimestampStyle::datetime : TimestampStyle::uptime;
    stamps.msec = args.has("msec");
    stamps.localtime = args.has("localtime");
    stamps.show_timezone = args.has("show-timezone");
    stamps.year = args.has("year");
}

template <auto Member>
void unset_timestamps(Configuration& configuration, const Args&) { configuration.system.*Member = Timestamps{}; }

template <auto Member>
void reset_timestamps(Configuration& configuration, const Args&) { configuration.system.*Member = SystemConfig{}.*Member; }

std::string stamps_text(const Timestamps& stamps) {
    if (stamps.style == TimestampStyle::uptime) return " uptime";
    std::string text = " datetime";
    if (stamps.msec) text += " msec";
    if (stamps.localtime) text += " localtime";
    if (stamps.show_timezone) text += " show-timezone";
    if (stamps.year) text += " year";
    return text;
}

template <auto Member>
Line timestamps(std::string_view what, std::string_view help) {
    return line(service() >> kw("timestamps", "Timestamp debug/log messages") >> kw(what, help) >>
                -(kw("uptime", "Timestamp with system uptime") |
                  (kw("datetime", "Timestamp with date and time") >>
                   any_order(kw("msec", "Include milliseconds in timestamp"), kw("localtime", "Use local time zone for timestamps"),
                             kw("show-timezone", "Add time zone information to timestamp"), kw("year", "Include year in timestamp")))))
        .set(&set_timestamps<Member>).unset(&unset_timestamps<Member>).reset(&reset_timestamps<Member>)
        .no_needs(0).in(section).changes(topic);
}

template <auto Member>
void show(const Configuration& configuration, Shown& shown, std::string_view what) {
    const Timestamps& stamps = configuration.system.*Member;
    const std::string line = "service timestamps " + std::string{what};
    shown.raw(stamps.style == TimestampStyle::none ? "no " + line : line + stamps_text(stamps));
}

void show_debug(const Configuration& configuration, Shown& shown) { show<&SystemConfig::debug_timestamps>(configuration, shown, "debug"); }
void show_log(const Configuration& configuration, Shown& shown) { show<&SystemConfig::log_timestamps>(configuration, shown, "log"); }

void show_encryption(const Configuration& configuration, Shown& shown) {
    if (configuration.system.password_encryption) shown.line();
    else if (!is_ios_xe(configuration.system.version)) shown.negated();
}

}  // namespace

std::span<const Line> service_lines() {
    static const Line lines[] = {
        timestamps<&SystemConfig::debug_timestamps>("debug", "Timestamp debug messages").show(&show_debug),
        timestamps<&SystemConfig::log_timestamps>("log", "Timestamp log messages").show(&show_log),
        line(service() >> kw("timestamps", "Timestamp debug/log messages"))
            .set([](Configuration& c, const Args&) { c.system.debug_timestamps = {TimestampStyle::uptime}; })
            .unset([](Configuration& c, const Args&) { c.system.debug_timestamps = c.system.log_timestamps = {}; })
            .reset([](Configuration& c, const Args&) {
                c.system.debug_timestamps = SystemConfig{}.debug_timestamps;
                c.system.log_timestamps = SystemConfig{}.log_timestamps;
            })
            .alias().changes(topic),
        field<&Configuration::system, &SystemConfig::password_encryption>(service() >> kw("password-encryption", "Encrypt system passwords"))
            .show(&show_encryption).in(section).changes(ChangeTopic::users),
        field<&Configuration::system, &SystemConfig::sequence_numbers>(service() >> kw("sequence-numbers", "Stamp logger messages with a sequence number"))
            .in(section).changes(topic),
    };
    return lines;
}

}  // namespace config
