#include "ike/exchanges/ike_successor.h"

#include "ike/context.h"
#include "ike/dead_peer_detection.h"
#include "ike/exchanges/soft_lifetime.h"
#include "ike/key_listener.h"
#include "ike/nat_keepalive.h"

namespace ike {

namespace {

Bytes octets_of(IkeSpi spi) {
    Bytes octets;
    for (int shift = 56; shift >= 0; shift -= 8) octets.push_back(static_cast<std::uint8_t>(spi >> shift));
    return octets;
}

/// What belongs to the two ends and their session rather than to one SA.
void inherit(const IkeSa& old, IkeSa& made) {
    made.vrf = old.vrf;
    made.local = old.local;
    made.peer = old.peer;
    made.local_port = old.local_port;
    made.peer_port = old.peer_port;
    made.nat_local = old.nat_local;
    made.nat_remote = old.nat_remote;
    made.fragmentation_mtu = old.fragmentation_mtu;
    made.profile = old.profile;
    made.policy = old.policy;
    made.local_id = old.local_id;
    made.remote_id = old.remote_id;
    made.auth_sign = old.auth_sign;
    made.auth_verify = old.auth_verify;
    made.delete_reason = old.delete_reason;
    made.needs_pki = old.needs_pki;
    made.lifetime = old.lifetime;
    made.session_start = old.session_start;
    made.session_id = old.session_id;
}

}  // namespace

IkeSa& open_successor(Exchange& exchange) {
    IkeSa& old = exchange.sa;
    Context& context = old.context;
    const CreateScratch& create = exchange.create;
    auto made = std::make_unique<IkeSa>(context, exchange.role == Role::initiator);
    inherit(old, *made);
    made->initiator_spi = create.initiator_spi;
    made->responder_spi = create.responder_spi;
    made->suite = create.suite;
    made->keys = create.keys;
    made->has_keys = true;
    made->lowest_nonce = create.lowest_nonce();
    made->status = SaStatus::ready;
    made->ready_at = context.now;
    made->last_state = StateId::READY;
    made->window.set_own_size(context.configuration.ikev2.window);
    made->window.set_peer_size(create.peer_window);
    IkeSa& admitted = context.admit_successor(std::move(made));
    start_ageing(admitted);
    return admitted;
}

void succeed(IkeSa& old, IkeSa& successor) {
    old.superseded = true;
    old.rekey_at.reset();
    old.lifetime_end.reset();
    old.nat_keepalive_due.reset();
    old.liveness.due.reset();
    for (ChildSa& child : old.children) {
        old.context.sas.add_child(child.spi_in, successor);
        successor.children.push_back(std::move(child));
    }
    old.children.clear();
    for (const Task& task : old.tasks)
        if (task.kind != Task::Kind::rekey_ike) successor.tasks.push_back(task);
    old.tasks.clear();
    if (old.acquiring != 0) successor.acquiring = std::exchange(old.acquiring, 0);
    old.context.touch(old);
    old.context.touch(successor);
}

SaPayload rekey_offer(const Exchange& exchange) {
    const CreateScratch& create = exchange.create;
    return offer_of(*exchange.sa.policy, octets_of(create.local_spi(exchange.role)));
}

void derive_successor_keys(Exchange& exchange) {
    IkeSa& sa = exchange.sa;
    CreateScratch& create = exchange.create;
    Algorithms& algorithms = sa.context.algorithms;
    const NoncePair nonces{create.nonce_i, create.nonce_r};
    const config::Secret seed = rekey_skeyseed(algorithms, sa.suite.prf, sa.keys.SK_d, exchange.init.shared, nonces);
    create.keys = derive_sk_keys(algorithms, create.suite, seed, nonces, create.initiator_spi, create.responder_spi);
    if (KeyListener* listener = sa.context.ports.key_listener)
        listener->on_ike_keys(create.initiator_spi, create.responder_spi, create.suite, create.keys);
    exchange.init.shared = {};
}

void start_ageing(IkeSa& sa) {
    Context& context = sa.context;
    const SoftLifetime soft(context);
    sa.lifetime_end = context.now + std::chrono::seconds(sa.lifetime);
    sa.rekey_at = context.now + std::chrono::milliseconds(soft.of(std::uint64_t{sa.lifetime} * 1000));
    start_dead_peer_detection(sa);
    start_nat_keepalive(sa);
}

}  // namespace ike
