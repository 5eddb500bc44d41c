#include "show-commands/crypto/crypto_map.h"

#include "config-model/hexadecimal.h"

namespace show {

namespace {

void print_match(const CryptoMapRow& row, const ShowLook& look, TextWriter& out) {
    if (look.access_list_dynamic && !row.profile_instance) out.line("\tAccess-List SS dynamic: False");
    if (!row.has_access_list) return static_cast<void>(out.line("\tNo matching address list set."));
    out.line("\tExtended IP access list", row.access_list.empty() ? "" : " ", row.access_list);
    for (const std::string& entry : row.access_list_entries) out.line("\t    access-list ", row.access_list, ' ', entry);
    if (!row.created_from.empty()) out.line("\t    dynamic (created from dynamic map ", row.created_from, ')');
}

void print_title(const CryptoMapRow& row, const ShowLook& look, TextWriter& out) {
    out.put("Crypto Map ");
    if (look.map_family) out.put(row.ipv6 ? "IPv6 " : "IPv4 ");
    out.line('"', row.name, "\" ", row.sequence, row.manual ? " ipsec-manual" : " ipsec-isakmp");
}

std::string digits_of(const config::Secret& key) { return config::hexadecimal(key.reveal(), config::Letters::small); }

void print_direction(std::string_view direction, const std::optional<config::ManualKey>& esp, const std::optional<config::ManualKey>& ah, TextWriter& out) {
    const config::ManualKey none;
    const config::ManualKey &of_esp = esp ? *esp : none, &of_ah = ah ? *ah : none;
    out.line('\t', direction, " esp spi: ", of_esp.spi, ',');
    out.line("\t cipher key: ", digits_of(of_esp.cipher), ',');
    out.line("\t auth key: ", digits_of(of_esp.authenticator), ',');
    out.line('\t', direction, " ah spi: ", of_ah.spi, ',');
    out.line("\t    key: ", digits_of(of_ah.authenticator), ',');
}

void print_manual(const CryptoMapRow& row, const ShowLook& look, TextWriter& out) {
    print_transform_sets(row.policy, look, out);
    print_direction("Inbound", row.manual->esp_in, row.manual->ah_in, out);
    print_direction("Outbound", row.manual->esp_out, row.manual->ah_out, out);
}

bool is_template(const CryptoMapRow& row) { return !row.profile_name.empty(); }

void print_entry(const CryptoMapRow& row, const ShowLook& look, TextWriter& out) {
    for (const std::string& peer : row.peers) out.line("\tPeer = ", peer);
    if (!row.policy.ikev2_profile.empty()) out.line("\tIKEv2 Profile: ", row.policy.ikev2_profile);
    if (!row.policy.isakmp_profile.empty()) out.line("\tISAKMP Profile: ", row.policy.isakmp_profile);
    if (is_template(row)) out.line("\tProfile name: ", row.profile_name);
    else print_match(row, look, out);
    if (row.current_peer) out.line("\tCurrent peer: ", *row.current_peer);
    if (row.manual) return print_manual(row, look, out);
    print_ipsec_policy(row.policy, look, out);
    if (row.reverse_route) out.line("\tReverse Route Injection Enabled");
    if (row.always_create) out.line("\tAlways create SAs");
}

}  // namespace

void print_crypto_map(const CryptoMapRow& row, const ShowLook& look, TextWriter& out) {
    print_title(row, look, out);
    if (row.incomplete) {
        out.line("\tWARNING: This crypto map is in an incomplete state!");
        out.line("\t\t(missing peer or access-list definitions)");
    }
    if (!row.description.empty()) out.line("\tDescription: ", row.description);
    if (row.profile_instance) out.line("\tMap is a PROFILE INSTANCE.");
    if (row.dynamic_template.empty()) print_entry(row, look, out);
    else out.line("\tDynamic map template tag: ", row.dynamic_template);
    if (!row.last) return;
    out.line("\tInterfaces using crypto map ", row.name, ':');
    for (const std::string& interface : row.interfaces) out.line("\t\t", interface);
}

}  // namespace show
