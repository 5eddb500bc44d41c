#include "ike/isakmp/phase1/key_exchange.h"

#include "ike/crypto/diffie_hellman.h"
#include "ike/isakmp/phase1/contents.h"
#include "ike/isakmp/policy/preshared_keys.h"
#include "ike/isakmp/steps.h"
#include "ike/key_listener.h"

namespace ike::isakmp {

namespace {

constexpr std::size_t least_nonce = 8, greatest_nonce = 256, own_nonce = 20;

PublicValues public_values(const IsakmpSa& sa) { return {sa.public_i, sa.public_r}; }

}  // namespace

void ask_for_key_pair(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    emit(sa, event::EngineDone{EngineWork::generate_dh});
    emit(sa, event::EngineDone{EngineWork::dh_status});
    emit(sa, event::EngineDone{EngineWork::dh_status});
    const DhGroup* const group = dh_group(sa.suite.group);
    job::GenerateKeyPair job;
    job.group = static_cast<std::uint16_t>(sa.suite.group);
    job.seed = config::Secret(sa.context.random_octets(group != nullptr ? group->private_size : 0));
    sa.context.submit(exchange, std::move(job));
}

bool take_key_pair(Exchange& exchange, const Input& input) {
    const auto* const pair = std::get_if<completion::KeyPair>(input.answer);
    if (pair == nullptr) return false;
    IsakmpSa& sa = exchange.sa;
    exchange.phase1.private_key = pair->private_key;
    (sa.initiator ? sa.public_i : sa.public_r) = pair->public_value;
    (sa.initiator ? sa.nonce_i : sa.nonce_r) = sa.context.random_octets(own_nonce);
    return true;
}

void ask_for_secret(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    job::SharedSecret job;
    job.group = static_cast<std::uint16_t>(sa.suite.group);
    job.private_key = exchange.phase1.private_key;
    job.peer_public = sa.initiator ? sa.public_r : sa.public_i;
    sa.context.submit(exchange, std::move(job));
}

bool take_secret(Exchange& exchange, const Input& input) {
    const auto* const answer = std::get_if<completion::Secret>(input.answer);
    if (answer == nullptr) return false;
    exchange.phase1.shared = answer->shared;
    return true;
}

bool has_key_exchange(std::span<const Payload> payloads) {
    const Octets nonce = octets_of(payloads, PayloadType::NONCE);
    return !octets_of(payloads, PayloadType::KE).empty() && nonce.size() >= least_nonce && nonce.size() <= greatest_nonce;
}

void take_peer_values(Exchange& exchange, std::span<const Payload> payloads) {
    IsakmpSa& sa = exchange.sa;
    const auto keep = [](Bytes& into, Octets from) { into.assign(from.begin(), from.end()); };
    emit(sa, event::Processing{PayloadType::KE, 0});
    keep(sa.initiator ? sa.public_r : sa.public_i, octets_of(payloads, PayloadType::KE));
    emit(sa, event::EngineDone{EngineWork::dh_secret});
    emit(sa, event::Processing{PayloadType::NONCE, 0});
    keep(sa.initiator ? sa.nonce_r : sa.nonce_i, octets_of(payloads, PayloadType::NONCE));
}

void make_keys(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    Algorithms& algorithms = sa.context.algorithms;
    sa.keys = derive_keys(algorithms, sa.suite, exchange.phase1.preshared_key.reveal(), {sa.nonce_i, sa.nonce_r}, exchange.phase1.shared, sa.cookies());
    sa.has_keys = true;
    if (KeyListener* listener = sa.context.ports.key_listener) listener->on_isakmp_key(sa.cookies().initiator, sa.keys.encryption);
    exchange.iv = phase1_iv(algorithms, sa.suite, public_values(sa));
    sa.last_phase1_block = exchange.iv;
    sa.context.number_connection(sa);
    emit(sa, event::EngineDone{EngineWork::create_skeyid});
    step(sa, Step::skeyid_generated);
}

bool look_up_key(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    Phase1Scratch& scratch = exchange.phase1;
    if (scratch.keyring.empty() && !scratch.preshared_key.empty()) return true;
    const auto found = find_key(sa);
    emit(sa, event::KeyFound{found.has_value()});
    if (!found) return false;
    scratch.preshared_key = found->key;
    scratch.keyring = found->keyring;
    scratch.key_no_xauth = found->no_xauth;
    return true;
}

}  // namespace ike::isakmp
