#include "config-model/interfaces/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::interfaces;

Syntax crypto() { return kw("crypto", "Encryption/Decryption commands"); }

/// At a terminal the map has to be there; a file may define it further down.
template <auto Maps>
Result set_map(Interface& interface, const Args& args, Edit& edit) {
    const std::string name{args.text("tag")};
    const auto* const configuration = edit.root_as<Configuration>();
    if (edit.interactive && configuration && !configuration->ipsec.maps.find(name))
        return Result::refused("ERROR: Crypto Map with tag \"" + name + "\" does not exist.");
    interface.*Maps = {name};
    return Result::ok();
}

template <auto Maps>
void unset_map(Interface& interface, const Args&) { (interface.*Maps).clear(); }

template <auto Maps>
void show_map(const Interface& interface, Shown& shown, std::string_view words) {
    for (const auto& name : interface.*Maps) shown.raw(std::string{words} + name);
}

void show_map4(const Interface& interface, Shown& shown) { show_map<&Interface::crypto_maps>(interface, shown, "crypto map "); }
void show_map6(const Interface& interface, Shown& shown) { show_map<&Interface::ipv6_crypto_maps>(interface, shown, "ipv6 crypto map "); }

template <auto Maps>
Line map_line(Syntax syntax) {
    return line(std::move(syntax)).set(&set_map<Maps>).unset(&unset_map<Maps>).reset(&unset_map<Maps>).no_needs(0).changes(topic);
}

/// Outside unless the line says inside.
void set_client(Interface& interface, const Args& args) {
    (args.has("inside") ? interface.ezvpn_inside : interface.ezvpn_outside) = args.text("client_name");
}

void unset_client(Interface& interface, const Args& args) { (args.has("inside") ? interface.ezvpn_inside : interface.ezvpn_outside).clear(); }

void show_client(const Interface& interface, Shown& shown) {
    const std::string start = "crypto ipsec client ezvpn ";
    if (!interface.ezvpn_outside.empty()) shown.raw(start + interface.ezvpn_outside);
    if (!interface.ezvpn_inside.empty()) shown.raw(start + interface.ezvpn_inside + " inside");
}

}  // namespace

std::span<const Line> interface_crypto_lines() {
    static const Line lines[] = {
        map_line<&Interface::ipv6_crypto_maps>(kw("ipv6", "IPv6 interface subcommands") >> crypto() >> kw("map", "Assign a Crypto Map") >>
                                               word("tag", "Crypto Map tag")).show(&show_map6),
        map_line<&Interface::crypto_maps>(crypto() >> kw("map", "Assign a Crypto Map") >> word("tag", "Crypto Map tag") >>
                                          -(kw("redundancy", "Redundancy group") >> word("Group name"))).show(&show_map4),
        line(crypto() >> kw("ipsec", "Set IPSec parameters") >> kw("client", "Configure a client") >> kw("ezvpn", "Easy VPN client") >>
             word("client_name", "Name of the client") >> -(kw("inside", "Inside interface") | kw("outside", "Outside interface")))
            .set(&set_client).unset(&unset_client).show(&show_client).no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
