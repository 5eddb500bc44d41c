#include "show-commands/crypto/isakmp_profile.h"

#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;
using Kind = config::IsakmpIdentityMatch::Kind;

std::string_view match_word(const config::IsakmpIdentityMatch& match) {
    switch (match.kind) {
        case Kind::address: return match.address.address.is_v6() ? "ipv6-address " : "ip-address ";
        case Kind::host: return "host ";
        case Kind::host_domain: return "host domain ";
        case Kind::user: return "user ";
        case Kind::user_domain: return "user domain ";
        case Kind::group: return "group ";
    }
    return {};
}

void put_match(const config::IsakmpIdentityMatch& match, TextWriter& out) {
    out.put(match_word(match));
    if (match.kind != Kind::address) return static_cast<void>(out.put(match.text));
    out.put(match.address.address);
    if (match.address.address.is_v6()) return static_cast<void>(out.put('/', match.address.length));
    out.put(' ');
    if (match.mask_given) out.put(match.address.mask(), ' ');
}

std::string_view identity_word(config::IdentityKind kind) {
    switch (kind) {
        case config::IdentityKind::address: return "ip-address";
        case config::IdentityKind::fqdn: return "fqdn";
        case config::IdentityKind::email: return "user-fqdn";
        case config::IdentityKind::key_id: return "key-id";
        case config::IdentityKind::dn: return "dn";
    }
    return {};
}

void print_names(std::string_view title, const std::vector<std::string>& names, std::string_view otherwise, TextWriter& out) {
    out.put(title);
    for (const std::string& name : names) out.put(' ', name);
    if (names.empty()) out.put(' ', otherwise);
    out.end();
}

std::size_t references_of(const config::CryptoMap& map, std::string_view name) {
    std::size_t count = map.isakmp_profile == name ? 1 : 0;
    for (const config::CryptoMapEntry& entry : map.entries) count += entry.isakmp_profile == name;
    return count;
}

void print_profiles(const RouterView& view, std::string_view wanted, TextWriter& out) {
    bool first = true;
    for (const config::IsakmpProfile& profile : view.configuration.isakmp.profiles) {
        if (!wanted.empty() && wanted != profile.name) continue;
        if (!first) out.end();
        first = false;
        print_isakmp_profile(profile, isakmp_profile_references(view.configuration, profile.name), show_look(view.look), out);
    }
}

/// What JSON has of a profile.
struct IsakmpProfileRow {
    config::IsakmpProfile profile;
    std::size_t references;

    template <class F>
    void fields(F&& field) const {
        field("name", profile.name);
        field("references", references);
        field("identities", identities());
        field("certificate_maps", profile.match_certificates);
        field("identity_presented", profile.self_identity ? std::optional(identity_word(profile.self_identity->kind)) : std::nullopt);
        field("keyrings", profile.keyrings);
        field("trustpoints", profile.trustpoints);
        field("virtual_template", profile.virtual_template);
    }
    std::vector<std::string> identities() const {
        std::vector<std::string> texts;
        for (const config::IsakmpIdentityMatch& match : profile.matches) {
            TextWriter text;
            put_match(match, text);
            texts.push_back(text.take());
            while (texts.back().ends_with(' ')) texts.back().pop_back();
        }
        return texts;
    }
};

std::vector<IsakmpProfileRow> profile_rows(const RouterView& view, std::string_view wanted) {
    std::vector<IsakmpProfileRow> rows;
    for (const config::IsakmpProfile& profile : view.configuration.isakmp.profiles)
        if (wanted.empty() || wanted == profile.name) rows.push_back({profile, isakmp_profile_references(view.configuration, profile.name)});
    return rows;
}

}  // namespace

std::size_t isakmp_profile_references(const config::Configuration& configuration, std::string_view name) {
    std::size_t count = 1;
    for (const config::CryptoMap& map : configuration.ipsec.maps) count += references_of(map, name);
    for (const config::DynamicMap& map : configuration.ipsec.dynamic_maps)
        for (const config::CryptoMapEntry& entry : map.entries) count += entry.isakmp_profile == name;
    for (const config::IpsecProfile& profile : configuration.ipsec.profiles) count += profile.isakmp_profile == name;
    for (const auto& [interface_name, interface] : configuration.interfaces) count += interface.tunnel.protection_isakmp_profile == name;
    return count;
}

void print_isakmp_profile(const config::IsakmpProfile& profile, std::size_t references, const ShowLook& look, TextWriter& out) {
    const bool counted = look.isakmp_profile_references;
    const std::string_view indent = counted ? "   " : "";
    if (counted) out.line("IKEv1 PROFILE ", profile.name).line(" Ref Count = ", references);
    else out.line("ISAKMP PROFILE ", profile.name);
    out.line(indent, "Identities matched are:");
    for (const config::IsakmpIdentityMatch& match : profile.matches) {
        put_match(match, out.put(counted ? "    " : "  "));
        out.end();
    }
    out.line(indent, "Certificate maps matched are:");
    for (const std::string& map : profile.match_certificates) out.line(counted ? "    " : "  ", map);
    if (profile.self_identity) out.line(indent, "Identity presented is: ", identity_word(profile.self_identity->kind));
    print_names("keyring(s):", profile.keyrings, "<none>", out.put(indent));
    print_names("trustpoint(s):", profile.trustpoints, "<all>", out.put(indent));
    if (profile.virtual_template) out.line(indent, "virtual-template: ", *profile.virtual_template);
}

std::span<const config::Line> isakmp_profile_lines() {
    static const config::Line lines[] = {
        config::line(show_crypto_isakmp() >> kw("profile", "Show ISAKMP profiles") >>
                         -(kw("tag", "Show ISAKMP profile with this name") >> config::word("name", "Name of ISAKMP profile")),
                     +[](const RouterView& view, const config::Args& args) {
                         const std::string wanted(args.text("name"));
                         return whole_screen([&view, wanted](TextWriter& out) { print_profiles(view, wanted, out); },
                                             [&view, wanted] { return profile_rows(view, wanted); });
                     }),
    };
    return lines;
}

}  // namespace show
