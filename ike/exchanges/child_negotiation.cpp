#include "ike/exchanges/child_negotiation.h"

#include "ike/context.h"
#include "ike/trace.h"

namespace ike {

namespace {

constexpr std::uint32_t soft_margin_seconds = 30;
constexpr std::uint64_t soft_margin_kilobytes = 256;

/// Releases before 15.4 draw the start of an SA's kilobytes from 92 to 100 per cent of the negotiated value.
std::uint64_t starting_kilobytes(Context& context, std::uint64_t negotiated) {
    if (context.look() > config::Look::ios15_1) return negotiated;
    const Bytes draw = context.random_octets(2);
    const std::uint64_t share = static_cast<std::uint64_t>(draw[0] << 8 | draw[1]);
    return negotiated - negotiated * 8 * share / (100 * 65536);
}

dataplane::SaLifetime lifetime_of(Context& context, const dataplane::PolicyEntry& entry) {
    dataplane::SaLifetime life;
    life.hard_seconds = entry.lifetime_seconds;
    life.soft_seconds = entry.lifetime_seconds > soft_margin_seconds ? entry.lifetime_seconds - soft_margin_seconds : entry.lifetime_seconds;
    life.hard_kilobytes = starting_kilobytes(context, entry.lifetime_kilobytes);
    life.soft_kilobytes = life.hard_kilobytes > soft_margin_kilobytes ? life.hard_kilobytes - soft_margin_kilobytes : life.hard_kilobytes;
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

dataplane::SaPair make_pair(Exchange& exchange) {
    const IkeSa& sa = exchange.sa;
    const ChildNegotiation& child = exchange.child;
    dataplane::SaPair pair;
    pair.inbound = common_parameters(exchange);
    const dataplane::EspSuite& suite = pair.inbound.suite;
    const bool ah = pair.inbound.protocol == dataplane::IpsecProtocol::ah;
    const std::size_t cipher_size = ah ? 0 : dataplane::encryption_key_length(suite);
    const ChildKeys keys = derive_child_keys(sa.context.algorithms, sa.suite.prf, sa.keys.SK_d, {}, {sa.nonce_i, sa.nonce_r}, cipher_size,
                                             dataplane::integrity_key_length(suite.integrity));
    pair.outbound = pair.inbound;
    pair.inbound.spi = child.spi_in;
    pair.outbound.spi = child.choice->spi;
    const bool initiator = exchange.role == Role::initiator;
    pair.outbound.encryption_key = initiator ? keys.encryption_i : keys.encryption_r;
    pair.outbound.integrity_key = initiator ? keys.integrity_i : keys.integrity_r;
    pair.inbound.encryption_key = initiator ? keys.encryption_r : keys.encryption_i;
    pair.inbound.integrity_key = initiator ? keys.integrity_r : keys.integrity_i;
    number_pair(exchange, pair);
    return pair;
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
    SaPayload offer = offer_of(child.protections, child.spi_in);
    if (traced(exchange.sa)) emit(exchange, event::ProposalsOffered{&offer, true, false});
    payloads.emplace_back(std::move(offer));
    payloads.emplace_back(PayloadType::TSi, payload_of(child.local));
    payloads.emplace_back(PayloadType::TSr, payload_of(child.remote));
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
    child.protections = protections_of(context.configuration, child.entry);
    child.choice = choose(child.protections, offered);
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
    payloads.emplace_back(PayloadType::TSi, payload_of(child.remote));
    payloads.emplace_back(PayloadType::TSr, payload_of(child.local));
}

bool take_child_answer(Exchange& exchange, const Input& input) {
    ChildNegotiation& child = exchange.child;
    child.choice = choice_of_answer(child.protections, *body_of<SaPayload>(input.payloads, PayloadType::SA));
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
    if (sa.context.ports.keys->install(make_pair(exchange), flow, sa.context.now) != dataplane::InstallError::none) return false;
    if (sa.acquiring == child.flow) sa.acquiring = 0;
    sa.children.push_back({flow, child.entry.id, child.spi_in, child.choice->spi, child.choice->protection, child.transport, child.local, child.remote});
    sa.context.sas.add_child(child.spi_in, sa);
    child.spi_in = 0;
    return true;
}

}  // namespace ike
