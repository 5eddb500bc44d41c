#include <algorithm>

#include "config-model/field.h"
#include "config-model/ikev2/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::ikev2_keyring;

void set_address(KeyringPeer& peer, const Args& args) {
    peer.address = args.get<IpAddress>("value");
    peer.mask = args.get<IpAddress>("mask");
    peer.ipv6_length.reset();
    if (const auto prefix = args.get<Prefix>("prefix")) {
        peer.address = prefix->address;
        peer.ipv6_length = prefix->length;
    }
}

void forget_address(KeyringPeer& peer, const Args&) {
    peer.address.reset();
    peer.mask.reset();
    peer.ipv6_length.reset();
}

void show_address(const KeyringPeer& peer, Shown& shown) {
    if (!peer.address) return;
    if (peer.ipv6_length) return shown.line(Prefix{*peer.address, *peer.ipv6_length});
    if (peer.mask) return shown.raw("address " + peer.address->text() + ' ' + peer.mask->text());
    shown.raw("address " + peer.address->text());
}

Identity read_identity(const Args& args) {
    Identity identity;
    if (const auto address = args.get<IpAddress>("value")) {
        identity.address = *address;
        return identity;
    }
    identity.kind = args.has("fqdn") ? IdentityKind::fqdn : args.has("email") ? IdentityKind::email : IdentityKind::key_id;
    identity.text = args.text("name");
    identity.domain = args.has("domain");
    return identity;
}

void add_identity(KeyringPeer& peer, const Args& args) {
    const auto identity = read_identity(args);
    auto& all = peer.identities;
    if (std::find(all.begin(), all.end(), identity) == all.end()) all.push_back(identity);
}

void erase_identity(KeyringPeer& peer, const Args& args) {
    if (args.value_count() == 0) return peer.identities.clear();
    std::erase(peer.identities, read_identity(args));
}

void show_identities(const KeyringPeer& peer, Shown& shown) {
    for (const auto& identity : peer.identities) {
        if (identity.kind == IdentityKind::address) {
            shown.raw("identity address " + identity.address.text());
            continue;
        }
        const std::string kind = identity.kind == IdentityKind::fqdn    ? "fqdn "
                                 : identity.kind == IdentityKind::email ? "email "
                                                                        : "key-id ";
        shown.raw("identity " + kind + (identity.domain ? "domain " : "") + identity.text);
    }
}

Syntax identity_values() {
    const auto named = [] { return -kw("domain", "Domain name") >> word("name", "Specify the name string"); };
    return (kw("address", "Use IP address") >> ip("value", "IP address")) | (kw("email", "Use email address") >> named()) |
           (kw("fqdn", "Use FQDN") >> named()) |
           (kw("key-id", "proprietary types of identification (ID KEY ID)") >> word("name", "key-id string"));
}

const Mode& keyring_peer_mode() {
    static const Mode mode = Mode::of<KeyringPeer>(
        {.prompt = "config-ikev2-keyring-peer", .title = "Crypto IKEv2 Keyring Peer submode commands:",
         .exit_help = "Exit from crypto ikev2 keyring peer sub mode", .leave = "!"},
        {keyring_peer_lines(), preshared_key_lines()});
    return mode;
}

std::span<const Line> keyring_lines() {
    static const Line lines[] = {
        opens(kw("peer", "Configure a Peer and associated keys") >> word("Name of the peer block"), &keyring_peer_mode,
              NamedEntries<Ikev2Keyring, &Ikev2Keyring::peers>::entries())
            .changes(topic),
    };
    return lines;
}

}  // namespace

std::span<const Line> keyring_peer_lines() {
    static const Line lines[] = {
        line(kw("description", "Specify a description of this peer") >> text("description"), &KeyringPeer::description)
            .no_needs(0).changes(topic),
        line(kw("address", "Specify IPv4/IPv6 address of peer") >>
             ((ipv4("value", "IPv4 Address") >> -mask("mask", "specify mask")) | ipv6_prefix("prefix", "IPv6 address/prefix") |
              ipv6("value", "IPv6 address")))
            .set(&set_address).unset(&forget_address).reset(&forget_address).show(&show_address).no_needs(0).changes(topic),
        line(kw("hostname", "Hostname of peer") >> word("Hostname of peer"), &KeyringPeer::hostname).no_needs(0).changes(topic),
        line(kw("identity", "Specify IKE identity to use") >> identity_values())
            .set(&add_identity).unset(&erase_identity).show(&show_identities).no_needs(0).changes(topic),
    };
    return lines;
}

const Mode& ikev2_keyring_mode() {
    static const Mode mode = Mode::of<Ikev2Keyring>(
        {.prompt = "config-ikev2-keyring", .title = "IKEv2 Keyring commands:",
         .exit_help = "Exit from crypto ikev2 keyring sub mode"},
        {keyring_lines()});
    return mode;
}

}  // namespace config
