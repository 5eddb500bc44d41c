#include <array>
#include <cstdlib>

#include "config-model/field.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::other;

void set_hostname(Configuration& configuration, const Args& args) {
    configuration.system.hostname = args.text("name") == "Router" ? "" : args.text("name");
}

void unset_hostname(Configuration& configuration, const Args&) { configuration.system.hostname.clear(); }

void show_hostname(const Configuration& configuration, Shown& shown) { shown.line(configuration.hostname()); }

void show_version(const Configuration& configuration, Shown& shown) { shown.line(configuration.system.version); }

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

Syntax ip_keyword() { return kw("ip", "Global IP configuration subcommands"); }
Syntax domain() { return ip_keyword() >> kw("domain", "IP DNS Resolver"); }

/// boot-start-marker and boot-end-marker are printed always and say nothing.
Line marker(std::string_view word) {
    return line(kw(word, word)).set([](Configuration&, const Args&) {}).unset([](Configuration&, const Args&) {}).hidden();
}

}  // namespace

std::span<const Line> identity_lines() {
    static const Line lines[] = {
        field<&Configuration::system, &SystemConfig::version>(kw("version", "version") >> word("Release"))
            .show(&show_version).unset([](Configuration& c, const Args&) { c.system.version = SystemConfig{}.version; }).no_needs(0).in("version").changes(topic),
        line(kw("hostname", "Set system's network name") >> word("name", "This system's network name"))
            .set(&set_hostname).unset(&unset_hostname).reset(&unset_hostname).show(&show_hostname)
            .no_needs(0).in("hostname").changes(ChangeTopic::hostname),
        marker("boot-start-marker"), marker("boot-end-marker"),
        field<&Configuration::system, &SystemConfig::domain_lookup>(domain() >> kw("lookup", "Enable IP Domain Name System hostname translation"))
            .in("ip domain").changes(topic),
        field<&Configuration::system, &SystemConfig::domain_lookup>(ip_keyword() >> kw("domain-lookup", "Enable IP Domain Name System hostname translation"))
            .alias().changes(topic),
        field<&Configuration::system, &SystemConfig::domain_name>(domain() >> kw("name", "Define the default domain name") >> word("Default domain name"))
            .no_needs(0).in("ip domain").changes(topic),
        field<&Configuration::system, &SystemConfig::domain_name>(ip_keyword() >> kw("domain-name", "Define the default domain name") >> word("Default domain name"))
            .alias().no_needs(0).changes(topic),
        line(kw("clock", "Configure time-of-day clock") >> kw("timezone", "Configure time zone") >> word("zone", "name of time zone") >>
             number("hours", -23, 23, "Hours offset from UTC") >> -number("minutes", 0, 59, "Minutes offset from UTC"))
            .set(&set_timezone).unset(&unset_timezone).reset(&unset_timezone).show(&show_timezone)
            .no_needs(0).in("clock").changes(ChangeTopic::clock),
    };
    return lines;
}

}  // namespace config
