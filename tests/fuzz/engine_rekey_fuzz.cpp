#include "ike/context.h"
#include "ike/outgoing.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/wind_down.h"
#include "tests/ike/random_walk.h"

/// A tunnel stands; then the input says what both ends begin and what the wire does to it, or R1 plays a peer that has the keys and
/// sends CREATE_CHILD_SA messages that it should not. R2 may not crash, nor keep anything for ever.
namespace {

using namespace engine_test;
using fuzz::damage, fuzz::Pieces;

thread_local Pieces* inside = nullptr;

ike::Bytes number(std::uint64_t value, int octets) {
    ike::Bytes made;
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) made.push_back(static_cast<std::uint8_t>(value >> shift));
    return made;
}

ike::SaPayload offer(bool of_ike_sa) {
    ike::SaPayload sa;
    ike::Proposal& proposal = sa.proposals.emplace_back();
    proposal.number = 1;
    proposal.protocol = of_ike_sa ? ike::ProtocolId::IKE : ike::ProtocolId::ESP;
    proposal.spi = number(0x1122334455667788, of_ike_sa ? 8 : 4);
    if (of_ike_sa) {
        proposal.transforms = {ike::Transform::of(ike::EncryptionId::AES_CBC, 128), ike::Transform::of(ike::PrfId::HMAC_SHA1),
                               ike::Transform::of(ike::IntegrityId::HMAC_SHA1_96), ike::Transform::of(static_cast<ike::DhGroupId>(2))};
    } else {
        proposal.transforms = {ike::Transform::of(ike::EncryptionId::TRIPLE_DES), ike::Transform::of(ike::IntegrityId::HMAC_SHA1_96),
                               ike::Transform::of(ike::EsnId::none)};
    }
    return sa;
}

ike::Payload rekey_notify(std::uint32_t spi) {
    ike::NotifyPayload notify;
    notify.protocol = ike::ProtocolId::ESP;
    notify.type = static_cast<ike::NotifyType>(inside->octet() % 4 == 0 ? inside->octet() : 16393);
    notify.spi = number(spi, 4);
    return notify;
}

ike::TsPayload all_addresses() {
    ike::TsPayload ts;
    ts.selectors.push_back({ike::TsType::TS_IPV4_ADDR_RANGE, 0, 0, 65535, ip("0.0.0.0"), ip("255.255.255.255"), {}});
    return ts;
}

/// What CREATE_CHILD_SA consists of, each payload there or not, whole or damaged.
std::vector<ike::Payload> create_child_payloads(const ike::Exchange& exchange) {
    const std::uint8_t mask = inside->octet();
    const auto& children = exchange.sa.children;
    std::vector<ike::Payload> whole;
    if ((mask & 1) != 0) whole.push_back(rekey_notify(children.empty() ? 7 : children.front().spi_in));
    whole.emplace_back(offer((mask & 2) != 0));
    whole.emplace_back(ike::NoncePayload{ike::Bytes(20, mask)});
    if ((mask & 4) != 0) whole.emplace_back(ike::KePayload{static_cast<ike::DhGroupId>(2), ike::Bytes(128, 0x5a), 0});
    if ((mask & 8) == 0) whole.emplace_back(ike::PayloadType::TSi, all_addresses());
    if ((mask & 8) == 0) whole.emplace_back(ike::PayloadType::TSr, all_addresses());
    if ((mask & 16) == 0) return whole;
    std::vector<ike::Payload> damaged;
    for (const ike::Payload& payload : whole) {
        ike::Bytes body = ike::encode_body(payload);
        damage(body, *inside);
        damaged.emplace_back(payload.type, ike::UnknownPayload{std::move(body)});
    }
    return damaged;
}

ike::Outcome ask_for_anything(ike::Exchange& exchange, const ike::Input&) {
    exchange.message_id = exchange.sa.window.take_id();
    ike::send_sealed(exchange, create_child_payloads(exchange));
    return ike::waiting;
}

ike::Outcome answer_with_anything(ike::Exchange& exchange, const ike::Input&) {
    ike::send_sealed(exchange, create_child_payloads(exchange));
    exchange.create.answered = true;
    return ike::done;
}

struct HostilePeer {
    HostilePeer() {
        replace(tables.create_child_initiator, asking, &ask_for_anything);
        replace(tables.create_child_responder, answering, &answer_with_anything);
    }
    static void replace(ike::Table& table, std::vector<ike::Row>& rows, ike::Action action) {
        rows.assign(table.rows.begin(), table.rows.end());
        for (ike::Row& row : rows)
            if (row.event == ike::EventId::EV_BLD_MSG) row.action = action;
        table.rows = rows;
    }
    ike::Tables tables = ike::standard_tables();
    std::vector<ike::Row> asking, answering;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4 || size > 1024) return 0;
    Pieces pieces(data, size);
    inside = &pieces;
    const bool hostile = pieces.octet() % 2 == 1;
    const HostilePeer peer;
    RandomWalk walk(1, [&](unsigned below) { return pieces.octet() % below; }, hostile ? peer.tables : ike::standard_tables());
    while (!pieces.empty()) walk.take_step();
    fuzz::wind_down(walk);
    return 0;
}
