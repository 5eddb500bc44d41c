#include "config-model/isakmp/peer_key.h"

#include <algorithm>
#include <array>

namespace config {

namespace {

constexpr std::array key_types{
    Choice{"0", "Specifies an UNENCRYPTED password will follow", 0},
    Choice{"6", "Specifies an ENCRYPTED password will follow", 6},
};

bool same_peer(const IsakmpKey& left, const IsakmpKey& right) { return left.address == right.address && left.hostname == right.hostname; }

std::string peer_text(const IsakmpKey& key) {
    if (!key.address) return "hostname " + key.hostname;
    if (key.address->address.is_v4()) return "address mask " + key.address->address.text() + ' ' + key.address->mask().text();
    return "address " + key.address->address.text() + '/' + std::to_string(key.address->length);
}

Prefix read_prefix(const Args& args) {
    const auto address = *args.get<IpAddress>("peer");
    if (address.is_v6()) return {address, 128};
    const auto mask = args.get<IpAddress>("mask");
    if (mask) return {address, *mask_length(*mask)};
    return {address, address.is_unspecified() ? std::uint8_t{0} : std::uint8_t{32}};
}

}  // namespace

Syntax isakmp_key_value() {
    return -one_of("key_type", key_types) >> word("key_text", "The UNENCRYPTED (cleartext) user password").labelled("LINE");
}

std::optional<PresharedKey> read_isakmp_key(const Args& args) {
    if (!args.has("key_text")) return std::nullopt;
    PresharedKey key;
    key.type = static_cast<std::uint8_t>(args.number("key_type", 0));
    key.type_given = key.type != 0;
    if (key.type == 6) key.sealed = args.text("key_text");
    else key.key = Secret::of_text(args.text("key_text"));
    return key;
}

std::string isakmp_key_text(const PresharedKey& key) {
    if (key.type == 6) return "6 " + key.sealed;
    const auto bytes = key.key.reveal();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Syntax key_peer_words() {
    const auto prefix = [] { return kw("ipv6", "define shared key with IPv6 address") >>
                                    (ipv6_prefix("prefix", "IPv6 prefix") | ipv6("peer", "IPv6 address")); };
    return (kw("address", "define shared key with IP address") >>
            ((ipv4("peer", "Peer IP address") >> -mask("mask", "Peer IP subnet mask")) | prefix())) |
           prefix() | (kw("hostname", "define shared key with hostname") >> word("host", "Peer hostname"));
}

IsakmpKey read_key_peer(const Args& args) {
    IsakmpKey key;
    if (const auto prefix = args.get<Prefix>("prefix")) key.address = Prefix{prefix->network(), prefix->length};
    else if (args.has("peer")) key.address = read_prefix(args);
    else key.hostname = args.text("host");
    if (key.address) key.mask_given = key.address->length != 0 && key.address->length != key.address->address.bits();
    return key;
}

namespace {

/// The same line, or the same key in another type.
bool same_key(const PresharedKey& left, const PresharedKey& right) {
    return left == right || (left.type != right.type && !left.key.empty() && left.key == right.key);
}

bool same_line(const IsakmpKey& left, const IsakmpKey& right) { return left.no_xauth == right.no_xauth && same_key(left.key, right.key); }

}  // namespace

Result add_isakmp_key(std::vector<IsakmpKey>& keys, IsakmpKey key) {
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const IsakmpKey& other) { return same_peer(other, key); });
    if (at == keys.end()) {
        keys.push_back(std::move(key));
        return Result::ok();
    }
    return same_line(*at, key) ? Result::ok() : Result::refused("A pre-shared key for " + peer_text(key) + " already exists!");
}

void erase_isakmp_key(std::vector<IsakmpKey>& keys, const IsakmpKey& peer) {
    std::erase_if(keys, [&](const IsakmpKey& key) { return same_peer(key, peer); });
}

}  // namespace config
