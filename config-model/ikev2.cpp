#include "config-model/ikev2.h"

#include <algorithm>

namespace config {

bool Ikev2Proposal::has_aead() const {
    return std::any_of(encryption.begin(), encryption.end(), [](Ikev2Encryption e) {
        return e == Ikev2Encryption::aes_gcm_128 || e == Ikev2Encryption::aes_gcm_256;
    });
}

bool Ikev2Proposal::is_complete() const {
    return !encryption.empty() && !groups.empty() && (has_aead() ? !prf.empty() : !integrity.empty());
}

unsigned KeyringPeer::match_length() const {
    if (!address) return 0;
    if (address->is_v6()) return ipv6_length.value_or(128);
    return mask ? mask_length(*mask).value_or(0) : 32;
}

bool KeyringPeer::matches(const IpAddress& peer) const {
    return address && Prefix{*address, static_cast<std::uint8_t>(match_length())}.contains(peer);
}

bool Ikev2Profile::is_complete() const {
    return local_auth && !remote_auth.empty() && (!match_remote.empty() || !match_certificates.empty());
}

}  // namespace config
