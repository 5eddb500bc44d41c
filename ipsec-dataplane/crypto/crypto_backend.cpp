#include "ipsec-dataplane/crypto/crypto_backend.h"

namespace dataplane {

#ifndef IKE_ROUTER_IPSEC_MB
std::unique_ptr<CryptoBackend> make_ipsec_mb_backend() { return nullptr; }
#endif

std::unique_ptr<CryptoBackend> choose_backend(std::string_view name) {
    if (name == "openssl") return make_openssl_backend();
    if (name == "ipsec-mb") return make_ipsec_mb_backend();
    if (name != "auto") return nullptr;
    auto fastest = make_ipsec_mb_backend();
    return fastest != nullptr ? std::move(fastest) : make_openssl_backend();
}

bool has_key_lengths(const EspSuite& suite, const config::Secret& encryption_key, const config::Secret& integrity_key) {
    return is_supported(suite) && encryption_key.size() == encryption_key_length(suite) &&
           integrity_key.size() == integrity_key_length(suite.integrity);
}

}  // namespace dataplane
