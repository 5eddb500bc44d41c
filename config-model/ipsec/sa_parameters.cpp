#include "config-model/ipsec/sa_parameters.h"

namespace config {

namespace {

constexpr std::uint32_t seconds_of_day = 86400;

}  // namespace

Syntax lifetime_words(std::int64_t max_seconds) {
    return kw("lifetime", "security association lifetime") >>
           ((kw("seconds", "Time-based key duration in seconds") >> number("seconds_value", 120, max_seconds, "Security association duration in seconds")) |
            (kw("kilobytes", "Volume-based key duration") >>
             (number("kilobytes_value", 2560, 4294967295, "Security association duration in kilobytes encrypted") |
              kw("disable", "Disable Volume-based Rekey"))) |
            (kw("days", "Time-based key duration in days").hidden() >> number("days_value", 1, 30, "Days")));
}

void set_lifetime(SaLifetime& lifetime, const Args& args) {
    if (args.has("seconds_value")) lifetime.seconds = static_cast<std::uint32_t>(args.number("seconds_value"));
    if (args.has("days_value")) lifetime.seconds = static_cast<std::uint32_t>(args.number("days_value")) * seconds_of_day;
    if (!args.has("kilobytes")) return;
    lifetime.kilobytes_disabled = args.has("disable");
    lifetime.kilobytes.reset();
    if (args.has("kilobytes_value")) lifetime.kilobytes = static_cast<std::uint64_t>(args.number("kilobytes_value"));
}

void unset_lifetime(SaLifetime& lifetime, const Args& args) {
    if (!args.has("kilobytes")) lifetime.seconds.reset();
    if (args.has("seconds") || args.has("days")) return;
    lifetime.kilobytes.reset();
    lifetime.kilobytes_disabled = false;
}

std::vector<std::string> lifetime_texts(const SaLifetime& lifetime) {
    std::vector<std::string> texts;
    if (lifetime.kilobytes_disabled) texts.emplace_back("kilobytes disable");
    if (lifetime.kilobytes) texts.push_back("kilobytes " + std::to_string(*lifetime.kilobytes));
    if (lifetime.seconds) texts.push_back("seconds " + std::to_string(*lifetime.seconds));
    return texts;
}

Syntax replay_words() {
    return kw("replay", "Set replay checking.") >>
           (kw("disable", "Disable replay checking") | (kw("window-size", "Set replay window size.") >> one_of("window", replay_windows)));
}

std::uint16_t read_replay(const Args& args) { return static_cast<std::uint16_t>(args.number("window", 0)); }

std::string replay_text(std::uint16_t window) {
    return window == 0 ? "replay disable" : "replay window-size " + std::to_string(window);
}

}  // namespace config
