#include <algorithm>

#include "config-model/interfaces/modes.h"
#include "config-model/option_lines.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax tunnel() { return kw("tunnel", "protocol-over-protocol tunneling"); }

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

void set_option(Interface& interface, const Args& args) {
    const auto words = canonical_words(args, 1);
    auto& all = interface.tunnel.options;
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& other) { return first_word(other) == first_word(words); });
    if (at == all.end()) all.push_back(words);
    else *at = words;
}

void unset_option(Interface& interface, const Args& args) {
    const auto words = canonical_words(args, 1);
    std::erase_if(interface.tunnel.options, [&](const auto& other) { return first_word(other) == first_word(words); });
}

void show_options(const Interface& interface, Shown& shown) {
    for (const auto& words : interface.tunnel.options) shown.raw("tunnel " + words);
}

Line option(Syntax syntax) {
    return line(tunnel() >> std::move(syntax)).set(&set_option).unset(&unset_option).reset(&unset_option).no_needs(0).changes(topic);
}

void set_protection(Interface& interface, const Args& args) {
    auto& tunnel = interface.tunnel;
    tunnel.protection_profile = args.text("name");
    tunnel.protection_ikev2_profile = args.text("ikev2");
    tunnel.protection_isakmp_profile = args.text("isakmp");
    tunnel.protection_shared = args.has("shared");
}

void unset_protection(Interface& interface, const Args&) {
    auto& tunnel = interface.tunnel;
    tunnel.protection_profile.clear();
    tunnel.protection_ikev2_profile.clear();
    tunnel.protection_isakmp_profile.clear();
    tunnel.protection_shared = false;
}

void show_protection(const Interface& interface, Shown& shown) {
    const auto& tunnel = interface.tunnel;
    if (tunnel.protection_profile.empty()) return;
    std::string text = "tunnel protection ipsec profile " + tunnel.protection_profile;
    if (tunnel.protection_shared) text += " shared";
    if (!tunnel.protection_ikev2_profile.empty()) text += " ikev2-profile " + tunnel.protection_ikev2_profile;
    if (!tunnel.protection_isakmp_profile.empty()) text += " isakmp-profile " + tunnel.protection_isakmp_profile;
    shown.raw(std::move(text));
}

template <auto Member>
void set_member(Interface& interface, const Args& args) {
    using T = std::remove_cvref_t<decltype(interface.tunnel.*Member)>;
    interface.tunnel.*Member = *args.get<typename MemberShape<T>::Element>(std::size_t{0});
}

template <auto Member>
void unset_member(Interface& interface, const Args&) { interface.tunnel.*Member = {}; }

Syntax protection_words() {
    return tunnel() >> kw("protection", "Enable tunnel protection") >> kw("ipsec", "Use ipsec to protect this tunnel interface") >>
           kw("profile", "Determine the ipsec policy profile to use.") >> word("name", "ipsec profile name") >>
           any_order(kw("shared", "Use a shared socket for the crypto connection."),
                     kw("ikev2-profile", "Specify ikev2 profile for the crypto connection.") >> word("ikev2", "ikev2 profile name"),
                     kw("isakmp-profile", "Specify isakmp profile for the crypto connection.") >> word("isakmp", "isakmp profile name"));
}

}  // namespace

std::span<const Line> tunnel_property_lines() {
    static const Line lines[] = {
        line(tunnel() >> kw("key", "security or selector key") >> number(0, 4294967295, "key"))
            .set(&set_member<&TunnelConfig::key>).unset(&unset_member<&TunnelConfig::key>).reset(&unset_member<&TunnelConfig::key>)
            .show([](const Interface& interface, Shown& shown) { if (interface.tunnel.key) shown.line(*interface.tunnel.key); })
            .no_needs(0).changes(topic),
        option(kw("path-mtu-discovery", "Enable Path MTU Discovery on tunnel") >> -text("age-timer or min-mtu")).show(&show_options),
        option(kw("ttl", "set time to live value") >> number(1, 255, "ttl")),
        option(kw("tos", "set type of service byte") >> number(0, 255, "tos")),
        option(kw("checksum", "enable end to end checksumming of packets")),
        option(kw("sequence-datagrams", "drop datagrams arriving out of order")),
        option(kw("bandwidth", "Set tunnel bandwidth for transmit and receive") >> text("receive or transmit, kilobits")),
        option(kw("route-via", "Select subset of routes for tunnel transport") >> text("Interface, mandatory or preferred")),
        option(kw("flow", "Tunnel flow options") >> text("egress-records")),
        line(tunnel() >> kw("vrf", "set tunnel vrf membership") >> word("vrf name"))
            .set(&set_member<&TunnelConfig::vrf>).unset(&unset_member<&TunnelConfig::vrf>).reset(&unset_member<&TunnelConfig::vrf>)
            .show([](const Interface& interface, Shown& shown) { if (!interface.tunnel.vrf.empty()) shown.line(interface.tunnel.vrf); })
            .no_needs(0).changes(topic),
        line(protection_words())
            .set(&set_protection).unset(&unset_protection).reset(&unset_protection).show(&show_protection).no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
