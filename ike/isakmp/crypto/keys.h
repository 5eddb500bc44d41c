#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "config-model/secret.h"
#include "ike/crypto/algorithms.h"
#include "ike/crypto/suites.h"
#include "ike/isakmp/payload/numbers.h"
#include "ike/payload/message.h"

/// RFC 2409 5 and appendix B: keys, hashes and initialization vectors of ISAKMP.
namespace ike::isakmp {

/// What phase 1 agreed on.
struct Suite {
    Phase1Encryption encryption = Phase1Encryption::none;
    std::uint16_t key_bits = 0;                  ///< 128, 192, 256 for AES; 0 otherwise
    Phase1Hash hash = Phase1Hash::none;
    Phase1Auth authentication = Phase1Auth::none;
    DhGroupId group = DhGroupId::none;
    std::uint32_t lifetime = 86400;              ///< seconds
    std::uint32_t lifetime_kilobytes = 0;
    bool operator==(const Suite&) const = default;
};

/// The hash by number; nothing for one that this program does not have.
std::optional<Hash> hash_of(Phase1Hash hash);
/// The shape of the cipher; nothing for one that this program does not have.
const EncryptionShape* shape_of(const Suite& suite);

struct Keys {
    config::Secret SKEYID, SKEYID_d, SKEYID_a, SKEYID_e;
    config::Secret encryption;                   ///< Ka: SKEYID_e, expanded (appendix B) and cut to the cipher's key size
};

struct PublicValues { Octets initiator, responder; };   ///< g^xi, g^xr
struct Nonces { Octets initiator, responder; };         ///< bodies of the nonce payloads
struct Cookies { IkeSpi initiator = 0, responder = 0; };

/// Pre-shared key (RFC 2409 5.4): SKEYID = prf(key, Ni_b | Nr_b).
Keys derive_keys(Algorithms& algorithms, const Suite& suite, Octets preshared_key, const Nonces& nonces, const config::Secret& shared, const Cookies& cookies);
/// HASH_I and HASH_R. `sa_body` is SAi_b, `id_body` the sender's ID payload body.
Bytes hash_i(Algorithms& algorithms, const Suite& suite, const Keys& keys, const PublicValues& values, const Cookies& cookies, Octets sa_body, Octets id_body);
Bytes hash_r(Algorithms& algorithms, const Suite& suite, const Keys& keys, const PublicValues& values, const Cookies& cookies, Octets sa_body, Octets id_body);

/// Appendix B: the first block's IV of phase 1, and of a phase 2 exchange.
Bytes phase1_iv(Algorithms& algorithms, const Suite& suite, const PublicValues& values);
Bytes phase2_iv(Algorithms& algorithms, const Suite& suite, Octets last_phase1_block, std::uint32_t message_id);

/// HASH(1) of quick mode and of every informational and transaction message: prf(SKEYID_a, M-ID | rest).
Bytes message_hash(Algorithms& algorithms, const Suite& suite, const Keys& keys, std::uint32_t message_id, Octets rest);
/// HASH(2): prf(SKEYID_a, M-ID | Ni_b | rest).
Bytes second_hash(Algorithms& algorithms, const Suite& suite, const Keys& keys, std::uint32_t message_id, Octets nonce_i, Octets rest);
/// HASH(3): prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b).
Bytes third_hash(Algorithms& algorithms, const Suite& suite, const Keys& keys, std::uint32_t message_id, const Nonces& nonces);

/// KEYMAT of one direction (RFC 2409 5.5): `shared` is empty without PFS, `spi` is the one the receiver chose.
config::Secret keymat(Algorithms& algorithms, const Suite& suite, const Keys& keys, const config::Secret& shared, std::uint8_t protocol, std::uint32_t spi, const Nonces& nonces, std::size_t size);

/// In place; pads with zeros to whole blocks when encrypting. `iv` becomes the last ciphertext block.
void encrypt(Algorithms& algorithms, const Suite& suite, const Keys& keys, Bytes& iv, Bytes& payloads);
/// False when the length is not a multiple of the block size or zero.
bool decrypt(Algorithms& algorithms, const Suite& suite, const Keys& keys, Bytes& iv, Bytes& payloads);

/// RFC 3947 3.2: HASH(CKY-I | CKY-R | address | port), with the hash of the suite.
Bytes nat_detection_hash(Algorithms& algorithms, const Suite& suite, const Cookies& cookies, const config::IpAddress& address, std::uint16_t port);

}  // namespace ike::isakmp
