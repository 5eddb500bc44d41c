#include <algorithm>

#include "config-model/isakmp/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_profile;
using Kind = IsakmpIdentityMatch::Kind;

Prefix read_prefix(const Args& args) {
    if (const auto prefix = args.get<Prefix>("prefix")) return {prefix->network(), prefix->length};
    const auto address = *args.get<IpAddress>("value");
    if (address.is_v6()) return {address, 128};
    if (const auto mask = args.get<IpAddress>("mask")) return {address, *mask_length(*mask)};
    return {address, address.is_unspecified() ? std::uint8_t{0} : std::uint8_t{32}};
}

/// `host domain D` and `user domain D` follow the kinds without a domain.
IsakmpIdentityMatch read_match(const Args& args) {
    IsakmpIdentityMatch match;
    const bool domain = args.has("domain");
    match.text = args.text("name");
    match.vrf = args.text("table");
    if (args.has("group")) match.kind = Kind::group;
    else if (args.has("host")) match.kind = domain ? Kind::host_domain : Kind::host;
    else if (args.has("user")) match.kind = domain ? Kind::user_domain : Kind::user;
    else match.address = read_prefix(args);
    match.mask_given = match.kind == Kind::address && match.address.address.is_v4() && match.address != Prefix{IpAddress::v4(0), 0};
    return match;
}

void add_match(IsakmpProfile& profile, const Args& args) {
    const auto match = read_match(args);
    auto& all = profile.matches;
    if (std::find(all.begin(), all.end(), match) == all.end()) all.push_back(match);
}

void erase_match(IsakmpProfile& profile, const Args& args) {
    if (args.value_count() == 0) return profile.matches.clear();
    std::erase(profile.matches, read_match(args));
}

std::string address_text(const IsakmpIdentityMatch& match) {
    const auto& [address, length] = match.address;
    if (address.is_v6()) return "address ipv6 " + address.text() + '/' + std::to_string(length) + ' ';
    return "address " + address.text() + ' ' + (match.mask_given ? match.address.mask().text() + ' ' : "") + match.vrf;
}

std::string match_text(const IsakmpIdentityMatch& match) {
    switch (match.kind) {
        case Kind::address: return address_text(match);
        case Kind::host: return "host " + match.text;
        case Kind::host_domain: return "host domain " + match.text;
        case Kind::user: return "user " + match.text;
        case Kind::user_domain: return "user domain " + match.text;
        case Kind::group: return "group " + match.text;
    }
    return {};
}

void show_matches(const IsakmpProfile& profile, Shown& shown) {
    for (const auto& match : profile.matches) shown.raw("match identity " + match_text(match));
}

Syntax match_words() {
    const auto named = [](std::string_view help) { return -kw("domain", "Domain name") >> word("name", help); };
    return kw("match", "Match values of peer") >> kw("identity", "match peer identities") >>
           ((kw("address", "match remote IP address") >>
             ((ipv4("value", "IP address prefix") >> -(mask("mask", "subnet mask") >> -word("table", "FVRF"))) |
              (kw("ipv6", "IPv6 address") >> (ipv6_prefix("prefix", "IPv6 prefix") | ipv6("value", "IPv6 address"))))) |
            (kw("group", "match a Unity client group") >> word("name", "group name")) | (kw("host", "match the remote hostname") >> named("Host name")) |
            (kw("user", "match the username in the ID payload") >> named("User name")));
}

}  // namespace

std::span<const Line> isakmp_profile_match_lines() {
    static const Line lines[] = {
        line(kw("description", "Specify a description of this profile") >> text("description of this profile"), &IsakmpProfile::description)
            .no_needs(0).changes(topic),
        line(kw("vrf", "Specify the VRF it is related to") >> word("VRF name"), &IsakmpProfile::vrf).no_needs(0).changes(topic),
        line(kw("keyring", "Specify a keyring to use") >> word("Keyring name"), &IsakmpProfile::keyrings).appends().no_needs(0).changes(topic),
        line(match_words()).set(&add_match).unset(&erase_match).reset(&erase_match).show(&show_matches).no_needs(0).changes(topic),
        line(kw("match", "Match values of peer") >> kw("certificate", "Peer certificate attributes") >> word("Certificate map tag"),
             &IsakmpProfile::match_certificates)
            .appends().no_needs(0).warns("certificates are not modelled").changes(topic),
    };
    return lines;
}

}  // namespace config
