#include <algorithm>

#include "config-model/crypto_map/modes.h"
#include "config-model/ipsec/set_lines.h"

namespace config {

namespace {

/// Addresses are spelled as the router prints them.
std::string peer_of(const Args& args) {
    const std::string_view typed = args.text("peer_name");
    const auto address = IpAddress::parse(typed);
    return address ? address->text() : std::string{typed};
}

void add_peer(CryptoMapEntry& entry, const Args& args) {
    const std::string peer = peer_of(args);
    std::erase(entry.dynamic_peers, peer);
    if (args.has("dynamic")) entry.dynamic_peers.push_back(peer);
    auto& all = entry.peers;
    const auto at = std::find(all.begin(), all.end(), peer);
    if (!args.has("default")) {
        if (at == all.end()) all.push_back(peer);
        return;
    }
    if (at != all.end()) all.erase(at);
    all.insert(all.begin(), peer);
    entry.first_peer_default = true;
}

void erase_peer(CryptoMapEntry& entry, const Args& args) {
    if (!args.has("peer_name")) {
        entry.peers.clear();
        entry.dynamic_peers.clear();
        entry.first_peer_default = false;
        return;
    }
    const std::string peer = peer_of(args);
    if (!entry.peers.empty() && entry.peers.front() == peer) entry.first_peer_default = false;
    std::erase(entry.peers, peer);
    std::erase(entry.dynamic_peers, peer);
}

std::string peer_text(const CryptoMapEntry& entry, const std::string& peer) {
    std::string text = (peer.find(':') == std::string::npos ? "set peer " : "set peer ipv6 ") + peer;
    const auto& dynamic = entry.dynamic_peers;
    if (std::find(dynamic.begin(), dynamic.end(), peer) != dynamic.end()) text += " dynamic";
    return entry.first_peer_default && &peer == entry.peers.data() ? text + " default" : text;
}

void show_peers(const CryptoMapEntry& entry, Shown& shown) {
    for (const auto& peer : entry.peers) shown.raw(peer_text(entry, peer));
}

void set_reverse_route(CryptoMapEntry& entry, const Args& args) {
    entry.reverse_route = true;
    entry.reverse_route_static = args.has("static");
    entry.reverse_route_options.clear();
    if (args.has("tag")) entry.reverse_route_options = "tag " + std::string{args.text("route_tag")};
    if (!args.has("remote-peer")) return;
    entry.reverse_route_options = "remote-peer";
    if (args.has("gateway")) entry.reverse_route_options += ' ' + std::string{args.text("gateway")};
    if (args.has("by_gateway")) entry.reverse_route_options += " gateway";
}

void unset_reverse_route(CryptoMapEntry& entry, const Args&) {
    entry.reverse_route = entry.reverse_route_static = false;
    entry.reverse_route_options.clear();
}

void show_reverse_route(const CryptoMapEntry& entry, Shown& shown) {
    if (!entry.reverse_route) return;
    std::string text = "reverse-route";
    if (!entry.reverse_route_options.empty()) text += ' ' + entry.reverse_route_options;
    if (entry.reverse_route_static) text += " static";
    shown.raw(std::move(text));
}

Syntax reverse_route_words() {
    return kw("reverse-route", "Reverse Route Injection.") >>
           -((kw("remote-peer", "Create route in route table for remote tunnel endpoint") >>
              -(ip("gateway", "Address of the gateway") >> -kw("gateway", "Gateway of the route to the peer").named("by_gateway"))) |
             (kw("tag", "Create routes with this tag") >> number("route_tag", 1, 4294967295, "Route tag"))) >>
           -kw("static", "Create routes based on static ACLs permanently");
}

void set_match(CryptoMapEntry& entry, const Args& args) {
    entry.match_address = args.text("list");
    entry.match_ipv6 = args.has("ipv6");
}

void unset_match(CryptoMapEntry& entry, const Args&) {
    entry.match_address.clear();
    entry.match_ipv6 = false;
}

void show_match(const CryptoMapEntry& entry, Shown& shown) {
    if (!entry.match_address.empty()) shown.raw((entry.match_ipv6 ? "match address ipv6 " : "match address ") + entry.match_address);
}

template <ChangeTopic topic>
std::span<const Line> peer_lines() {
    using Set = SetLines<CryptoMapEntry, topic>;
    static const Line lines[] = {
        line(kw("description", "Description of the crypto map statement policy") >> text("Up to 80 characters"), &CryptoMapEntry::description)
            .no_needs(0).changes(topic),
        line(Set::set_word() >> kw("peer", "Allowed Encryption/Decryption peer.") >> -kw("ipv6", "IPv6 address of peer") >>
             word("peer_name", "IP address or hostname of peer").labelled("A.B.C.D") >>
             any_order(kw("default", "Reset to default peer in list in the event of a failure"),
                       kw("dynamic", "Resolve the peer address at the time of negotiation")))
            .set(&add_peer).unset(&erase_peer).reset(&erase_peer).show(&show_peers).no_needs(0).changes(topic),
        Set::lifetime(), Set::idle_time(), Set::replay(),
    };
    return lines;
}

template <ChangeTopic topic>
std::span<const Line> set_lines() {
    using Set = SetLines<CryptoMapEntry, topic>;
    static const Line lines[] = {
        Set::transform_sets(), Set::pfs(), Set::ikev2_profile(), Set::isakmp_profile(),
        line(kw("match", "Match values.") >> kw("address", "Match address of packets to encrypt.") >> -kw("ipv6", "IPv6 access-list") >>
             word("list", "IP access-list name").labelled("<100-199>"))
            .set(&set_match).unset(&unset_match).reset(&unset_match).show(&show_match).no_needs(0).changes(topic),
        line(reverse_route_words())
            .set(&set_reverse_route).unset(&unset_reverse_route).reset(&unset_reverse_route).show(&show_reverse_route)
            .no_needs(0).changes(topic),
    };
    return lines;
}

}  // namespace

std::span<const Line> crypto_map_peer_lines() { return peer_lines<ChangeTopic::crypto_map>(); }
std::span<const Line> crypto_map_set_lines() { return set_lines<ChangeTopic::crypto_map>(); }
std::span<const Line> dynamic_map_peer_lines() { return peer_lines<ChangeTopic::dynamic_map>(); }
std::span<const Line> dynamic_map_set_lines() { return set_lines<ChangeTopic::dynamic_map>(); }

}  // namespace config
