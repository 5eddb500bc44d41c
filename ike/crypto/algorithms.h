#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

#include "ike/crypto/suites.h"

namespace ike {

using Octets = std::span<const std::uint8_t>;

/// Equal length and content, in time that depends on the length only.
bool equal_in_constant_time(Octets a, Octets b);

/// Fetched algorithms and their reused contexts. One per thread; throws std::runtime_error when the library lacks an
/// algorithm.
class Algorithms {
public:
    Algorithms();
    ~Algorithms();
    Algorithms(Algorithms&&) noexcept;
    Algorithms& operator=(Algorithms&&) noexcept;

    static std::size_t digest_size(Hash hash);
    /// `out` takes the first octets of the digest, at most its size.
    void digest(Hash hash, std::initializer_list<Octets> parts, std::span<std::uint8_t> out);
    /// RFC 2104; `out` takes the first octets of the result.
    void hmac(Hash hash, Octets key, std::initializer_list<Octets> parts, std::span<std::uint8_t> out);
    /// The same under the key of the previous `hmac` with this hash.
    void hmac_again(Hash hash, std::initializer_list<Octets> parts, std::span<std::uint8_t> out);

    /// Block chaining without padding, in place; `data` is a multiple of the block size.
    void cbc_encrypt(const EncryptionShape& shape, Octets key, Octets iv, std::span<std::uint8_t> data);
    void cbc_decrypt(const EncryptionShape& shape, Octets key, Octets iv, std::span<std::uint8_t> data);

    /// In place. `key` ends in the salt (RFC 5282 §7.1); the nonce is salt and iv.
    void aead_seal(const EncryptionShape& shape, Octets key, Octets iv, Octets associated, std::span<std::uint8_t> data,
                   std::span<std::uint8_t> tag);
    /// False, with `data` of no use, when the tag is wrong.
    bool aead_open(const EncryptionShape& shape, Octets key, Octets iv, Octets associated, std::span<std::uint8_t> data,
                   Octets tag);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ike
