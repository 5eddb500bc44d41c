#include "ike/cookies.h"

#include <array>

#include "ike/context.h"

namespace ike {

namespace {

constexpr std::size_t digest_octets = 20, secret_octets = 32;

CookieSecret& current_secret(Context& context) {
    CookieSecrets& secrets = context.cookie_secrets;
    CookieSecret& current = secrets.current;
    if (!current.octets.empty() && context.now - current.drawn < cookie_secret_lifetime) return current;
    const auto next = static_cast<std::uint8_t>(current.version + 1);
    secrets.previous = std::move(current);
    current = {next, context.random_octets(secret_octets), context.now};
    return current;
}

bool is_accepted(const Context& context, const CookieSecret& secret, std::uint8_t version) {
    return !secret.octets.empty() && secret.version == version && context.now - secret.drawn < 2 * cookie_secret_lifetime;
}

Bytes cookie_of(Context& context, const CookieSecret& secret, const dataplane::UdpDatagram& datagram, const Message& message) {
    const NoncePayload* const nonce = body_of<NoncePayload>(message.payloads, PayloadType::N);
    std::array<std::uint8_t, 8> spi{};
    for (std::size_t i = 0; i < spi.size(); ++i) spi[i] = static_cast<std::uint8_t>(message.header.initiator_spi >> (56 - 8 * i));
    Bytes cookie(1 + digest_octets, secret.version);
    context.algorithms.hmac(Hash::sha256, secret.octets, {nonce != nullptr ? Octets(nonce->data) : Octets(), datagram.remote.bytes(), spi},
                            std::span(cookie).subspan(1));
    return cookie;
}

}  // namespace

Bytes cookie_for(Context& context, const dataplane::UdpDatagram& datagram, const Message& message) {
    return cookie_of(context, current_secret(context), datagram, message);
}

bool is_good_cookie(Context& context, const dataplane::UdpDatagram& datagram, const Message& message, const Bytes& shown) {
    if (shown.size() != 1 + digest_octets) return false;
    for (const CookieSecret* const secret : {&context.cookie_secrets.current, &context.cookie_secrets.previous})
        if (is_accepted(context, *secret, shown.front()))
            return equal_in_constant_time(shown, cookie_of(context, *secret, datagram, message));
    return false;
}

}  // namespace ike
