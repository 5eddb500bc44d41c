#pragma once

#include <cstdint>

namespace dataplane {

/// Why IPsec processing gave a packet up. `none`: it went through.
enum class EspDrop : std::uint8_t {
    none,
    /// No SA, or one of the other direction or protocol.
    invalid_sa,
    /// The SA belongs to another worker: the packet must be handed over.
    not_owner,
    /// Hard lifetime is past; the SA waits for its removal.
    lifetime_expired,
    /// The sequence number would wrap (RFC 4303 3.3.3).
    sequence_overflow,
    /// Not an IP packet, lengths that disagree, or an IP fragment.
    bad_header,
    /// Too short for the suite, or not a whole number of cipher blocks.
    bad_length,
    /// Head or tail room of the buffer does not hold the expansion.
    no_room,
    /// Left of the window, or seen already.
    replay,
    authentication_failed,
    /// Padding bytes or pad length after decryption.
    bad_padding,
    /// Next header that the mode does not admit.
    bad_next_header,
    /// Dummy packet, next header 59 (RFC 4303 2.6): discarded in silence.
    dummy,
    crypto_error
};

constexpr unsigned esp_drop_count = static_cast<unsigned>(EspDrop::crypto_error) + 1;

}  // namespace dataplane
