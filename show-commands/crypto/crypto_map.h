#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config-model/manual_keys.h"
#include "show-commands/crypto/ipsec_policy.h"
#include "show-commands/show_look.h"

namespace show {

/// One numbered entry of a crypto map, an instance of a dynamic one (65536 and up), or an entry of the map that a protected
/// tunnel makes (65536 its template, 65537 its instance).
struct CryptoMapRow {
    std::string name;
    bool ipv6 = false;
    std::uint32_t sequence = 0;
    std::string description;
    std::string dynamic_template;              ///< of an entry that refers to a dynamic map: nothing else of it is known
    std::string created_from;                  ///< "dynmap/10": of an instance that a peer made
    bool incomplete = false;
    std::optional<config::ManualKeys> manual;  ///< of an ipsec-manual entry
    bool profile_instance = false;
    std::vector<std::string> peers;
    std::string profile_name;                  ///< of a protected tunnel's template
    bool has_access_list = false;              ///< print the access list, even one without a name
    std::string access_list;
    std::vector<std::string> access_list_entries;   ///< "permit ip any any"
    std::optional<config::IpAddress> current_peer;
    bool reverse_route = false;
    IpsecPolicyRow policy;
    bool always_create = false;
    bool last = false;                         ///< last entry of its map: the interfaces follow
    std::vector<std::string> interfaces;

    template <class F>
    void fields(F&& field) const {
        const auto unless_empty = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
        field("map", name);
        field("sequence", sequence);
        field("ipv6", ipv6);
        field("description", unless_empty(description));
        field("dynamic_template", unless_empty(dynamic_template));
        field("created_from", unless_empty(created_from));
        field("incomplete", incomplete);
        field("peers", peers);
        field("profile_name", unless_empty(profile_name));
        field("access_list", unless_empty(access_list));
        field("access_list_entries", access_list_entries);
        field("current_peer", current_peer);
        field("reverse_route", reverse_route);
        policy.fields(field);
        field("interfaces", interfaces);
    }
};

/// What stands in an entry of a crypto map or in a template of a dynamic one.
CryptoMapRow entry_row(std::string_view name, bool ipv6, const config::CryptoMapEntry& entry, const config::Configuration& configuration);
void print_crypto_map(const CryptoMapRow& row, const ShowLook& look, TextWriter& out);

}  // namespace show
