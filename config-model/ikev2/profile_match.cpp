#include <algorithm>

#include "config-model/ikev2/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_profile;
using Kind = IdentityMatch::Kind;

/// Reads `fqdn domain D` and the like; the kinds with a domain follow those without.
IdentityMatch read_match(const Args& args) {
    IdentityMatch match;
    const bool domain = args.has("domain");
    match.text = args.text("name");
    if (args.has("any")) match.kind = Kind::any;
    if (args.has("fqdn")) match.kind = domain ? Kind::fqdn_domain : Kind::fqdn;
    if (args.has("email")) match.kind = domain ? Kind::email_domain : Kind::email;
    if (args.has("key-id")) match.kind = Kind::key_id;
    if (const auto address = args.get<IpAddress>("value")) match.address = *address;
    match.mask = args.get<IpAddress>("mask");
    if (const auto prefix = args.get<Prefix>("prefix")) {
        match.address = prefix->address;
        match.ipv6_length = prefix->length;
    }
    return match;
}

Result add_match(Ikev2Profile& profile, const Args& args, Edit& edit) {
    const auto match = read_match(args);
    auto& all = profile.match_remote;
    if (std::find(all.begin(), all.end(), match) == all.end()) all.push_back(match);
    else if (edit.interactive) edit.note("% Already found same 'match identity' statement");
    return Result::ok();
}

void erase_match(Ikev2Profile& profile, const Args& args) {
    if (args.value_count() == 0 && !args.has("any")) return profile.match_remote.clear();
    std::erase(profile.match_remote, read_match(args));
}

std::string match_text(const IdentityMatch& match) {
    switch (match.kind) {
        case Kind::any: return "any";
        case Kind::fqdn: return "fqdn " + match.text;
        case Kind::fqdn_domain: return "fqdn domain " + match.text;
        case Kind::email: return "email " + match.text;
        case Kind::email_domain: return "email domain " + match.text;
        case Kind::key_id: return "key-id " + match.text;
        case Kind::address: break;
    }
    if (match.ipv6_length) return "address " + match.address.text() + '/' + std::to_string(*match.ipv6_length);
    return "address " + match.address.text() + ' ' + (match.mask ? match.mask->text() + ' ' : "");
}

void show_matches(const Ikev2Profile& profile, Shown& shown) {
    for (const auto& match : profile.match_remote) shown.raw("match identity remote " + match_text(match));
}

void match_vrf(Ikev2Profile& profile, const Args& args) {
    profile.match_fvrf_any = args.has("any");
    profile.match_fvrf = args.text("vrf");
}

void forget_vrf(Ikev2Profile& profile, const Args&) {
    profile.match_fvrf_any = false;
    profile.match_fvrf.clear();
}

void show_vrf(const Ikev2Profile& profile, Shown& shown) {
    if (profile.match_fvrf_any) shown.raw("match fvrf any");
    if (!profile.match_fvrf.empty()) shown.raw("match fvrf " + profile.match_fvrf);
}

Syntax match_keyword() { return kw("match", "Match values of peer"); }
Syntax local_address() { return match_keyword() >> kw("address", "Match address") >> kw("local", "Local address"); }

Syntax remote_identity() {
    const auto named = [](std::string_view help) { return -kw("domain", "Domain name") >> word("name", help); };
    return match_keyword() >> kw("identity", "IKE identity") >> kw("remote", "Remote identity") >>
           ((kw("address", "Remote address") >> ((ipv4("value", "IPv4 Address prefix") >> -mask("mask", "specify mask")) |
                                                 ipv6_prefix("prefix", "IPv6 address/prefix") | ipv6("value", "IPv6 address"))) |
            kw("any", "Match any peer identity") | (kw("email", "email id string") >> named("Specify the name string")) |
            (kw("fqdn", "Fully qualified domain name") >> named("Specify the name string")) |
            (kw("key-id", "key-id opaque string") >> word("name", "key-id string")));
}

}  // namespace

std::span<const Line> profile_match_lines() {
    static const Line lines[] = {
        line(kw("description", "Specify a description of this profile") >> text("description"), &Ikev2Profile::description)
            .no_needs(0).changes(topic),
        line(match_keyword() >> kw("fvrf", "fvrf of the profile") >> (kw("any", "Any fvrf") | word("vrf", "fvrf name")))
            .set(&match_vrf).unset(&forget_vrf).reset(&forget_vrf).show(&show_vrf).no_needs(0).changes(topic),
        line(local_address() >> ip("IP address"), &Ikev2Profile::match_local_addresses).appends().changes(topic),
        line(local_address() >> kw("interface", "Local interface") >> interface_name("Local interface"), &Ikev2Profile::match_local_interfaces)
            .appends().changes(topic),
        line(match_keyword() >> kw("any", "Match any peer"), &Ikev2Profile::match_any).changes(topic),
        line(remote_identity()).set(&add_match).unset(&erase_match).show(&show_matches).no_needs(0).changes(topic),
        line(match_keyword() >> kw("certificate", "Peer certificate attributes") >> word("Certificate map tag"), &Ikev2Profile::match_certificates)
            .appends().warns("certificates are not modelled").changes(topic),
    };
    return lines;
}

}  // namespace config
