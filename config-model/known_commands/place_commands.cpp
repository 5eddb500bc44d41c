#include <array>
#include <vector>

#include "config-model/known_commands/tables.h"

namespace config {

namespace {

constexpr KeptCommand line_commands[] = {
    {"absolute-timeout", single},
    {"activation-character"},  {"arap"},
    {"authorization"},         {"accounting"},
    {"autobaud"},
    {"autocommand-options"},   {"autohangup"},
    {"autoselect"},            {"autodetect"},
    {"buffer-length"},         {"callback"},
    {"data-character-bits"},   
    {"default-value"},         {"disconnect-character"},
    {"dispatch-character"},    {"domain-lookup"},
    {"editing", shows_no},     {"exec-banner", shows_no},
    {"exec-character-bits"},   
    {"flush-at-activation"},   {"full-help"},
    {"history", shows_no},     {"hold-character"},
    {"insecure"},              {"international"},
    {"ip"},                    {"ipv6"},
    {"lockable"},
    {"logout-warning", single},{"media-type", single},
    {"modem"},                 {"monitor", shows_no},
    {"motd-banner", shows_no}, {"notify"},
    {"padding"},               
    {"ppp"},                   {"prc"},
    {"private"},               {"refuse-message"},
    {"rotary", single},        
    {"script"},                {"session-disconnect-warning"},
    {"session-limit", single}, {"session-timeout", single},
    {"special-character-bits"},
    {"start-character"},       {"stop-character"},
    {"telnet"},
    {"terminal-queue"},        {"terminal-type", single},
    {"transport timeout"},     {"usb-inactivity-timeout"},
    {"vacant-message"},        {"x25"},
};

constexpr KeptCommand authorization_policy_commands[] = {
    {"aaa"}, {"backup-gateway"}, {"banner"}, {"configuration"}, {"def-domain", single}, {"dhcp", plain}, {"dns"},
    {"include-local-lan"}, {"interface"}, {"ipsec"}, {"ipv6"}, {"netmask", single}, {"pfs"}, {"pool", single},
    {"route", shows_no}, {"session-lifetime", single}, {"smartcard-removal-disconnect"}, {"split-dns"},
    {"subnet-acl", single}, {"wins"}, {"include-local-lan"},
};

constexpr KeptCommand name_mangler_commands[] = {{"dn"}, {"eap"}, {"email"}, {"fqdn"}};

constexpr KeptCommand flexvpn_client_commands[] = {
    {"backup", warns}, {"client", warns}, {"connect", warns}, {"peer", warns}, {"source", warns},
};

constexpr KeptCommand isakmp_keyring_commands[] = {{"rsa-pubkey", warns, "config-pubkey-key"}};

constexpr KeptCommand access_list_commands[] = {{"dynamic", warns}, {"evaluate", warns}};

std::vector<KeptCommand> joined(std::initializer_list<std::span<const KeptCommand>> tables) {
    std::vector<KeptCommand> all;
    for (const auto& table : tables) all.insert(all.end(), table.begin(), table.end());
    return all;
}

std::span<const KeptCommand> global_commands() {
    static const auto all = joined({known::system_commands(), known::ip_commands(), known::crypto_commands()});
    return all;
}

}  // namespace

std::span<const KeptCommand> kept_commands(KeptPlace place) {
    switch (place) {
        case KeptPlace::global: return global_commands();
        case KeptPlace::interface: return known::interface_commands();
        case KeptPlace::terminal_line: return line_commands;
        case KeptPlace::authorization_policy: return authorization_policy_commands;
        case KeptPlace::name_mangler: return name_mangler_commands;
        case KeptPlace::flexvpn_client: return flexvpn_client_commands;
        case KeptPlace::access_list: return access_list_commands;
        case KeptPlace::isakmp_keyring: return isakmp_keyring_commands;
    }
    return {};
}

}  // namespace config
