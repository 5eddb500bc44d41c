#pragma once

#include <catch2/catch.hpp>

#include "engine_pair.h"
#include "ike/payload/message.h"

/// IKE_SA_INIT requests that reach R2 although no engine sent them.
namespace engine_test {

/// R1's first message, which stays in its outbox.
inline ike::Bytes first_request(Pair& pair) {
    pair.acquire(pair.r1);
    while (pair.r1.outbox.waiting.empty()) REQUIRE(pair.step());
    return pair.r1.outbox.waiting.front().payload;
}

/// The same request under another SPI from another source.
inline dataplane::UdpDatagram forged(ike::Bytes request, std::uint64_t spi, const config::IpAddress& source) {
    for (std::size_t i = 0; i < 8; ++i) request[i] = static_cast<std::uint8_t>(spi >> (56 - 8 * i));
    return {{}, ip("10.0.0.2"), 500, source, 500, std::move(request)};
}

inline config::IpAddress source(std::uint32_t number) { return config::IpAddress::v4(0x0b000000U + number); }

/// The cookie that the only datagram in R2's outbox asks for; empty when it is no challenge. The outbox is empty afterwards.
inline ike::Bytes taken_cookie(Pair& pair) {
    auto& waiting = pair.r2.outbox.waiting;
    if (waiting.size() != 1) return {};
    const auto message = ike::decode_message(waiting.front().payload);
    waiting.clear();
    const ike::NotifyPayload* const notify = message ? ike::find_notify(message->payloads, ike::NotifyType::COOKIE) : nullptr;
    return notify == nullptr ? ike::Bytes{} : notify->data;
}

inline ike::Bytes with_cookie(const ike::Bytes& request, const ike::Bytes& cookie) {
    auto message = ike::decode_message(request);
    REQUIRE(message);
    ike::NotifyPayload notify;
    notify.type = ike::NotifyType::COOKIE;
    notify.data = cookie;
    message->payloads.insert(message->payloads.begin(), ike::Payload(notify));
    return ike::encode_message(*message);
}

}  // namespace engine_test
