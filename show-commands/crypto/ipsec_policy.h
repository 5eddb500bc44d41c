#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config-model/configuration.h"
#include "show-commands/show_look.h"
#include "show-commands/text_writer.h"

namespace show {

/// A transform set as `Transform sets={ … }` lists it: "{ esp-aes esp-sha-hmac  }".
struct TransformSetRow {
    std::string name;
    std::string words;                       ///< "esp-aes esp-sha-hmac"
    bool transport = false;

    template <class F>
    void fields(F&& field) const {
        field("name", name);
        field("transforms", words);
        field("mode", transport ? "transport" : "tunnel");
    }
};

/// What crypto map entries and IPsec profiles have in common, its defaults resolved.
struct IpsecPolicyRow {
    std::string ikev2_profile, isakmp_profile;   ///< empty: no such lines
    std::uint64_t kilobytes = config::default_sa_kilobytes;
    bool kilobytes_limited = true;
    std::uint32_t seconds = config::default_sa_seconds;
    bool responder_only = false;
    std::optional<std::uint16_t> pfs_group;
    std::vector<TransformSetRow> transform_sets;

    template <class F>
    void fields(F&& field) const {
        field("ikev2_profile", ikev2_profile.empty() ? std::nullopt : std::optional(ikev2_profile));
        field("isakmp_profile", isakmp_profile.empty() ? std::nullopt : std::optional(isakmp_profile));
        field("lifetime_kilobytes", kilobytes_limited ? std::optional(kilobytes) : std::nullopt);
        field("lifetime_seconds", seconds);
        field("responder_only", responder_only);
        field("pfs_group", pfs_group);
        field("transform_sets", transform_sets);
    }
};

/// `own` over the global lifetime.
void set_lifetime(IpsecPolicyRow& row, const config::SaLifetime& own, const config::SaLifetime& global);
/// The sets of these names that exist; the default set when `names` is empty.
std::vector<TransformSetRow> transform_set_rows(const std::vector<std::string>& names, const config::Configuration& configuration);

void print_transform_set(const TransformSetRow& row, TextWriter& out);
/// "\tSecurity association lifetime: …" down to "\t}".
void print_ipsec_policy(const IpsecPolicyRow& row, const ShowLook& look, TextWriter& out);
void print_transform_sets(const IpsecPolicyRow& row, const ShowLook& look, TextWriter& out);
void print_ipsec_profile(const std::string& name, const IpsecPolicyRow& row, const ShowLook& look, TextWriter& out);

}  // namespace show
