#include "show-commands/crypto/ikev2_profile.h"

#include <algorithm>

#include "show-commands/crypto/crypto_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

std::string_view or_none(std::string_view text) { return text.empty() ? "none" : text; }

std::string_view method_word(config::AuthMethodName method) {
    switch (method) {
        case config::AuthMethodName::pre_share: return "pre-share";
        case config::AuthMethodName::rsa_sig: return "rsa-sig";
        case config::AuthMethodName::ecdsa_sig: return "ecdsa-sig";
        case config::AuthMethodName::eap: return "eap";
    }
    return {};
}

std::string_view identity_word(config::IdentityKind kind) {
    switch (kind) {
        case config::IdentityKind::address: return "address ";
        case config::IdentityKind::fqdn: return "fqdn ";
        case config::IdentityKind::email: return "email ";
        case config::IdentityKind::key_id: return "key-id ";
        case config::IdentityKind::dn: return "DN";
    }
    return {};
}

std::string_view match_word(config::IdentityMatch::Kind kind) {
    using enum config::IdentityMatch::Kind;
    switch (kind) {
        case address: return "address ";
        case any: return "any";
        case fqdn: return "fqdn ";
        case fqdn_domain: return "fqdn domain ";
        case email: return "email ";
        case email_domain: return "email domain ";
        case key_id: return "key-id ";
    }
    return {};
}

void put_match(const config::IdentityMatch& match, TextWriter& out) {
    out.put(match_word(match.kind), match.address, match.text);
    if (match.mask) out.put(' ', *match.mask);
    if (match.ipv6_length) out.put('/', *match.ipv6_length);
}

void print_match(const config::IdentityMatch& match, TextWriter& out) {
    put_match(match, out.put("   "));
    out.end();
}

void print_criteria(const config::Ikev2Profile& profile, TextWriter& out) {
    out.line(" Match criteria: ");
    out.line("  Fvrf: ", profile.match_fvrf_any ? "any" : profile.match_fvrf.empty() ? "global" : std::string_view{profile.match_fvrf});
    if (profile.match_local_addresses.empty()) out.line("  Local address/interface: none");
    else out.line("  Local address/interface: ");
    for (const config::IpAddress& address : profile.match_local_addresses) out.line("   ", address);
    out.line("  Identities: ", profile.match_remote.empty() ? "none" : "");
    for (const config::IdentityMatch& match : profile.match_remote) print_match(match, out);
    out.line("  Certificate maps: ", profile.match_certificates.empty() ? "none" : "");
    for (const std::string& map : profile.match_certificates) out.line("   ", map);
}

void print_methods(const config::Ikev2Profile& profile, TextWriter& out) {
    out.put(" Local identity: ");
    if (!profile.identity_local) out.line("none");
    else out.line(identity_word(profile.identity_local->kind), profile.identity_local->address, profile.identity_local->text);
    out.line(" Remote identity: none");
    out.line(" Local authentication method: ", profile.local_auth ? method_word(*profile.local_auth) : "none");
    out.put(" Remote authentication method(s):", profile.remote_auth.empty() ? " none" : "");
    for (config::AuthMethodName method : profile.remote_auth) out.put(' ', method_word(method));
    out.end();
}

void print_timers(const config::Ikev2Profile& profile, TextWriter& out) {
    out.line(" Lifetime: ", profile.lifetime, " seconds");
    if (profile.dpd) {
        out.line(" DPD: interval ", profile.dpd->interval, ", retry-interval ", profile.dpd->retry, ", ",
                 profile.dpd->periodic ? "periodic" : "on-demand");
    } else {
        out.line(" DPD: disabled");
    }
    if (profile.nat_keepalive) out.line(" NAT-keepalive: ", *profile.nat_keepalive, " seconds");
    else out.line(" NAT-keepalive: disabled");
}

/// Crypto map entries, IPsec profiles and IKE SAs that name this profile.
std::uint64_t references_to(const std::string& name, const RouterView& view, const CryptoRows& rows) {
    const auto names_it = [&](const auto& user) { return user.ikev2_profile == name; };
    const auto& profiles = view.configuration.ipsec.profiles;
    auto count = std::count_if(profiles.begin(), profiles.end(), names_it);
    for (const config::CryptoMap& map : view.configuration.ipsec.maps)
        count += std::count_if(map.entries.begin(), map.entries.end(), names_it);
    for (auto sa = rows.next_ike_sa(0); sa; sa = rows.next_ike_sa(sa->tunnel_id)) count += sa->profile == name;
    return static_cast<std::uint64_t>(count);
}

/// What JSON has of a profile.
struct Ikev2ProfileRow {
    config::Ikev2Profile profile;
    std::uint64_t references;

    template <class F>
    void fields(F&& field) const {
        field("name", profile.name);
        field("shutdown", profile.shutdown);
        field("references", references);
        field("fvrf", profile.match_fvrf_any ? "any" : profile.match_fvrf.empty() ? "global" : std::string_view{profile.match_fvrf});
        field("match_local_addresses", profile.match_local_addresses);
        field("match_identities", identities());
        field("certificate_maps", profile.match_certificates);
        field("local_identity", profile.identity_local ? std::optional(local_identity()) : std::nullopt);
        field("local_authentication", profile.local_auth ? std::optional(method_word(*profile.local_auth)) : std::nullopt);
        field("remote_authentication", remote_methods());
        field("keyring", unless_empty(profile.keyring_local));
        field("lifetime_seconds", profile.lifetime);
        field("dpd_interval", profile.dpd ? std::optional(profile.dpd->interval) : std::nullopt);
        field("dpd_retry", profile.dpd ? std::optional(profile.dpd->retry) : std::nullopt);
        field("dpd_periodic", profile.dpd ? std::optional(profile.dpd->periodic) : std::nullopt);
        field("nat_keepalive", profile.nat_keepalive);
        field("ivrf", unless_empty(profile.ivrf));
    }
    std::vector<std::string> identities() const {
        std::vector<std::string> texts;
        for (const config::IdentityMatch& match : profile.match_remote) {
            TextWriter text;
            put_match(match, text);
            texts.push_back(text.take());
        }
        return texts;
    }
    std::string local_identity() const {
        const config::Identity& is = *profile.identity_local;
        return TextWriter().put(identity_word(is.kind), is.address, is.text).take();
    }
    std::vector<std::string_view> remote_methods() const {
        std::vector<std::string_view> words;
        for (config::AuthMethodName method : profile.remote_auth) words.push_back(method_word(method));
        return words;
    }
};

std::vector<Ikev2ProfileRow> profile_rows(const RouterView& view, std::string_view wanted) {
    const auto rows = rows_of(view);
    std::vector<Ikev2ProfileRow> profiles;
    for (const config::Ikev2Profile& profile : view.configuration.ikev2.profiles)
        if (wanted.empty() || wanted == profile.name) profiles.push_back({profile, references_to(profile.name, view, *rows)});
    return profiles;
}

void print_profiles(const RouterView& view, std::string_view wanted, TextWriter& out) {
    for (const Ikev2ProfileRow& row : profile_rows(view, wanted)) print_ikev2_profile(row.profile, row.references, out);
}

}  // namespace

void print_ikev2_profile(const config::Ikev2Profile& profile, std::uint64_t references, TextWriter& out) {
    out.line("IKEv2 profile: ", profile.name);
    out.line(" Shutdown : ", profile.shutdown ? "Yes" : "No");
    out.line(" Ref Count: ", references);
    print_criteria(profile, out);
    print_methods(profile, out);
    out.line(" EAP options: none");
    out.line(" Keyring: ", or_none(profile.keyring_local));
    out.line(" Trustpoint(s): none");
    print_timers(profile, out);
    out.line(" Ivrf: ", or_none(profile.ivrf));
    out.line(" Virtual-template: none");
    out.line(" mode auto: none");
    out.line(" AAA AnyConnect EAP authentication mlist: none");
    out.line(" AAA EAP authentication mlist: none");
    out.line(" AAA authentication mlist: none");
    out.line(" AAA Accounting: none");
    out.line(" AAA group authorization: none");
    out.line(" AAA user authorization: none");
}

std::span<const config::Line> ikev2_profile_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_ikev2() >> config::kw("profile", "Shows ikev2 profiles") >>
                         -config::word("name", "Name of IKEv2 profile"),
                     +[](const RouterView& view, const config::Args& args) {
                         const std::string wanted(args.text("name"));
                         return whole_screen([&view, wanted](TextWriter& out) { print_profiles(view, wanted, out); },
                                             [&view, wanted] { return profile_rows(view, wanted); });
                     }),
    };
    return lines;
}

}  // namespace show
