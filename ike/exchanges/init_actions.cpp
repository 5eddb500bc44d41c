#include "ike/contents/nat_detection.h"
#include "ike/contents/vendor_ids.h"
#include "ike/context.h"
#include "ike/crypto/diffie_hellman.h"
#include "ike/exchanges/common_actions.h"
#include "ike/exchanges/lookup.h"
#include "ike/key_listener.h"
#include "ike/outgoing.h"
#include "ike/trace.h"

namespace ike::action {

namespace {

bool needs_certificates(const config::Ikev2Profile& profile) {
    if (profile.local_auth != config::AuthMethodName::pre_share) return true;
    return std::any_of(profile.remote_auth.begin(), profile.remote_auth.end(),
                       [](config::AuthMethodName method) { return method != config::AuthMethodName::pre_share; });
}

/// A responder knows no profile yet: it asks for certificates if it has trust anchors to name.
Outcome check_anchors(Exchange& exchange) {
    Context& context = exchange.sa.context;
    const bool asks = contents_of(context.look()).certificate_request || context.ports.pki->has_trustpoints();
    exchange.sa.needs_pki = asks && !context.ports.pki->trust_anchor_hashes().empty();
    return done;
}

void report_finding(const Exchange& exchange, const NatFinding& finding) {
    trace_step(exchange, Step::process_nat_discovery);
    trace_step(exchange, Step::processing_nat_source);
    trace_step(exchange, finding.remote_matched ? Step::remote_address_matched : Step::remote_address_not_matched);
    trace_step(exchange, Step::processing_nat_destination);
    trace_step(exchange, finding.local_matched ? Step::local_address_matched : Step::local_address_not_matched);
    if (finding.remote_matched && finding.local_matched) return trace_step(exchange, Step::nat_not_found);
    if (!finding.local_matched) trace_step(exchange, Step::nat_inside);
    if (!finding.remote_matched) trace_step(exchange, Step::nat_outside);
}

}  // namespace

Outcome check_pki(Exchange& exchange, const Input&) {
    if (exchange.role == Role::responder) return check_anchors(exchange);
    const config::Ikev2Profile* const profile = profile_of(exchange.sa);
    if (profile == nullptr) return fail(exchange, Failed::no_profile);
    exchange.sa.needs_pki = needs_certificates(*profile);
    if (exchange.sa.needs_pki) return fail(exchange, Failed::certificate);
    return done;
}

Outcome generate_key_pair(Exchange& exchange, const Input&) {
    Context& context = exchange.sa.context;
    const DhGroup* const group = dh_group(exchange.init.group);
    if (group == nullptr) return fail(exchange, Failed::wrong_dh_group);
    const auto number = static_cast<std::uint16_t>(exchange.init.group);
    if (traced(exchange.sa)) emit(exchange, event::DhComputation{number, false, false});
    context.submit(exchange, job::GenerateKeyPair{number, config::Secret(context.random_octets(group->private_size))},
                   EventId::EV_OK_RECD_DH_PUBKEY_RESP);
    return waiting;
}

Outcome generate_shared_secret(Exchange& exchange, const Input&) {
    const auto number = static_cast<std::uint16_t>(exchange.init.group);
    if (traced(exchange.sa)) emit(exchange, event::DhComputation{number, true, false});
    exchange.sa.context.submit(exchange, job::SharedSecret{number, std::move(exchange.init.private_key), exchange.init.peer_public},
                               EventId::EV_OK_RECD_DH_SECRET_RESP);
    return waiting;
}

Outcome generate_skeyid(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    Algorithms& algorithms = sa.context.algorithms;
    trace_step(exchange, Step::skeyseed_calculation);
    const NoncePair nonces{sa.nonce_i, sa.nonce_r};
    const config::Secret seed = skeyseed(algorithms, sa.suite.prf, nonces, exchange.init.shared);
    sa.keys = derive_sk_keys(algorithms, sa.suite, seed, nonces, sa.initiator_spi, sa.responder_spi);
    sa.has_keys = true;
    if (KeyListener* listener = sa.context.ports.key_listener)
        listener->on_ike_keys(sa.initiator_spi, sa.responder_spi, sa.suite, sa.keys);
    sa.lowest_nonce = std::min(sa.nonce_i, sa.nonce_r);
    exchange.init.shared = {};
    trace_step(exchange, Step::skeyseed_passed);
    trace_step(exchange, Step::skeyid_generated);
    return done;
}

Outcome detect_nat(Exchange& exchange, const Input& input) {
    IkeSa& sa = exchange.sa;
    const NatFinding finding = examine_nat(sa, input.message->header.responder_spi, input.payloads);
    if (!finding.supported) return done;
    sa.nat_local = !finding.local_matched;
    sa.nat_remote = !finding.remote_matched;
    report_finding(exchange, finding);
    return done;
}

/// Nothing is configured before there are keys to protect it with.
Outcome refuse_early_config(Exchange& exchange, const Input& input) {
    if (find(input.payloads, PayloadType::CFG) != nullptr) return fail(exchange, Failed::invalid_syntax, NotifyType::INVALID_SYNTAX);
    return done;
}

Outcome finish_init(Exchange& exchange, const Input&) {
    IkeSa& sa = exchange.sa;
    const std::string_view first = sa.initiator ? std::string_view(reinterpret_cast<const char*>(sa.init_response.data()), sa.init_response.size())
                                                : std::string_view(reinterpret_cast<const char*>(sa.init_request.data()), sa.init_request.size());
    sa.delete_reason = first.find(delete_reason_vendor) != std::string_view::npos;
    if (sa.delete_reason) trace_step(exchange, Step::delete_reason_enabled);
    trace_step(exchange, Step::completed_init_exchange);
    return done;
}

Outcome retransmit(Exchange& exchange, const Input&) {
    send_again(exchange);
    return done;
}

Outcome give_up(Exchange& exchange, const Input&) {
    exchange.retransmission.stop();
    ++exchange.sa.context.stats.timed_out;
    exchange.sa.peer_lost = exchange.sa.status != SaStatus::in_negotiation;
    trace_failure(exchange, Failed::retransmissions_exceeded);
    if (exchange.type == ExchangeType::IKE_SA_INIT) trace_summary(exchange, Failed::initial_exchange);
    if (exchange.type == ExchangeType::IKE_AUTH) trace_summary(exchange, Failed::auth_exchange);
    exchange.sa.dead = true;
    return done;
}

Outcome abandon(Exchange& exchange, const Input&) {
    trace_failure(exchange, Failed::initial_exchange);
    exchange.sa.dead = true;
    return done;
}

}  // namespace ike::action
