#include "ike/exchanges/child_negotiation.h"

#include "ike/context.h"
#include "ike/exchanges/soft_lifetime.h"
#include "ike/trace.h"

namespace ike {

namespace {

dataplane::SaLifetime lifetime_of(Context& context, const dataplane::PolicyEntry& entry) {
    const SoftLifetime soft(context);
    dataplane::SaLifetime life;
    life.hard_seconds = entry.lifetime_seconds;
    life.soft_seconds = static_cast<std::uint32_t>(soft.of(entry.lifetime_seconds));
    life.hard_kilobytes = entry.lifetime_kilobytes;
    life.soft_kilobytes = soft.of(entry.lifetime_kilobytes);
    return life;
}

dataplane::SaParameters common_parameters(const Exchange& exchange) {
    const IkeSa& sa = exchange.sa;
    const ChildNegotiation& child = exchange.child;
    dataplane::SaParameters parameters;
    parameters.protocol = child.choice->protection.protocol;
    parameters.mode = child.transport ? dataplane::EncapsulationMode::transport : dataplane::EncapsulationMode::tunnel;
    parameters.suite = child.choice->protection.suite;
    parameters.local_address = sa.local;
    parameters.remote_address = sa.peer;
    parameters.front_vrf = sa.vrf;
    if (sa.nat_traversal()) parameters.udp = {sa.local_port, sa.peer_port};
    parameters.peer_may_move = sa.nat_remote && !sa.nat_local;
    parameters.replay_window = child.entry.replay_window;
    parameters.local_selectors = child.local;
    parameters.remote_selectors = child.remote;
    parameters.lifetime = lifetime_of(sa.context, child.entry);
    parameters.policy = {child.entry.id};
    parameters.owner = sa.tunnel_id;
    return parameters;
}

/// The initiator's outbound SA has the first of two connection ids, the responder's inbound SA.
void number_pair(Exchange& exchange, dataplane::SaPair& pair) {
    std::uint32_t& next = exchange.sa.context.next_connection_id;
    const bool outbound_first = exchange.role == Role::initiator;
    (outbound_first ? pair.outbound : pair.inbound).connection_id = next++;
    (outbound_first ? pair.inbound : pair.outbound).connection_id = next++;
}

/// RFC 7296 §2.17: by the nonces of IKE_SA_INIT for the pair of IKE_AUTH, else by those of CREATE_CHILD_SA.
ChildKeys keys_of(const Exchange& exchange, const dataplane::SaParameters& parameters) {
    const IkeSa& sa = exchange.sa;
    const bool own = exchange.type == ExchangeType::CREATE_CHILD_SA;
    const NoncePair nonces = own ? NoncePair{exchange.create.nonce_i, exchange.create.nonce_r} : NoncePair{sa.nonce_i, sa.nonce_r};
    const bool ah = parameters.protocol == dataplane::IpsecProtocol::ah;
    const std::size_t cipher_size = ah ? 0 : dataplane::encryption_key_length(parameters.suite);
    return derive_child_keys(sa.context.algorithms, sa.suite.prf, sa.keys.SK_d, exchange.init.shared, nonces, cipher_size,
                             dataplane::integrity_key_length(parameters.suite.integrity));
}

/// A responder may send with a rekeyed pair only what its peer has used already; of two pairs for one purpose only one is used.
bool outbound_waits(const Exchange& exchange) {
    return exchange.create.redundant || (exchange.role == Role::responder && exchange.create.what == Creation::child_rekey);
}

dataplane::SaPair make_pair(Exchange& exchange) {
    const ChildNegotiation& child = exchange.child;
    dataplane::SaPair pair;
    pair.inbound = common_parameters(exchange);
    const ChildKeys keys = keys_of(exchange, pair.inbound);
    pair.outbound = pair.inbound;
    pair.inbound.spi = child.spi_in;
    pair.outbound.spi = child.choice->spi;
    const bool initiator = exchange.role == Role::initiator;
    pair.outbound.encryption_key = initiator ? keys.encryption_i : keys.encryption_r;
    pair.outbound.integrity_key = initiator ? keys.integrity_i : keys.integrity_r;
    pair.inbound.encryption_key = initiator ? keys.encryption_r : keys.encryption_i;
    pair.inbound.integrity_key = initiator ? keys.integrity_r : keys.integrity_i;
    pair.initiator = initiator;
    pair.outbound_waits = outbound_waits(exchange);
    if (child.choice->group != DhGroupId::none) pair.pfs_group = static_cast<std::uint16_t>(child.choice->group);
    number_pair(exchange, pair);
    return pair;
}

dataplane::InstallError load(Exchange& exchange, dataplane::FlowId& flow) {
    const Context& context = exchange.sa.context;
    if (flow == 0) return context.ports.keys->install_dynamic(make_pair(exchange), exchange.child.entry.id, flow, context.now);
    return context.ports.keys->install(make_pair(exchange), flow, context.now);
}

/// The policy may have gone while the negotiation ran.
bool policy_stands(const Exchange& exchange) {
    const dataplane::PolicyEntry* const entry = exchange.sa.context.ports.policies->entry(exchange.child.entry.id);
    return entry != nullptr && entry->local == exchange.child.entry.local;
}

void refuse(Exchange& exchange, Failed why, NotifyType notify) {
    exchange.child.refused = notify;
    trace_failure(exchange, why, notify);
}

PfsPolicy pfs_of(const Exchange& exchange) {
    return {exchange.type == ExchangeType::CREATE_CHILD_SA, static_cast<DhGroupId>(exchange.child.entry.pfs_group.value_or(0))};
}

bool any_transport(const std::vector<IpsecProtection>& protections) {
    return std::any_of(protections.begin(), protections.end(), [](const IpsecProtection& p) { return p.transport; });
}

}  // namespace

bool prepare_child(Exchange& exchange, dataplane::FlowId flow_id) {
    const Context& context = exchange.sa.context;
    const dataplane::ProtectedFlow* const flow = context.ports.policies->flow(flow_id);
    const dataplane::PolicyEntry* const entry = flow != nullptr ? context.ports.policies->entry(flow->entry) : nullptr;
    if (entry == nullptr) return false;
    ChildNegotiation& child = exchange.child;
    child.flow = flow_id;
    child.entry = *entry;
    child.protections = protections_of(context.configuration, *entry);
    child.transport = any_transport(child.protections);
    child.local = {flow->local};
    child.remote = {flow->remote};
    child.spi_in = context.ports.keys->allocate_spi(exchange.sa.vrf, exchange.sa.local);
    return !child.protections.empty();
}

void append_child_offer(const Exchange& exchange, std::vector<Payload>& payloads) {
    const ChildNegotiation& child = exchange.child;
    SaPayload offer = offer_of(child.protections, child.spi_in, exchange.init.group);
    if (traced(exchange.sa)) emit(exchange, event::ProposalsOffered{&offer, true, exchange.create.what == Creation::child_rekey});
    payloads.emplace_back(std::move(offer));
    append_exchange_values(exchange, payloads);
    payloads.emplace_back(PayloadType::TSi, payload_of(child.local));
    payloads.emplace_back(PayloadType::TSr, payload_of(child.remote));
}

void append_exchange_values(const Exchange& exchange, std::vector<Payload>& payloads) {
    if (exchange.type != ExchangeType::CREATE_CHILD_SA) return;
    payloads.emplace_back(NoncePayload{exchange.role == Role::initiator ? exchange.create.nonce_i : exchange.create.nonce_r});
    if (exchange.init.group != DhGroupId::none) payloads.emplace_back(KePayload{exchange.init.group, exchange.init.public_value, 0});
}

void choose_child(Exchange& exchange, const Input& input) {
    IkeSa& sa = exchange.sa;
    const Context& context = sa.context;
    const SaPayload& offered = *body_of<SaPayload>(input.payloads, PayloadType::SA);
    const auto entries = context.ports.policies->entries_for(sa.local, sa.peer);
    const auto flow = choose_flow(*context.ports.policies, entries, sa.profile, *body_of<TsPayload>(input.payloads, PayloadType::TSi),
                                  *body_of<TsPayload>(input.payloads, PayloadType::TSr));
    if (!flow) return refuse(exchange, Failed::ts_unacceptable, NotifyType::TS_UNACCEPTABLE);
    ChildNegotiation& child = exchange.child;
    child.flow = flow->flow;
    child.entry = *context.ports.policies->entry(flow->entry);
    child.local = flow->local;
    child.remote = flow->remote;
    child.more_possible = flow->more_possible;
    child.protections = protections_of(context.configuration, child.entry);
    child.choice = choose(child.protections, offered, pfs_of(exchange));
    if (!child.choice) {
        const SaPayload expected = offer_of(child.protections, 0);
        if (traced(sa)) emit(exchange, event::PolicyMismatch{&offered, &expected, true});
        return refuse(exchange, Failed::no_matching_ipsec_policy, NotifyType::NO_PROPOSAL_CHOSEN);
    }
    const bool asked = find_notify(input.payloads, NotifyType::USE_TRANSPORT_MODE) != nullptr;
    child.transport = asked && child.choice->protection.transport;
    if (child.choice->protection.transport_required && !asked)
        return refuse(exchange, Failed::no_matching_ipsec_policy, NotifyType::NO_PROPOSAL_CHOSEN);
    child.spi_in = context.ports.keys->allocate_spi(sa.vrf, sa.local);
}

void append_child_answer(const Exchange& exchange, std::vector<Payload>& payloads) {
    const ChildNegotiation& child = exchange.child;
    Proposal chosen = child.choice->proposal;
    for (int shift = 24; shift >= 0; shift -= 8) chosen.spi.push_back(static_cast<std::uint8_t>(child.spi_in >> shift));
    SaPayload answer{{std::move(chosen)}};
    if (traced(exchange.sa)) emit(exchange, event::ProposalsOffered{&answer, true, false});
    payloads.emplace_back(std::move(answer));
    append_exchange_values(exchange, payloads);
    payloads.emplace_back(PayloadType::TSi, payload_of(child.remote));
    payloads.emplace_back(PayloadType::TSr, payload_of(child.local));
}

bool take_child_answer(Exchange& exchange, const Input& input) {
    ChildNegotiation& child = exchange.child;
    child.choice = choice_of_answer(child.protections, *body_of<SaPayload>(input.payloads, PayloadType::SA), exchange.init.group);
    const auto local = selectors_of(*body_of<TsPayload>(input.payloads, PayloadType::TSi));
    const auto remote = selectors_of(*body_of<TsPayload>(input.payloads, PayloadType::TSr));
    if (!child.choice || local.empty() || remote.empty()) return false;
    if (!dataplane::contains(child.local, local) || !dataplane::contains(child.remote, remote)) return false;
    const bool agreed = find_notify(input.payloads, NotifyType::USE_TRANSPORT_MODE) != nullptr;
    if (child.choice->protection.transport_required && !agreed) return false;
    child.transport = child.transport && agreed && child.choice->protection.transport;
    child.local = local;
    child.remote = remote;
    return true;
}

bool install_child(Exchange& exchange) {
    IkeSa& sa = exchange.sa;
    ChildNegotiation& child = exchange.child;
    if (!policy_stands(exchange)) return false;
    dataplane::FlowId flow = child.flow;
    if (load(exchange, flow) != dataplane::InstallError::none) return false;
    if (sa.acquiring == child.flow) sa.acquiring = 0;
    if (child.flow == 0) child.flow = flow;
    ChildSa& made = sa.children.emplace_back();
    made.flow = flow;
    made.entry = child.entry.id;
    made.spi_in = child.spi_in;
    made.spi_out = child.choice->spi;
    made.protection = child.choice->protection;
    made.transport = child.transport;
    made.local = child.local;
    made.remote = child.remote;
    sa.context.sas.add_child(child.spi_in, sa);
    child.spi_in = 0;
    return true;
}

}  // namespace ike
