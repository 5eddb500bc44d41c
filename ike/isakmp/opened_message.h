#pragma once

#include "ike/isakmp/sa.h"

namespace ike::isakmp {

/// A message taken apart: decrypted where it was encrypted.
struct Opened {
    Header header;
    Bytes plain;
    DecodedPayloads decoded;
    Bytes next_iv;
};

Octets body_of(const dataplane::UdpDatagram& datagram, const Header& header);
/// By which a datagram is known when it comes again.
Bytes digest_of(Context& context, Octets octets);
/// Nothing for what cannot be read, or cannot be decrypted under these keys.
std::optional<Opened> open_clear(const Header& header, Octets body);
std::optional<Opened> open_encrypted(IsakmpSa& sa, const Header& header, Octets body, Bytes iv);
/// Views of `opened`, which must outlive it.
Input input_of(const Opened& opened, const dataplane::UdpDatagram& datagram);

}  // namespace ike::isakmp
