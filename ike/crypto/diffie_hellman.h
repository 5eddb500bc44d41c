#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "config-model/secret.h"
#include "ike/payload/numbers.h"
#include "ipsec-dataplane/random_source.h"

namespace ike {

/// A group of RFC 2409, 3526, 5114, 5903 or 8031. Sizes in octets.
struct DhGroup {
    enum class Kind : std::uint8_t { modp, modp_subgroup, ecp, montgomery };
    DhGroupId id;
    Kind kind;
    /// Length of the public value in KE: the prime's, or X | Y (RFC 5903 §7), or 32.
    std::size_t public_size;
    /// Length of the shared secret, leading zeros kept.
    std::size_t secret_size;
    /// Length of the private exponent that is drawn.
    std::size_t private_size;
};

/// Nothing for a group this program does not have.
const DhGroup* dh_group(DhGroupId id);
std::span<const DhGroup> dh_groups();

/// Private and public value as plain octets: no library object lives as long as a negotiation.
struct DhKeyPair {
    DhGroupId group = DhGroupId::none;
    config::Secret private_key;
    std::vector<std::uint8_t> public_value;
};

/// Group parameters and contexts, made when a group is first used. One per thread.
class DiffieHellman {
public:
    DiffieHellman();
    ~DiffieHellman();
    DiffieHellman(DiffieHellman&&) noexcept;
    DiffieHellman& operator=(DiffieHellman&&) noexcept;

    /// A fresh pair, its private key made of octets of `random` only. `group` must be one of dh_groups().
    DhKeyPair generate(DhGroupId group, dataplane::RandomSource& random);
    /// The pair of a given private key: `private_size` octets, big-endian (little-endian for curve25519 as RFC 7748 has
    /// it).
    DhKeyPair from_private(DhGroupId group, config::Secret private_key);
    /// Nothing if the peer's value has the wrong length or fails the tests of RFC 6989 §2.
    std::optional<config::Secret> shared_secret(const DhKeyPair& own, std::span<const std::uint8_t> peer_public);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ike
