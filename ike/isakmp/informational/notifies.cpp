#include <algorithm>

#include "ike/isakmp/quick/negotiation.h"

namespace ike::isakmp {

namespace {

constexpr std::uint16_t first_status_type = 16384;   ///< RFC 2408 3.14.1: errors are below

const Exchange* negotiation_of(const IsakmpSa& sa, std::uint32_t spi) {
    const Exchange* only = nullptr;
    std::size_t open = 0;
    for (const auto& exchange : sa.exchanges) {
        if (exchange->type != ExchangeType::QUICK || exchange->over || exchange->role != Role::initiator) continue;
        if (spi != 0 && exchange->quick.spi_in == spi) return exchange.get();
        only = exchange.get();
        ++open;
    }
    return open == 1 ? only : nullptr;
}

/// The peer refuses a quick mode of ours: by our SPI, or without one when there is no other it could mean.
void end_refused(IsakmpSa& sa, const NotifyPayload& notify) {
    const Exchange* const meant = negotiation_of(sa, spi_of(notify.spi));
    if (meant == nullptr) return;
    for (const auto& exchange : sa.exchanges) {
        if (exchange.get() != meant) continue;
        emit(sa, event::SpiDeleted{exchange->quick.spi_in, exchange->message_id});
        end_node(*exchange, true, NodeReason::delete_larval);
        ++sa.context.stats.phase2_failures;
        abandon_quick(*exchange);
        return;
    }
}

/// RFC 2407 4.6.3.1: the ISAKMP SA lives shorter than we offered.
void shorten_life(IsakmpSa& sa, const NotifyPayload& notify) {
    step(sa, Step::processing_responder_lifetime);
    TransformTerms lives;
    if (notify.protocol != ProtocolId::ISAKMP || !decode_phase1_lives(notify.data, lives) || lives.seconds == 0) return;
    sa.suite.lifetime = std::min(sa.suite.lifetime, lives.seconds);
    if (sa.complete) sa.lifetime_end = sa.completed + std::chrono::seconds(sa.suite.lifetime);
    emit(sa, event::TimerRestarted{sa.suite.lifetime});
}

/// The peer has no SA under the SPI that we send with.
void drop_unknown(IsakmpSa& sa, const NotifyPayload& notify) {
    const std::uint32_t spi = spi_of(notify.spi.size() == 4 ? notify.spi : notify.data);
    if (const std::uint32_t inbound = inbound_of(sa, spi); inbound != 0) delete_pairs(sa.context, {inbound}, false);
}

/// RFC 2407 4.6.3.3: whatever else there is with this peer is of its past.
void forget_past(IsakmpSa& sa) {
    Context& context = sa.context;
    emit(sa, event::InitialContact{});
    std::vector<std::uint32_t> old;
    for (const auto& [spi, pair] : context.pairs)
        if (pair.local == sa.local && pair.peer == sa.peer && pair.peer_port == sa.peer_port && pair.sa_number != sa.number) old.push_back(spi);
    delete_pairs(context, old, false);
    for (const auto& [number, other] : context.sas)
        if (other.get() != &sa && other->complete && !other->dead && other->local == sa.local && other->peer == sa.peer && other->peer_port == sa.peer_port)
            delete_sa(*other, DeleteReason::initial_contact, false);
}

void take_acknowledgement(IsakmpSa& sa, const NotifyPayload& notify) {
    const std::uint32_t sequence = spi_of(notify.data);
    emit(sa, event::DpdSequence{true, true, sequence});
    if (sequence != sa.dpd.sequence) return;
    sa.dpd.outstanding = false;
    sa.dpd.misses = 0;
}

void act(IsakmpSa& sa, const NotifyPayload& notify) {
    if (notify.type == NotifyType::R_U_THERE_ACK) return take_acknowledgement(sa, notify);
    if (notify.type == NotifyType::RESPONDER_LIFETIME) return shorten_life(sa, notify);
    if (notify.type == NotifyType::INITIAL_CONTACT) return forget_past(sa);
    if (notify.type == NotifyType::INVALID_SPI) return drop_unknown(sa, notify);
    if (static_cast<std::uint16_t>(notify.type) < first_status_type) end_refused(sa, notify);
}

void acknowledge(IsakmpSa& sa, const NotifyPayload& notify) {
    emit(sa, event::DpdSequence{true, false, spi_of(notify.data)});
    sa.dpd.peer_sequence = spi_of(notify.data);
    send_notify(sa, NotifyType::R_U_THERE_ACK, ProtocolId::ISAKMP, 0, notify.data);
}

bool is_of_sa(const IsakmpSa& sa, const Bytes& cookies) {
    if (cookies.size() != 16) return false;
    IkeSpi initiator = 0, responder = 0;
    for (std::size_t i = 0; i < 8; ++i) initiator = initiator << 8 | cookies[i], responder = responder << 8 | cookies[8 + i];
    return initiator == sa.cookie_i && responder == sa.cookie_r;
}

void end_sa_named(IsakmpSa& sa, const DeletePayload& gone) {
    for (const auto& one : sa.context.sas) {
        IsakmpSa& other = *one.second;
        const bool same_ends = other.local == sa.local && other.peer == sa.peer && !other.dead && (other.complete || &other == &sa);
        const bool named = std::any_of(gone.spis.begin(), gone.spis.end(), [&](const Bytes& spi) { return is_of_sa(other, spi); });
        if (!same_ends || !named) continue;
        other.peer_deleted = true;
        delete_sa(other, DeleteReason::none, true);
    }
}

void end_pairs_named(IsakmpSa& sa, const DeletePayload& gone) {
    for (const Bytes& octets : gone.spis) {
        const std::uint32_t outbound = spi_of(octets), inbound = inbound_of(sa, outbound);
        if (inbound == 0) continue;
        emit(sa, event::DeleteForwarded{outbound, gone.protocol});
        delete_pairs(sa.context, {inbound}, false);
    }
}

}  // namespace

std::uint32_t inbound_of(const IsakmpSa& sa, std::uint32_t outbound_spi) {
    const auto between = sa.context.pairs_between.find({sa.local, sa.peer});
    if (between == sa.context.pairs_between.end()) return 0;
    for (const std::uint32_t inbound : between->second)
        if (const auto at = sa.context.pairs.find(inbound); at != sa.context.pairs.end() && at->second.spi_out == outbound_spi) return inbound;
    return 0;
}

Outcome process_notify(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    for (const Payload& payload : input.payloads)
        if (const auto* const notify = std::get_if<NotifyPayload>(&payload.body)) {
            emit(sa, event::NotifySeen{notify, input.header->message_id});
            act(sa, *notify);
        }
    emit(sa, event::NodeDeleted{input.header->message_id, false, NodeReason::informational});
    return done;
}

Outcome process_keep_alive(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    const NotifyPayload& notify = *find_notify(input.payloads, NotifyType::R_U_THERE);
    emit(sa, event::NotifySeen{&notify, input.header->message_id});
    acknowledge(sa, notify);
    emit(sa, event::NodeDeleted{input.header->message_id, false, NodeReason::informational});
    return done;
}

/// Both directions of a pair go when the peer deletes its own (RFC 2408 5.15).
Outcome process_delete(Exchange& exchange, const Input& input) {
    IsakmpSa& sa = exchange.sa;
    std::vector<const DeletePayload*> of_pairs;
    for (const Payload& payload : input.payloads) {
        const auto* const gone = std::get_if<DeletePayload>(&payload.body);
        if (gone == nullptr) continue;
        emit(sa, event::Processing{PayloadType::D, input.header->message_id});
        if (gone->protocol == ProtocolId::ISAKMP) end_sa_named(sa, *gone);
        else of_pairs.push_back(gone);
    }
    emit(sa, event::NodeDeleted{input.header->message_id, false, NodeReason::informational});
    for (const DeletePayload* const gone : of_pairs) end_pairs_named(sa, *gone);
    return done;
}

/// A DELETE for an SPI of ours that is no more tells the peer as much as it can be told.
void unknown_spi(Context& context, const dataplane::UnknownSpi& unknown) {
    const auto protocol = unknown.protocol == dataplane::IpsecProtocol::ah ? ProtocolId::AH : ProtocolId::ESP;
    if (IsakmpSa* const sa = context.complete_with(unknown.local, unknown.peer)) {
        context.touch(*sa);
        send_notify(*sa, NotifyType::INVALID_SPI, protocol, unknown.spi, octets_of_spi(unknown.spi));
        return send_delete(*sa, protocol, {unknown.spi});
    }
    if (!context.configuration.isakmp.invalid_spi_recovery) return;
    for (const dataplane::PolicyEntryId id : context.ports.policies->entries_for(unknown.local, unknown.peer)) {
        const dataplane::PolicyEntry* const entry = context.ports.policies->entry(id);
        const bool startable = entry != nullptr && entry->ikev2_profile.empty() && !entry->flows.empty() && !entry->responder_only;
        if (startable) return static_cast<void>(acquire(context, entry->flows.front()));
    }
}

}  // namespace ike::isakmp
