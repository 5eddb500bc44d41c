#include <algorithm>

#include "config-model/ikev2/modes.h"
#include "config-model/ikev2/preshared_key.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_profile;

struct MethodWord {
    std::string_view word;
    AuthMethodName method;
};
constexpr MethodWord method_words[] = {
    {"pre-share", AuthMethodName::pre_share}, {"rsa-sig", AuthMethodName::rsa_sig},
    {"ecdsa-sig", AuthMethodName::ecdsa_sig}, {"eap", AuthMethodName::eap}};

std::optional<AuthMethodName> read_method(const Args& args) {
    for (const auto& entry : method_words)
        if (args.has(entry.word)) return entry.method;
    return std::nullopt;
}

std::string_view word_of(AuthMethodName method) {
    for (const auto& entry : method_words)
        if (entry.method == method) return entry.word;
    return "";
}

void set_local(Ikev2Profile& profile, const Args& args) {
    profile.local_auth = read_method(args);
    profile.local_key = args.has("pre-share") && args.value_count() > 0 ? read_preshared_key(args) : std::nullopt;
    profile.local_eap = args.text("eap_words");
}

void unset_local(Ikev2Profile& profile, const Args&) {
    profile.local_auth.reset();
    profile.local_key.reset();
    profile.local_eap.clear();
}

void set_remote(Ikev2Profile& profile, const Args& args) {
    const auto method = *read_method(args);
    auto& all = profile.remote_auth;
    if (std::find(all.begin(), all.end(), method) == all.end()) all.push_back(method);
    if (method == AuthMethodName::pre_share)
        profile.remote_key = args.value_count() > 0 ? read_preshared_key(args) : std::nullopt;
    if (method == AuthMethodName::eap) profile.remote_eap = args.text("eap_words");
}

void unset_remote(Ikev2Profile& profile, const Args& args) {
    const auto method = read_method(args);
    if (method) std::erase(profile.remote_auth, *method);
    else profile.remote_auth.clear();
    if (!method || method == AuthMethodName::pre_share) profile.remote_key.reset();
    if (!method || method == AuthMethodName::eap) profile.remote_eap.clear();
}

std::string method_text(AuthMethodName method, const std::optional<PresharedKey>& key, const std::string& eap) {
    std::string text{word_of(method)};
    if (method == AuthMethodName::pre_share && key) text += " key " + preshared_key_text(*key);
    if (method == AuthMethodName::eap && !eap.empty()) text += ' ' + eap;
    return text;
}

void show_local(const Ikev2Profile& profile, Shown& shown) {
    if (!profile.local_auth) return;
    shown.raw("authentication local " + method_text(*profile.local_auth, profile.local_key, profile.local_eap));
}

void show_remote(const Ikev2Profile& profile, Shown& shown) {
    for (const auto method : profile.remote_auth)
        shown.raw("authentication remote " + method_text(method, profile.remote_key, profile.remote_eap));
}

Syntax methods() {
    return (kw("pre-share", "Pre-Shared Key") >> -(kw("key", "Specify the pre-shared key") >> preshared_key_values())) |
           kw("rsa-sig", "Rivest-Shamir-Adleman Signature") | kw("ecdsa-sig", "ECDSA Signature") |
           (kw("eap", "Extended Authentication Protocol") >> -text("eap_words", "EAP parameters"));
}

Syntax side(std::string_view word, std::string_view help) {
    return kw("authentication", "Set authentication method") >> kw(word, help) >> methods();
}

void set_identity(Ikev2Profile& profile, const Args& args) {
    Identity identity;
    if (const auto address = args.get<IpAddress>("value")) identity.address = *address;
    if (args.has("fqdn")) identity.kind = IdentityKind::fqdn;
    if (args.has("email")) identity.kind = IdentityKind::email;
    if (args.has("key-id")) identity.kind = IdentityKind::key_id;
    if (args.has("dn")) identity.kind = IdentityKind::dn;
    identity.text = args.text("name");
    profile.identity_local = std::move(identity);
}

void unset_identity(Ikev2Profile& profile, const Args&) { profile.identity_local.reset(); }

void show_identity(const Ikev2Profile& profile, Shown& shown) {
    if (!profile.identity_local) return;
    const auto& identity = *profile.identity_local;
    const std::string start = "identity local ";
    switch (identity.kind) {
        case IdentityKind::address: return shown.raw(start + "address " + identity.address.text());
        case IdentityKind::fqdn: return shown.raw(start + "fqdn " + identity.text);
        case IdentityKind::email: return shown.raw(start + "email " + identity.text);
        case IdentityKind::key_id: return shown.raw(start + "key-id " + identity.text);
        case IdentityKind::dn: return shown.raw(start + "dn");
    }
}

Syntax local_identity() {
    return kw("identity", "Specify IKE identity to use") >> kw("local", "Specify the local IKE identity to use for the negotiation") >>
           ((kw("address", "address") >> ip("value", "IP address")) | kw("dn", "Distinguished Name") |
            (kw("email", "Fully qualified email string") >> word("name", "email string")) |
            (kw("fqdn", "Fully qualified domain name string") >> word("name", "fqdn string")) |
            (kw("key-id", "key-id opaque string - proprietary types of identification") >> word("name", "key-id string")));
}

}  // namespace

std::span<const Line> profile_authentication_lines() {
    static const Line lines[] = {
        line(local_identity()).set(&set_identity).unset(&unset_identity).reset(&unset_identity).show(&show_identity)
            .no_needs(0).changes(topic),
        line(side("remote", "Set remote authentication method"))
            .set(&set_remote).unset(&unset_remote).reset(&unset_remote).show(&show_remote).no_needs(0).changes(topic),
        line(side("local", "Set local authentication method"))
            .set(&set_local).unset(&unset_local).reset(&unset_local).show(&show_local).no_needs(0).changes(topic),
        line(kw("authentication", "Set authentication method") >> kw("remote", "Set remote authentication method") >>
             kw("anyconnect-eap", "AnyConnect EAP") >> kw("aggregate", "Aggregate authentication"))
            .warns("AnyConnect EAP is not modelled").hidden().alias()
            .set([](Ikev2Profile&, const Args&) {}).unset([](Ikev2Profile&, const Args&) {}),
    };
    return lines;
}

}  // namespace config
