#pragma once

#include <cstddef>
#include <cstdint>

#include "ike/payload/numbers.h"

namespace ike {

enum class Hash : std::uint8_t { md5, sha1, sha256, sha384, sha512 };
inline constexpr std::size_t hash_count = 5;

/// Shape of a cipher of the encrypted payload; all sizes in octets.
struct EncryptionShape {
    EncryptionId id;
    std::size_t key_size;
    std::size_t salt_size;
    std::size_t block_size;
    std::size_t iv_size;
    /// Tag of an AEAD, 0 for a cipher that needs a separate integrity algorithm.
    std::size_t tag_size;
    bool aead() const { return tag_size != 0; }
};

struct IntegrityShape {
    IntegrityId id;
    Hash hash;
    std::size_t key_size;
    std::size_t checksum_size;
};

struct PrfShape {
    PrfId id;
    Hash hash;
    /// Preferred key length and output length are the same for every HMAC (RFC 7296 §2.13).
    std::size_t size;
};

/// Shapes by number; nothing for an algorithm the encrypted payload cannot use here. `key_bits` is the negotiated key
/// length, 0 if the transform carries none; a length the cipher does not have gives nothing.
const EncryptionShape* shape_of(EncryptionId id, std::size_t key_bits);
const IntegrityShape* shape_of(IntegrityId id);
const PrfShape* shape_of(PrfId id);
/// Octets of our nonces where the PRF is known: at least half its key (RFC 7296 §2.10), and no fewer than the documented 20.
std::size_t nonce_size(PrfId id);

/// What IKE_SA_INIT negotiated.
struct IkeSuite {
    EncryptionId encryption = EncryptionId::none;
    /// 0 for a cipher of one key length.
    std::uint16_t key_bits = 0;
    /// none for an AEAD.
    IntegrityId integrity = IntegrityId::none;
    PrfId prf = PrfId::none;
    DhGroupId group = DhGroupId::none;
    bool operator==(const IkeSuite&) const = default;
};

/// All parts known, the integrity algorithm present exactly if the cipher needs one.
bool is_complete(const IkeSuite& suite);

}  // namespace ike
