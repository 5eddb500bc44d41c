#pragma once

#include "ike/payload/sealing.h"

namespace ike {

/// More fragments than these are neither made nor put together.
inline constexpr std::size_t max_fragments = 64;

/// One authentic fragment in clear. The first one tells the type of the first payload in all of them.
struct Fragment {
    PayloadType first = PayloadType::NONE;
    std::uint16_t number = 1;
    std::uint16_t total = 1;
    Bytes text;
};

/// The message over `inner` as datagrams of at most `limit` octets: one with an encrypted payload if that is short enough, else
/// encrypted fragments (RFC 7383 §2.5). One of whatever size if `limit` leaves too little room. None if it cannot be sealed.
std::vector<Bytes> seal_fragments(Algorithms& algorithms, const Header& header, std::span<const Payload> inner, std::size_t limit,
                                  const SkProtection& protection, dataplane::RandomSource& iv_source);

/// The encrypted fragment that ends `outer`, which was decoded from `datagram`. `integrity_failed` if there is none or it is not
/// authentic.
Decoded<Fragment> open_fragment(Algorithms& algorithms, const Message& outer, Octets datagram, const SkProtection& protection);

/// The encrypted fragment that ends a message, still sealed; null if it is another message.
const EncryptedFragmentPayload* fragment_of(const Message& message);

}  // namespace ike
