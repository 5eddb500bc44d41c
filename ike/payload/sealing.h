#pragma once

#include "ike/crypto/algorithms.h"
#include "ike/payload/message.h"
#include "ipsec-dataplane/random_source.h"

namespace ike {

/// How one direction of an IKE SA is protected. The key spans must outlive the call they are given to.
struct SkProtection {
    EncryptionId encryption = EncryptionId::none;
    std::uint16_t key_bits = 0;
    IntegrityId integrity = IntegrityId::none;
    Octets encryption_key;
    Octets integrity_key;
};

/// Octets of `text_size` octets under protection: initialization vector, padding and checksum with them. Nothing if the suite is
/// unknown.
std::optional<std::size_t> sealed_size(const SkProtection& protection, std::size_t text_size);
/// The most octets of text whose sealed size is at most `room`; 0 if there is room for none.
std::size_t text_that_fits(const SkProtection& protection, std::size_t room);

/// A datagram whose only payload is `envelope`, encrypted payload or fragment without data as yet, around `text` (RFC 7296
/// §3.14, RFC 7383 §2.5; RFC 5282 for AEADs). Empty if it would exceed 65,535 octets or the suite is unknown.
Bytes seal_text(Algorithms& algorithms, const Header& header, Payload envelope, Octets text, const SkProtection& protection,
                dataplane::RandomSource& iv_source);
/// The text without padding of the envelope that ends `datagram`, the last `sealed_octets` of it sealed. `integrity_failed` before
/// anything inside has been looked at.
Decoded<Bytes> open_text(Algorithms& algorithms, Octets datagram, std::size_t sealed_octets, const SkProtection& protection);

/// The payloads that are `text`; none of them may be sealed once more.
Decoded<std::vector<Payload>> payloads_inside(PayloadType first, Octets text);

}  // namespace ike
