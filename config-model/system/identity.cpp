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
    };
    return lines;
}

}  // namespace config
