#include "ike/isakmp/crypto/keys.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ike::isakmp {
namespace {

using config::Secret;

struct HashRow {
    Phase1Hash number;
    Hash hash;
};
constexpr auto hashes = std::to_array<HashRow>({{Phase1Hash::MD5, Hash::md5},
                                                {Phase1Hash::SHA, Hash::sha1},
                                                {Phase1Hash::SHA2_256, Hash::sha256},
                                                {Phase1Hash::SHA2_384, Hash::sha384},
                                                {Phase1Hash::SHA2_512, Hash::sha512}});

struct CipherRow {
    Phase1Encryption number;
    EncryptionId cipher;
};
constexpr auto ciphers = std::to_array<CipherRow>({{Phase1Encryption::DES_CBC, EncryptionId::DES},
                                                   {Phase1Encryption::TRIPLE_DES_CBC, EncryptionId::TRIPLE_DES},
                                                   {Phase1Encryption::AES_CBC, EncryptionId::AES_CBC}});

Hash hash_in(const Suite& suite) {
    const auto hash = hash_of(suite.hash);
    if (!hash) throw std::logic_error("no such hash");
    return *hash;
}

const EncryptionShape& cipher_in(const Suite& suite) {
    const EncryptionShape* const shape = shape_of(suite);
    if (shape == nullptr) throw std::logic_error("no such cipher");
    return *shape;
}

template <std::size_t N>
std::array<std::uint8_t, N> big_endian(std::uint64_t value) {
    std::array<std::uint8_t, N> octets{};
    for (std::size_t i = 0; i < N; ++i) octets[i] = static_cast<std::uint8_t>(value >> (8 * (N - 1 - i)));
    return octets;
}

/// prf(key, parts) with the HMAC of the suite's hash (RFC 2409 4).
Bytes prf(Algorithms& algorithms, const Suite& suite, Octets key, std::initializer_list<Octets> parts) {
    const Hash hash = hash_in(suite);
    Bytes out(Algorithms::digest_size(hash));
    algorithms.hmac(hash, key, parts, out);
    return out;
}

Secret secret_prf(Algorithms& algorithms, const Suite& suite, Octets key, std::initializer_list<Octets> parts) {
    return Secret(prf(algorithms, suite, key, parts));
}

/// K1 | K2 | … under one key, where each block is prf(key, the block before | seed); the first has no block before.
Secret chained_blocks(Algorithms& algorithms, const Suite& suite, Octets key, Octets first_seed, Octets seed, std::size_t size) {
    Bytes stream;
    Secret block = secret_prf(algorithms, suite, key, {first_seed});
    for (;;) {
        const auto octets = block.reveal();
        stream.insert(stream.end(), octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(std::min(octets.size(), size - stream.size())));
        if (stream.size() == size) return Secret(std::move(stream));
        block = secret_prf(algorithms, suite, key, {octets, seed});
    }
}

/// RFC 2409 appendix B: Ka when SKEYID_e is too short for the cipher.
Secret cipher_key(Algorithms& algorithms, const Suite& suite, const Secret& SKEYID_e) {
    const std::size_t size = cipher_in(suite).key_size;
    if (size <= SKEYID_e.size()) return Secret(SKEYID_e.reveal().first(size));
    static constexpr std::array<std::uint8_t, 1> zero{};
    return chained_blocks(algorithms, suite, SKEYID_e.reveal(), zero, {}, size);
}

Bytes first_octets_of_hash(Algorithms& algorithms, const Suite& suite, Octets first, Octets second) {
    Bytes iv(cipher_in(suite).iv_size);
    algorithms.digest(hash_in(suite), {first, second}, iv);
    return iv;
}

}  // namespace

std::optional<Hash> hash_of(Phase1Hash hash) {
    for (const HashRow& row : hashes)
        if (row.number == hash) return row.hash;
    return std::nullopt;
}

const EncryptionShape* shape_of(const Suite& suite) {
    for (const CipherRow& row : ciphers)
        if (row.number == suite.encryption) return ike::shape_of(row.cipher, suite.key_bits);
    return nullptr;
}

Keys derive_keys(Algorithms& algorithms, const Suite& suite, Octets preshared_key, const Nonces& nonces, const Secret& shared, const Cookies& cookies) {
    const auto initiator = big_endian<8>(cookies.initiator), responder = big_endian<8>(cookies.responder);
    static constexpr std::array<std::uint8_t, 3> counters{0, 1, 2};
    const Octets counter(counters), g_xy = shared.reveal();
    Keys keys;
    keys.SKEYID = secret_prf(algorithms, suite, preshared_key, {nonces.initiator, nonces.responder});
    const Octets SKEYID = keys.SKEYID.reveal();
    keys.SKEYID_d = secret_prf(algorithms, suite, SKEYID, {g_xy, initiator, responder, counter.subspan(0, 1)});
    keys.SKEYID_a = secret_prf(algorithms, suite, SKEYID, {keys.SKEYID_d.reveal(), g_xy, initiator, responder, counter.subspan(1, 1)});
    keys.SKEYID_e = secret_prf(algorithms, suite, SKEYID, {keys.SKEYID_a.reveal(), g_xy, initiator, responder, counter.subspan(2, 1)});
    keys.encryption = cipher_key(algorithms, suite, keys.SKEYID_e);
    return keys;
}

Bytes hash_i(Algorithms& algorithms, const Suite& suite, const Keys& keys, const PublicValues& values, const Cookies& cookies, Octets sa_body, Octets id_body) {
    const auto initiator = big_endian<8>(cookies.initiator), responder = big_endian<8>(cookies.responder);
    return prf(algorithms, suite, keys.SKEYID.reveal(), {values.initiator, values.responder, initiator, responder, sa_body, id_body});
}

Bytes hash_r(Algorithms& algorithms, const Suite& suite, const Keys& keys, const PublicValues& values, const Cookies& cookies, Octets sa_body, Octets id_body) {
    const auto initiator = big_endian<8>(cookies.initiator), responder = big_endian<8>(cookies.responder);
    return prf(algorithms, suite, keys.SKEYID.reveal(), {values.responder, values.initiator, responder, initiator, sa_body, id_body});
}

Bytes phase1_iv(Algorithms& algorithms, const Suite& suite, const PublicValues& values) {
    return first_octets_of_hash(algorithms, suite, values.initiator, values.responder);
}

Bytes phase2_iv(Algorithms& algorithms, const Suite& suite, Octets last_phase1_block, std::uint32_t message_id) {
    return first_octets_of_hash(algorithms, suite, last_phase1_block, big_endian<4>(message_id));
}

Bytes message_hash(Algorithms& algorithms, const Suite& suite, const Keys& keys, std::uint32_t message_id, Octets rest) {
    return prf(algorithms, suite, keys.SKEYID_a.reveal(), {big_endian<4>(message_id), rest});
}

Bytes second_hash(Algorithms& algorithms, const Suite& suite, const Keys& keys, std::uint32_t message_id, Octets nonce_i, Octets rest) {
    return prf(algorithms, suite, keys.SKEYID_a.reveal(), {big_endian<4>(message_id), nonce_i, rest});
}

Bytes third_hash(Algorithms& algorithms, const Suite& suite, const Keys& keys, std::uint32_t message_id, const Nonces& nonces) {
    static constexpr std::array<std::uint8_t, 1> zero{};
    return prf(algorithms, suite, keys.SKEYID_a.reveal(), {zero, big_endian<4>(message_id), nonces.initiator, nonces.responder});
}

Secret keymat(Algorithms& algorithms, const Suite& suite, const Keys& keys, const Secret& shared, std::uint8_t protocol, std::uint32_t spi, const Nonces& nonces, std::size_t size) {
    Bytes octets;
    const auto append = [&octets](Octets more) { octets.insert(octets.end(), more.begin(), more.end()); };
    append(shared.reveal());
    octets.push_back(protocol);
    append(big_endian<4>(spi));
    append(nonces.initiator);
    append(nonces.responder);
    const Secret seed(std::move(octets));
    return chained_blocks(algorithms, suite, keys.SKEYID_d.reveal(), seed.reveal(), seed.reveal(), size);
}

void encrypt(Algorithms& algorithms, const Suite& suite, const Keys& keys, Bytes& iv, Bytes& payloads) {
    const EncryptionShape& cipher = cipher_in(suite);
    payloads.resize((payloads.size() + cipher.block_size - 1) / cipher.block_size * cipher.block_size);
    if (payloads.empty()) return;
    algorithms.cbc_encrypt(cipher, keys.encryption.reveal(), iv, payloads);
    iv.assign(payloads.end() - static_cast<std::ptrdiff_t>(cipher.block_size), payloads.end());
}

bool decrypt(Algorithms& algorithms, const Suite& suite, const Keys& keys, Bytes& iv, Bytes& payloads) {
    const EncryptionShape& cipher = cipher_in(suite);
    if (payloads.empty() || payloads.size() % cipher.block_size != 0) return false;
    Bytes last(payloads.end() - static_cast<std::ptrdiff_t>(cipher.block_size), payloads.end());
    algorithms.cbc_decrypt(cipher, keys.encryption.reveal(), iv, payloads);
    iv = std::move(last);
    return true;
}

Bytes nat_detection_hash(Algorithms& algorithms, const Suite& suite, const Cookies& cookies, const config::IpAddress& address, std::uint16_t port) {
    const Hash hash = hash_in(suite);
    const auto initiator = big_endian<8>(cookies.initiator), responder = big_endian<8>(cookies.responder);
    Bytes out(Algorithms::digest_size(hash));
    algorithms.digest(hash, {initiator, responder, address.bytes(), big_endian<2>(port)}, out);
    return out;
}

}  // namespace ike::isakmp
