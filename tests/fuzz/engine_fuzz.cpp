#include "tests/ike/engine_pair.h"

#include "ike/context.h"
#include "ike/outgoing.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/wind_down.h"

/// A responder is fed whatever comes: before there is an SA, while one is half-open, inside the encryption of one, and after one stands.
/// It may not crash, nor keep more than its bounds allow, nor keep anything for ever.
namespace {

using namespace engine_test;
using fuzz::damage, fuzz::Pieces, fuzz::wind_down;

/// Payloads of any type with any body: behind the encryption the decoder meets them as a peer with the keys could send them.
std::vector<ike::Payload> payloads_from(Pieces& pieces) {
    std::vector<ike::Payload> payloads;
    while (!pieces.empty() && payloads.size() < 12) {
        const auto type = static_cast<ike::PayloadType>(pieces.octet());
        const std::uint8_t size = pieces.octet();
        ike::Payload payload(type, ike::UnknownPayload{pieces.run(size)});
        payload.critical = (size & 1) != 0;
        payloads.push_back(std::move(payload));
    }
    return payloads;
}

void use_quick_group(Router& router) {
    config::Ikev2Proposal& proposal = router.configuration.ikev2.proposals.at("quick");
    proposal.encryption = {config::Ikev2Encryption::aes_cbc_128};
    proposal.integrity = {config::HashAlgorithm::sha256};
    proposal.groups = {19};
    router.configuration.ikev2.policies.clear();
    router.configuration.ikev2.policies.at("quick").proposals = {"quick"};
}

void feed_datagrams(Pair& pair, Pieces& pieces) {
    for (int count = 0; !pieces.empty() && count < 64; ++count) {
        const std::size_t size = static_cast<std::size_t>(pieces.octet()) * 8;
        const std::uint8_t from = pieces.octet();
        const config::IpAddress source = from == 0 ? ip("10.0.0.1") : config::IpAddress::v4(0x0a000100U + from);
        pair.r2.engine->receive(pair.now, {{}, ip("10.0.0.2"), 500, source, 500, pieces.run(size)});
        pair.run(dataplane::Duration{});
    }
}

thread_local Pieces* inside = nullptr;

ike::Outcome send_anything(ike::Exchange& exchange, const ike::Input&) {
    const std::uint8_t type = inside->octet();
    if ((type & 3) != 0) exchange.type = static_cast<ike::ExchangeType>(34 + type % 4);
    exchange.message_id = exchange.sa.window.take_id();
    ike::send_sealed(exchange, payloads_from(*inside));
    return ike::waiting;
}

/// A row's action replaced in R1, which plays the peer.
struct HostilePeer {
    HostilePeer(ike::Table ike::Tables::*which, ike::EventId event) {
        ike::Table& table = tables.*which;
        rows.assign(table.rows.begin(), table.rows.end());
        for (ike::Row& row : rows)
            if (row.event == event && row.to != ike::StateId::INFO_I_BLD_INFO) row.action = send_anything;
        table.rows = rows;
    }
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> rows;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 8192) return 0;
    Pieces pieces(data, size);
    const std::uint8_t choice = pieces.octet();
    const auto stage = static_cast<std::uint8_t>(choice % 5);
    Pair pair;
    for (Router* const router : {&pair.r1, &pair.r2}) {
        use_quick_group(*router);
        if (choice >= 128) router->configuration.ikev2.fragmentation_mtu = static_cast<std::uint16_t>(70 + choice);
    }
    HostilePeer hostile(stage == 3 ? &ike::Tables::ike_auth_initiator : &ike::Tables::informational_initiator,
                        stage == 3 ? ike::EventId::EV_SEND_AUTH : ike::EventId::EV_SEND_INFO);
    inside = &pieces;
    if (stage >= 3) pair.r1.start(hostile.tables);
    else pair.r1.start();
    pair.r2.start();
    if (stage == 2) pair.translate = [&](dataplane::UdpDatagram& datagram) { damage(datagram.payload, pieces); };
    // Half-open: R1 is not heard any more after its first message.
    if (stage == 1) pair.fate_of = [](std::size_t n) { return n < 2 ? Fate::deliver : Fate::drop; };
    if (stage != 0) {
        pair.acquire(pair.r1);
        pair.run(std::chrono::seconds(1));
    }
    if (stage == 4) {
        pair.r1.engine->command(pair.now, ike::command::ClearIkeSa{});
        pair.run(std::chrono::seconds(1));
    }
    if (stage <= 1) feed_datagrams(pair, pieces);
    wind_down(pair);
    return 0;
}
