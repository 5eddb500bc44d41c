#include <fmt/format.h>

#include "config-model/isakmp/modes.h"
#include "config-model/isakmp/peer_key.h"
#include "config-model/modes.h"

namespace config {

namespace {

constexpr auto topic = ChangeTopic::isakmp_key;

Result set_key(Configuration& configuration, const Args& args) {
    auto key = read_key_peer(args);
    key.key = *read_isakmp_key(args);
    key.no_xauth = args.has("no-xauth");
    return add_isakmp_key(configuration.isakmp.keys, std::move(key));
}

void unset_key(Configuration& configuration, const Args& args) { erase_isakmp_key(configuration.isakmp.keys, read_key_peer(args)); }

/// IOS pads addresses to fifteen columns, and prints the mask of a host never, of everybody only in old releases.
std::string peer_text(const IsakmpKey& key, Look look) {
    if (!key.address) return "hostname " + key.hostname;
    const auto& [address, length] = *key.address;
    if (address.is_v6()) return fmt::format("address ipv6 {}/{}", address.text(), length);
    if (length == 0 && look == Look::ios12) return "address 0.0.0.0 0.0.0.0";
    if (key.mask_given) return fmt::format("address {:<15}  {}", address.text(), key.address->mask().text());
    return fmt::format("address {:<15}", address.text());
}

void show_keys(const Configuration& configuration, Shown& shown) {
    for (const auto& key : configuration.isakmp.keys)
        shown.raw("crypto isakmp key " + isakmp_key_text(key.key) + ' ' + peer_text(key, shown.look()) + (key.no_xauth ? " no-xauth" : ""));
}

}  // namespace

std::span<const Line> isakmp_key_lines() {
    static const Line lines[] = {
        line(isakmp_words() >> kw("key", "Set pre-shared key for remote peer") >> isakmp_key_value() >> key_peer_words() >>
             -kw("no-xauth", "Bypasses XAuth for this peer"))
            .set(&set_key).unset(&unset_key).reset(&unset_key).show(&show_keys).in("crypto isakmp").no_needs(3).changes(topic),
    };
    return lines;
}

}  // namespace config
