#include "show-commands/crypto/ipsec_policy.h"

#include "ike/policy/defaults.h"
#include "show-commands/crypto/ike_names.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

TransformSetRow transform_set_row(const config::TransformSet& set) { return {set.name, transform_words(set), set.transport}; }

void print_lifetime(const IpsecPolicyRow& row, TextWriter& out) {
    if (row.kilobytes_limited) {
        out.line("\tSecurity association lifetime: ", row.kilobytes, " kilobytes/", row.seconds, " seconds");
    } else {
        out.line("\tKilobyte Volume Rekey has been disabled.");
        out.line("\tSecurity association lifetime:", row.seconds, " seconds");
    }
}

IpsecPolicyRow profile_row(const config::IpsecProfile& profile, const config::Configuration& configuration) {
    IpsecPolicyRow row;
    row.ikev2_profile = profile.ikev2_profile;
    row.isakmp_profile = profile.isakmp_profile;
    set_lifetime(row, profile.lifetime, configuration.ipsec.lifetime);
    row.responder_only = profile.responder_only;
    if (profile.pfs) row.pfs_group = profile.pfs->group;
    row.transform_sets = transform_set_rows(profile.transform_sets, configuration);
    return row;
}

/// A profile for JSON: its name before what it has in common with crypto map entries.
struct IpsecProfileRow {
    std::string name;
    IpsecPolicyRow policy;

    template <class F>
    void fields(F&& field) const {
        field("name", name);
        policy.fields(field);
    }
};

std::vector<IpsecProfileRow> profile_rows(const config::Configuration& configuration, std::string_view wanted) {
    std::vector<IpsecProfileRow> rows;
    const auto add = [&](const config::IpsecProfile& profile) {
        if (wanted.empty() || wanted == profile.name) rows.push_back({profile.name, profile_row(profile, configuration)});
    };
    add(ike::default_ipsec_profile(configuration));
    for (const config::IpsecProfile& profile : configuration.ipsec.profiles)
        if (profile.name != "default") add(profile);
    return rows;
}

void print_profiles(const RouterView& view, std::string_view wanted, TextWriter& out) {
    for (const IpsecProfileRow& row : profile_rows(view.configuration, wanted)) {
        print_ipsec_profile(row.name, row.policy, show_look(view.look), out);
        out.end();
    }
}

std::vector<TransformSetRow> set_rows(const config::Configuration& configuration, std::string_view wanted) {
    std::vector<TransformSetRow> rows;
    const auto add = [&](const config::TransformSet& set) {
        if (wanted.empty() || wanted == set.name) rows.push_back(transform_set_row(set));
    };
    add(ike::default_transform_set(configuration));
    for (const config::TransformSet& set : configuration.ipsec.transform_sets)
        if (set.name != "default") add(set);
    return rows;
}

void print_sets(const config::Configuration& configuration, std::string_view wanted, TextWriter& out) {
    for (const TransformSetRow& row : set_rows(configuration, wanted)) print_transform_set(row, out);
}

/// The global lifetime for JSON.
struct GlobalLifetimeRow {
    IpsecPolicyRow policy;

    template <class F>
    void fields(F&& field) const {
        field("lifetime_kilobytes", policy.kilobytes_limited ? std::optional(policy.kilobytes) : std::nullopt);
        field("lifetime_seconds", policy.seconds);
    }
};

std::vector<GlobalLifetimeRow> lifetime_rows(const config::Configuration& configuration) {
    GlobalLifetimeRow row;
    set_lifetime(row.policy, {}, configuration.ipsec.lifetime);
    return {row};
}

struct IdleTimeRow {
    std::optional<std::uint32_t> seconds;

    template <class F>
    void fields(F&& field) const { field("idle_seconds", seconds); }
};

void print_idle_time(const std::optional<std::uint32_t>& seconds, TextWriter& out) {
    if (seconds) out.line("Security association idle-time: ", *seconds, " seconds");
    else out.line("Security association idle-time: disabled");
    out.end();
}

void print_global_lifetime(const config::Configuration& configuration, TextWriter& out) {
    IpsecPolicyRow row;
    set_lifetime(row, {}, configuration.ipsec.lifetime);
    if (row.kilobytes_limited) out.line("Security association lifetime: ", row.kilobytes, " kilobytes/", row.seconds, " seconds");
    else out.line("Kilobyte Volume Rekey has been disabled.").line("Security association lifetime:", row.seconds, " seconds");
    out.end();
}

}  // namespace

void set_lifetime(IpsecPolicyRow& row, const config::SaLifetime& own, const config::SaLifetime& global) {
    row.seconds = own.seconds.value_or(global.seconds.value_or(config::default_sa_seconds));
    row.kilobytes = own.kilobytes.value_or(global.kilobytes.value_or(config::default_sa_kilobytes));
    row.kilobytes_limited = !own.kilobytes_disabled && (own.kilobytes || !global.kilobytes_disabled);
}

std::vector<TransformSetRow> transform_set_rows(const std::vector<std::string>& names, const config::Configuration& configuration) {
    std::vector<TransformSetRow> rows;
    if (names.empty()) rows.push_back(transform_set_row(ike::default_transform_set(configuration)));
    for (const std::string& name : names)
        if (const config::TransformSet* set = ike::find_transform_set(configuration, name)) rows.push_back(transform_set_row(*set));
    return rows;
}

void print_transform_set(const TransformSetRow& row, TextWriter& out) {
    out.line("Transform set ", row.name, ": { ", row.words, "  } ");
    out.line("   will negotiate = { ", row.transport ? "Transport" : "Tunnel", ",  }, ");
    out.line("   ");
}

void print_ipsec_policy(const IpsecPolicyRow& row, const ShowLook& look, TextWriter& out) {
    print_lifetime(row, out);
    if (look.dualstack) out.line("\tDualstack (Y/N): N").end();
    if (look.policy_words) out.line("\tResponder-Only (Y/N): ", row.responder_only ? 'Y' : 'N');
    out.line("\tPFS (Y/N): ", row.pfs_group ? 'Y' : 'N');
    if (row.pfs_group) {
        if (look.dualstack) out.line("\t\tInherit (Y/N): N");
        out.line("\t\tDH group: group", *row.pfs_group);
    }
    if (look.policy_words) out.line("\tMixed-mode : Disabled");
    print_transform_sets(row, look, out);
}

void print_transform_sets(const IpsecPolicyRow& row, const ShowLook& look, TextWriter& out) {
    out.line("\tTransform sets={ ");
    for (const TransformSetRow& set : row.transform_sets) {
        if (look.policy_words) out.line("\t\t", set.name, ":  { ", set.words, "  } , ");
        else out.line("\t\t", set.name, ", ");
    }
    out.line("\t}");
}

void print_ipsec_profile(const std::string& name, const IpsecPolicyRow& row, const ShowLook& look, TextWriter& out) {
    out.line("IPSEC profile ", name);
    if (!row.ikev2_profile.empty()) out.line("\tIKEv2 Profile: ", row.ikev2_profile);
    if (!row.isakmp_profile.empty()) out.line("\tISAKMP Profile: ", row.isakmp_profile);
    print_ipsec_policy(row, look, out);
}

std::span<const config::Line> ipsec_policy_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ipsec() >> kw("transform-set", "Crypto transform sets") >>
                         -config::word("name", "Transform set tag"),
                     +[](const RouterView& view, const config::Args& args) {
                         const std::string wanted(args.text("name"));
                         return whole_screen([&view, wanted](TextWriter& out) { print_sets(view.configuration, wanted, out); },
                                             [&view, wanted] { return set_rows(view.configuration, wanted); });
                     }),
        config::line(show_crypto_ipsec() >> kw("profile", "Show ipsec profile information") >> -config::word("name", "Profile name"),
                     +[](const RouterView& view, const config::Args& args) {
                         const std::string wanted(args.text("name"));
                         return whole_screen([&view, wanted](TextWriter& out) { print_profiles(view, wanted, out); },
                                             [&view, wanted] { return profile_rows(view.configuration, wanted); });
                     }),
        config::line(show_crypto_ipsec() >> kw("security-association", "Show parameters for IPSec security associations") >>
                         config::flag("lifetime", "Show parameters for security association lifetime"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) { print_global_lifetime(view.configuration, out); },
                                             [&view] { return lifetime_rows(view.configuration); });
                     }),
        config::line(show_crypto_ipsec() >> kw("security-association", "Show parameters for IPSec security associations") >>
                         kw("idle-time", "Show parameters for security association idle time"),
                     +[](const RouterView& view, const config::Args&) {
                         return whole_screen([&view](TextWriter& out) { print_idle_time(view.configuration.ipsec.idle_time, out); },
                                             [&view] { return std::vector{IdleTimeRow{view.configuration.ipsec.idle_time}}; });
                     }),
    };
    return lines;
}

}  // namespace show
