#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config-model/isakmp.h"
#include "config-model/language/line.h"

namespace config {

/// `[0|6] KEY`: the values of an IKEv1 key, named key_type and key_text.
Syntax isakmp_key_value();
std::optional<PresharedKey> read_isakmp_key(const Args& args);
/// "cisco" or "6 AAB…".
std::string isakmp_key_text(const PresharedKey& key);

/// `address A [MASK]`, `address ipv6 P/L`, `hostname H`: whose key it is.
Syntax key_peer_words();
/// The peer of such a line, without the key. `mask_given` is true for networks only.
IsakmpKey read_key_peer(const Args& args);
/// Adds the key; refused when the peer has another one already.
Result add_isakmp_key(std::vector<IsakmpKey>& keys, IsakmpKey key);
/// Removes the key of that peer.
void erase_isakmp_key(std::vector<IsakmpKey>& keys, const IsakmpKey& peer);

}  // namespace config
