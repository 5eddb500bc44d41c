#pragma once

#include <cstdint>

#include "ike/payload/message.h"
#include "ipsec-dataplane/instant.h"
#include "ipsec-dataplane/udp_datagram.h"

/// RFC 7296 §2.6: octets that only who receives at an address can show. Nothing is kept for them.
namespace ike {

struct Context;

/// Keys the cookies of a minute; the first octet of a cookie is its version.
struct CookieSecret {
    std::uint8_t version = 0;
    Bytes octets;
    dataplane::Instant drawn{};
};

/// The secret in use and the one before it, whose cookies are still on their way.
struct CookieSecrets {
    CookieSecret current, previous;
};

inline constexpr dataplane::Duration cookie_secret_lifetime = std::chrono::seconds(60);

/// VersionIDofSecret | HMAC(secret, Ni | IPi | SPIi).
Bytes cookie_for(Context& context, const dataplane::UdpDatagram& datagram, const Message& message);
bool is_good_cookie(Context& context, const dataplane::UdpDatagram& datagram, const Message& message, const Bytes& shown);

}  // namespace ike
