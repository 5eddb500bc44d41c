#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "config-model/ip_address.h"
#include "config-model/secret.h"
#include "ike/crypto/algorithms.h"
#include "ike/crypto/suites.h"

namespace ike {

/// RFC 7296 §2.14. For an AEAD SK_e ends in the salt and SK_a is empty.
struct SkKeys {
    config::Secret SK_d;
    config::Secret SK_ai;
    config::Secret SK_ar;
    config::Secret SK_ei;
    config::Secret SK_er;
    config::Secret SK_pi;
    config::Secret SK_pr;
};

/// Keys of a pair of child SAs, RFC 7296 §2.17: `_i` protects what the initiator of the exchange sends. Encryption keys
/// end in their salt.
struct ChildKeys {
    config::Secret encryption_i;
    config::Secret integrity_i;
    config::Secret encryption_r;
    config::Secret integrity_r;
};

/// The inputs both ends share.
struct NoncePair {
    Octets initiator;
    Octets responder;
};

config::Secret prf(Algorithms& algorithms, PrfId id, Octets key, std::initializer_list<Octets> parts);
/// RFC 7296 §2.13; `size` at most 255 times the PRF's output.
config::Secret prf_plus(Algorithms& algorithms, PrfId id, Octets key, Octets seed, std::size_t size);

/// RFC 7296 §2.14: prf(Ni | Nr, g^ir).
config::Secret skeyseed(Algorithms& algorithms, PrfId id, const NoncePair& nonces, const config::Secret& shared);
/// RFC 7296 §2.18: prf of the old SA over (g^ir | Ni | Nr) under its SK_d.
config::Secret rekey_skeyseed(Algorithms& algorithms, PrfId old_prf, const config::Secret& SK_d,
                              const config::Secret& shared, const NoncePair& nonces);
/// The seven keys of a complete suite.
SkKeys derive_sk_keys(Algorithms& algorithms, const IkeSuite& suite, const config::Secret& seed,
                      const NoncePair& nonces, std::uint64_t initiator_spi, std::uint64_t responder_spi);
/// RFC 7296 §2.17; `shared` is empty without PFS. Sizes in octets, the encryption key's with its salt.
ChildKeys derive_child_keys(Algorithms& algorithms, PrfId id, const config::Secret& SK_d, const config::Secret& shared,
                            const NoncePair& nonces, std::size_t encryption_size, std::size_t integrity_size);

/// RFC 7296 §2.15: prf(prf(secret, "Key Pad for IKEv2"), message | the other's nonce | prf(SK_p, id_body)).
/// `message` is the sender's whole first message, `id_body` its ID payload without generic header, SK_p the sender's.
std::vector<std::uint8_t> shared_key_auth(Algorithms& algorithms, PrfId id, const config::Secret& secret,
                                          Octets message, Octets other_nonce, const config::Secret& SK_p,
                                          Octets id_body);

/// What a signature covers, RFC 7296 §2.15: message | the other's nonce | prf(SK_p, id_body).
std::vector<std::uint8_t> signed_octets(Algorithms& algorithms, PrfId id, Octets message, Octets other_nonce,
                                        const config::Secret& SK_p, Octets id_body);

/// RFC 7296 §2.23: SHA-1 of SPIs, address and port (host order).
std::array<std::uint8_t, 20> nat_detection_hash(Algorithms& algorithms, std::uint64_t initiator_spi,
                                                std::uint64_t responder_spi, const config::IpAddress& address,
                                                std::uint16_t port);

}  // namespace ike
