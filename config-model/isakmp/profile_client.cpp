#include "config-model/isakmp/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_profile;

Syntax client() { return kw("client", "Specify client configuration settings"); }

template <auto Way>
Line addressing(std::string_view word, std::string_view help) {
    return line(client() >> kw("configuration", "Client configuration") >> kw("address", "Client configuration address") >> kw(word, help))
        .set([](IsakmpProfile& profile, const Args&) { profile.client_addressing.*Way = true; })
        .unset([](IsakmpProfile& profile, const Args&) { profile.client_addressing.*Way = false; })
        .reset([](IsakmpProfile& profile, const Args&) { profile.client_addressing.*Way = false; })
        .show([](const IsakmpProfile& profile, Shown& shown) { if (profile.client_addressing.*Way) shown.line(); })
        .changes(topic);
}

void set_self_identity(IsakmpProfile& profile, const Args& args) {
    Identity identity;
    if (args.has("fqdn")) identity.kind = IdentityKind::fqdn;
    if (args.has("user-fqdn")) identity.kind = IdentityKind::email;
    if (args.has("dn")) identity.kind = IdentityKind::dn;
    if (const auto address = args.get<IpAddress>("value")) identity.address = *address;
    identity.text = args.text("name");
    profile.self_identity = std::move(identity);
}

void unset_self_identity(IsakmpProfile& profile, const Args&) { profile.self_identity.reset(); }

std::string identity_text(const Identity& identity) {
    switch (identity.kind) {
        case IdentityKind::address: return identity.address ? "address ipv6 " + identity.address.text() : "address";
        case IdentityKind::fqdn: return identity.text.empty() ? "fqdn" : "fqdn " + identity.text;
        case IdentityKind::email: return "user-fqdn " + identity.text;
        case IdentityKind::key_id: return "key-id " + identity.text;
        case IdentityKind::dn: return "dn";
    }
    return {};
}

void show_self_identity(const IsakmpProfile& profile, Shown& shown) {
    if (profile.self_identity) shown.raw("self-identity " + identity_text(*profile.self_identity));
}

}  // namespace

std::span<const Line> isakmp_profile_client_lines() {
    static const Line lines[] = {
        line(kw("self-identity", "Specify the identity to use") >>
             ((kw("address", "IP address of the interface") >> -(kw("ipv6", "IPv6 address") >> ipv6("value", "IPv6 address"))) |
              (kw("fqdn", "Fully qualified domain name") >> -word("name", "Name")) |
              (kw("user-fqdn", "User fully qualified domain name") >> word("name", "Name")) | kw("dn", "Distinguished name of the certificate")))
            .set(&set_self_identity).unset(&unset_self_identity).reset(&unset_self_identity).show(&show_self_identity).no_needs(0).changes(topic),
        line(client() >> kw("authentication", "Specify client authentication") >> kw("list", "AAA list for Xauth") >> word("Name of the list"),
             &IsakmpProfile::client_authentication_list)
            .no_needs(0).changes(topic),
        line(kw("isakmp", "ISAKMP authorization") >> kw("authorization", "ISAKMP authorization") >> kw("list", "AAA list") >> word("Name of the list"),
             &IsakmpProfile::authorization_list)
            .no_needs(0).changes(topic),
        addressing<&ClientAddressing::initiate>("initiate", "Push addresses to the client"),
        addressing<&ClientAddressing::respond>("respond", "Answer the client's request for an address"),
        line(client() >> kw("configuration", "Client configuration") >> kw("group", "Client configuration group") >> word("Group name"),
             &IsakmpProfile::client_group)
            .no_needs(0).changes(topic),
        line(kw("accounting", "Enable AAA accounting for IPSec sessions") >> word("Name of the list"), &IsakmpProfile::accounting)
            .no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace config
