#include "ike/crypto/key_derivation.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace ike {
namespace {

using config::Secret;

const PrfShape& known(PrfId id) {
    const PrfShape* shape = shape_of(id);
    if (!shape) throw std::logic_error("no such PRF");
    return *shape;
}

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

template <std::size_t N>
std::array<std::uint8_t, N> big_endian(std::uint64_t value) {
    std::array<std::uint8_t, N> octets{};
    for (std::size_t i = 0; i < N; ++i) octets[i] = static_cast<std::uint8_t>(value >> (8 * (N - 1 - i)));
    return octets;
}

void append(std::vector<std::uint8_t>& octets, Octets more) { octets.insert(octets.end(), more.begin(), more.end()); }

/// Cuts keys off a stream, front to back.
class KeyStream {
public:
    explicit KeyStream(const Secret& stream) : rest_(stream.reveal()) {}
    Secret take(std::size_t size) {
        const Octets key = rest_.first(size);
        rest_ = rest_.subspan(size);
        return Secret(key);
    }

private:
    Octets rest_;
};

std::vector<std::uint8_t> nonces_and_spis(const NoncePair& nonces, std::uint64_t initiator_spi,
                                          std::uint64_t responder_spi) {
    std::vector<std::uint8_t> seed;
    append(seed, nonces.initiator);
    append(seed, nonces.responder);
    append(seed, big_endian<8>(initiator_spi));
    append(seed, big_endian<8>(responder_spi));
    return seed;
}

}  // namespace

Secret prf(Algorithms& algorithms, PrfId id, Octets key, std::initializer_list<Octets> parts) {
    const PrfShape& shape = known(id);
    std::vector<std::uint8_t> out(shape.size);
    algorithms.hmac(shape.hash, key, parts, out);
    return Secret(std::move(out));
}

Secret prf_plus(Algorithms& algorithms, PrfId id, Octets key, Octets seed, std::size_t size) {
    const PrfShape& shape = known(id);
    if (size > 255 * shape.size) throw std::logic_error("prf+ stream is too long");
    std::vector<std::uint8_t> stream(size);
    Octets previous;
    for (std::size_t done = 0; done < size; done += shape.size) {
        const std::array<std::uint8_t, 1> counter{static_cast<std::uint8_t>(done / shape.size + 1)};
        const auto block = std::span(stream).subspan(done, std::min(shape.size, size - done));
        if (done == 0)
            algorithms.hmac(shape.hash, key, {seed, counter}, block);
        else
            algorithms.hmac_again(shape.hash, {previous, seed, counter}, block);
        previous = block;
    }
    return Secret(std::move(stream));
}

Secret skeyseed(Algorithms& algorithms, PrfId id, const NoncePair& nonces, const Secret& shared) {
    std::vector<std::uint8_t> key;
    append(key, nonces.initiator);
    append(key, nonces.responder);
    return prf(algorithms, id, key, {shared.reveal()});
}

Secret rekey_skeyseed(Algorithms& algorithms, PrfId old_prf, const Secret& SK_d, const Secret& shared,
                      const NoncePair& nonces) {
    return prf(algorithms, old_prf, SK_d.reveal(), {shared.reveal(), nonces.initiator, nonces.responder});
}

SkKeys derive_sk_keys(Algorithms& algorithms, const IkeSuite& suite, const Secret& seed, const NoncePair& nonces,
                      std::uint64_t initiator_spi, std::uint64_t responder_spi) {
    const EncryptionShape* encryption = shape_of(suite.encryption, suite.key_bits);
    if (!encryption || !is_complete(suite)) throw std::logic_error("incomplete suite");
    const IntegrityShape* integrity = shape_of(suite.integrity);
    const std::size_t prf_size = known(suite.prf).size;
    const std::size_t a_size = integrity ? integrity->key_size : 0;
    const std::size_t e_size = encryption->key_size + encryption->salt_size;
    const auto spread = nonces_and_spis(nonces, initiator_spi, responder_spi);
    const Secret stream = prf_plus(algorithms, suite.prf, seed.reveal(), spread, 3 * prf_size + 2 * (a_size + e_size));
    KeyStream keys(stream);
    // The braces fix the order: d, ai, ar, ei, er, pi, pr.
    return {keys.take(prf_size), keys.take(a_size),   keys.take(a_size),  keys.take(e_size),
            keys.take(e_size),   keys.take(prf_size), keys.take(prf_size)};
}

ChildKeys derive_child_keys(Algorithms& algorithms, PrfId id, const Secret& SK_d, const Secret& shared,
                            const NoncePair& nonces, std::size_t encryption_size, std::size_t integrity_size) {
    std::vector<std::uint8_t> seed;
    append(seed, shared.reveal());
    append(seed, nonces.initiator);
    append(seed, nonces.responder);
    const Secret wiped_seed(std::move(seed));
    const Secret stream =
        prf_plus(algorithms, id, SK_d.reveal(), wiped_seed.reveal(), 2 * (encryption_size + integrity_size));
    KeyStream keys(stream);
    return {keys.take(encryption_size), keys.take(integrity_size), keys.take(encryption_size),
            keys.take(integrity_size)};
}

std::vector<std::uint8_t> signed_octets(Algorithms& algorithms, PrfId id, Octets message, Octets other_nonce,
                                        const Secret& SK_p, Octets id_body) {
    std::vector<std::uint8_t> octets(message.begin(), message.end());
    append(octets, other_nonce);
    append(octets, prf(algorithms, id, SK_p.reveal(), {id_body}).reveal());
    return octets;
}

std::vector<std::uint8_t> shared_key_auth(Algorithms& algorithms, PrfId id, const Secret& secret, Octets message,
                                          Octets other_nonce, const Secret& SK_p, Octets id_body) {
    const Secret padded = prf(algorithms, id, secret.reveal(), {octets_of("Key Pad for IKEv2")});
    const Secret id_mac = prf(algorithms, id, SK_p.reveal(), {id_body});
    const Secret auth = prf(algorithms, id, padded.reveal(), {message, other_nonce, id_mac.reveal()});
    return {auth.reveal().begin(), auth.reveal().end()};
}

std::array<std::uint8_t, 20> nat_detection_hash(Algorithms& algorithms, std::uint64_t initiator_spi,
                                                std::uint64_t responder_spi, const config::IpAddress& address,
                                                std::uint16_t port) {
    std::array<std::uint8_t, 20> hash{};
    const auto first = big_endian<8>(initiator_spi);
    const auto second = big_endian<8>(responder_spi);
    const auto port_octets = big_endian<2>(port);
    algorithms.digest(Hash::sha1, {first, second, address.bytes(), port_octets}, hash);
    return hash;
}

}  // namespace ike
