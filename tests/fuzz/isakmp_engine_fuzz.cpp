#include "tests/ike/isakmp_pair.h"

#include <cstdlib>

#include "ike/isakmp/steps.h"
#include "tests/fuzz/pieces.h"

/// An IKEv1 responder is fed whatever comes: before there is an SA, while one is half-open, damaged on its way, and from a peer
/// that has the keys. It may not crash, nor keep anything for ever.
namespace {

using namespace isakmp_test;
using fuzz::damage, fuzz::Pieces;

std::vector<ike::isakmp::Payload> payloads_from(Pieces& pieces) {
    std::vector<ike::isakmp::Payload> payloads;
    while (!pieces.empty() && payloads.size() < 12) {
        ike::isakmp::Payload payload;
        payload.type = static_cast<ike::isakmp::PayloadType>(pieces.octet());
        payload.body = ike::isakmp::OctetsPayload{pieces.run(pieces.octet())};
        payloads.push_back(std::move(payload));
    }
    return payloads;
}

/// The version is right, so that the octets are IKEv1's.
void feed_datagrams(Pair& pair, Pieces& pieces) {
    constexpr std::size_t version_at = 17;
    for (int count = 0; !pieces.empty() && count < 64; ++count) {
        const std::size_t size = static_cast<std::size_t>(pieces.octet()) * 8;
        const std::uint8_t from = pieces.octet();
        const config::IpAddress source = from == 0 ? ip("10.0.0.1") : config::IpAddress::v4(0x0a000100U + from);
        ike::Bytes octets = pieces.run(size);
        if (octets.size() > version_at) octets[version_at] = 0x10;
        pair.r2.engine->receive(pair.now, {{}, ip("10.0.0.2"), 500, source, 500, std::move(octets)});
        pair.run(dataplane::Duration{});
    }
}

thread_local Pieces* inside = nullptr;

/// In place of a quick mode's first message: any phase 2 message, with a good hash and under encryption.
ike::isakmp::Outcome send_anything(ike::isakmp::Exchange& exchange, const ike::isakmp::Input&) {
    constexpr ike::isakmp::ExchangeType types[] = {ike::isakmp::ExchangeType::QUICK, ike::isakmp::ExchangeType::INFORMATIONAL,
                                                   ike::isakmp::ExchangeType::TRANSACTION, ike::isakmp::ExchangeType::QUICK};
    exchange.type = types[inside->octet() % 4];
    ike::isakmp::send_hashed(exchange, payloads_from(*inside));
    return ike::isakmp::done;
}

struct HostilePeer {
    HostilePeer() {
        rows.assign(tables.quick_initiator.rows.begin(), tables.quick_initiator.rows.end());
        for (ike::isakmp::Row& row : rows)
            if (row.event == Event::IKE_INIT_QM) row.action = send_anything;
        tables.quick_initiator.rows = rows;
    }
    ike::isakmp::Tables tables = ike::isakmp::standard_tables();
    std::vector<ike::isakmp::Row> rows;
};

void require(bool fact) {
    if (!fact) std::abort();
}

/// Nothing that a stranger, or a peer that has gone, has caused stays for ever.
void wind_down(Pair& pair) {
    require(pair.r2.sas(pair.now).size() <= 256);
    pair.translate = nullptr;
    pair.fate_of = [](std::size_t) { return Fate::drop; };
    pair.r1.jobs.waiting.clear();
    pair.r2.jobs.waiting.clear();
    pair.r2.engine->command(pair.now, ike::command::ClearSession{});
    pair.run(std::chrono::hours(1), true);
    require(pair.r2.sas(pair.now).empty());
    require(pair.r2.data_plane.pairs.empty());
    require(pair.r2.data_plane.reserved.empty());
    require(!pair.r2.engine->next_deadline(true));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 8192) return 0;
    Pieces pieces(data, size);
    const std::uint8_t stage = static_cast<std::uint8_t>(pieces.octet() % 4);
    Pair pair;
    pair.r1.events.on_ = pair.r2.events.on_ = false;
    HostilePeer hostile;
    inside = &pieces;
    pair.r1.start(stage == 3 ? hostile.tables : ike::isakmp::standard_tables());
    pair.r2.start();
    if (stage == 2) pair.translate = [&](dataplane::UdpDatagram& datagram) { damage(datagram.payload, pieces); };
    // Half-open: R1 is not heard any more after its second message.
    if (stage == 1) pair.fate_of = [](std::size_t n) { return n < 3 ? Fate::deliver : Fate::drop; };
    if (stage != 0) {
        pair.acquire(pair.r1);
        pair.run(std::chrono::seconds(2));
    }
    if (stage <= 1) feed_datagrams(pair, pieces);
    wind_down(pair);
    return 0;
}
