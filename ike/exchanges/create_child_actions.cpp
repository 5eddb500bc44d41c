#include "ike/exchanges/create_child_actions.h"

#include "ike/collisions.h"
#include "ike/context.h"
#include "ike/exchanges/auth_messages.h"
#include "ike/exchanges/child_negotiation.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/ike_successor.h"
#include "ike/exchanges/lookup.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike {

bool has_sa_and_nonce(std::span<const Payload> payloads) {
    const auto count = [&](PayloadType type) { return std::count_if(payloads.begin(), payloads.end(), [=](const Payload& p) { return p.type == type; }); };
    const NoncePayload* const nonce = body_of<NoncePayload>(payloads, PayloadType::N);
    return count(PayloadType::SA) == 1 && count(PayloadType::N) == 1 && nonce != nullptr && nonce->data.size() >= 16 && nonce->data.size() <= 256;
}

void draw_nonce(Exchange& exchange) {
    Bytes& own = exchange.role == Role::initiator ? exchange.create.nonce_i : exchange.create.nonce_r;
    own = exchange.sa.context.random_octets(nonce_size(exchange.sa.suite.prf));
}

IkeSpi spi_of(const Proposal& proposal) {
    if (proposal.spi.size() != 8) return 0;
    IkeSpi spi = 0;
    for (const std::uint8_t octet : proposal.spi) spi = spi << 8 | octet;
    return spi;
}

void append_window(const Exchange& exchange, std::vector<Payload>& payloads) {
    const std::uint16_t window = exchange.sa.context.configuration.ikev2.window;
    construct(exchange, payloads, NotifyType::SET_WINDOW_SIZE, {0, 0, static_cast<std::uint8_t>(window >> 8), static_cast<std::uint8_t>(window)});
}

void append_child_notifies(const Exchange& exchange, std::vector<Payload>& payloads) {
    if (exchange.child.transport) construct(exchange, payloads, NotifyType::USE_TRANSPORT_MODE);
    construct(exchange, payloads, NotifyType::ESP_TFC_NO_SUPPORT);
    construct(exchange, payloads, NotifyType::NON_FIRST_FRAGS);
    if (exchange.child.more_possible) construct(exchange, payloads, NotifyType::ADDITIONAL_TS_POSSIBLE);
}

}  // namespace ike

namespace ike::action {

/// Without perfect forward secrecy there is nothing to generate.
Outcome generate_create_key_pair(Exchange& exchange, const Input& input) {
    if (exchange.init.group != DhGroupId::none) return generate_key_pair(exchange, input);
    return raise(exchange.role == Role::initiator ? EventId::EV_CHK_PENDING : EventId::EV_BLD_MSG);
}

Outcome check_ike_rekey(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::checking_ike_rekey);
    return exchange.create.what == Creation::ike_rekey ? done : raise(EventId::EV_GEN_LOAD_IPSEC);
}

Outcome generate_successor_keys(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::skeyseed_calculation);
    derive_successor_keys(exchange);
    trace_step(exchange, Step::skeyseed_passed);
    trace_step(exchange, Step::skeyid_generated);
    return done;
}

Outcome activate_new_sa(Exchange& exchange, const Input&) {
    const IkeSa& made = open_successor(exchange);
    report_mib(exchange.sa, exchange.role == Role::responder);
    if (traced(made)) emit(made, event::SaCreated{made.lifetime});
    return done;
}

/// A rekeyed SA never was among the negotiations: the reference says so each time.
Outcome count_activation(Exchange& exchange, const Input&) {
    EngineStats& stats = exchange.sa.context.stats;
    const bool initiator = exchange.role == Role::initiator;
    ++(initiator ? stats.out_accepted : stats.in_accepted);
    ++(initiator ? stats.out_requests : stats.in_requests);
    trace_step(exchange, Step::sa_request_activated);
    trace_step(exchange, initiator ? Step::failed_to_decrement_outgoing : Step::failed_to_decrement_incoming);
    return done;
}

Outcome load_created_pair(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::loading_key_material);
    exchange.create.redundant = is_redundant(exchange);
    if (!install_child(exchange)) return fail(exchange, Failed::create_child_exchange);
    settle_pairs(exchange);
    trace_step(exchange, Step::asynchronous_request_queued);
    exchange.sa.context.submit(exchange, job::LoadIpsec{exchange.sa.children.back().spi_in}, EventId::EV_OK_RECD_LOAD_IPSEC);
    return waiting;
}

/// Both ends may have rekeyed at once.
Outcome check_collision(Exchange& exchange, const Input&) {
    trace_step(exchange, Step::checking_duplicate);
    exchange.create.redundant = is_redundant(exchange);
    if (exchange.role == Role::responder) note_rival(exchange, exchange.create.responder_spi);
    trace_step(exchange, exchange.create.rival ? Step::duplicate_found : Step::no_duplicate_found);
    return done;
}

Outcome finish_creation(Exchange& exchange, const Input&) {
    if (exchange.create.what != Creation::ike_rekey) return done;
    IkeSa* const made = exchange.sa.context.sas.find(exchange.create.local_spi(exchange.role));
    if (made != nullptr) settle_ike_sas(exchange, *made);
    return done;
}

}  // namespace ike::action
