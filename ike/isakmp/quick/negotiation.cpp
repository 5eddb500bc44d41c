#include "ike/isakmp/quick/negotiation.h"

#include <algorithm>

#include "ike/crypto/diffie_hellman.h"
#include "ike/isakmp/ezvpn_transforms.h"

namespace ike::isakmp {

namespace {

constexpr std::uint32_t initiator_margin = 30, responder_margin = 20;   ///< seconds before the end that a new pair is made
constexpr std::uint32_t first_connection_12 = 2000;

bool is_draft(const IsakmpSa& sa) {
    return sa.natt == VendorId::natt_02 || sa.natt == VendorId::natt_02_n || sa.natt == VendorId::natt_03;
}

bool is_end(const dataplane::TrafficSelector& selector, const config::IpAddress& address) {
    return selector.first == address && selector.last == address;
}

/// The end that began renews first, so that the two do not renew at once.
dataplane::SaLifetime lifetime_of(const Exchange& exchange) {
    const QuickScratch& quick = exchange.quick;
    dataplane::SaLifetime life;
    life.hard_seconds = quick.lifetime_seconds;
    life.hard_kilobytes = quick.lifetime_kilobytes;
    const std::uint32_t margin = exchange.role == Role::initiator ? initiator_margin : responder_margin;
    const std::uint32_t short_margin = life.hard_seconds / (exchange.role == Role::initiator ? 6 : 10);
    life.soft_seconds = life.hard_seconds - (life.hard_seconds > 2 * initiator_margin ? margin : short_margin);
    return life;
}

std::uint32_t next_connection(const Context& context) {
    const bool high = context.look() == config::Look::ios12 && context.next_ipsec_connection < first_connection_12;
    return high ? first_connection_12 : context.next_ipsec_connection;
}

dataplane::SaParameters common_parameters(const Exchange& exchange) {
    const IsakmpSa& sa = exchange.sa;
    const QuickScratch& quick = exchange.quick;
    const TransformTerms terms = agreed_terms(exchange);
    dataplane::SaParameters parameters;
    parameters.protocol = terms.protocol == ProtocolId::AH ? dataplane::IpsecProtocol::ah : dataplane::IpsecProtocol::esp;
    parameters.mode = is_transport(terms.encapsulation) ? dataplane::EncapsulationMode::transport : dataplane::EncapsulationMode::tunnel;
    parameters.suite = terms.suite;
    parameters.local_address = sa.local;
    parameters.remote_address = sa.peer;
    parameters.front_vrf = sa.vrf;
    if (is_udp(terms.encapsulation)) parameters.udp = {sa.local_port, sa.peer_port};
    parameters.peer_may_move = sa.nat_remote && !sa.nat_local;
    parameters.replay_window = quick.entry.replay_window;
    parameters.local_selectors = {quick.local};
    parameters.remote_selectors = {quick.remote};
    parameters.lifetime = lifetime_of(exchange);
    parameters.policy = {quick.entry.id};
    parameters.owner = sa.number;
    return parameters;
}

dataplane::SaPair pair_without_keys(const Exchange& exchange) {
    dataplane::SaPair pair;
    pair.inbound = pair.outbound = common_parameters(exchange);
    pair.inbound.spi = exchange.quick.spi_in;
    pair.outbound.spi = exchange.quick.spi_out;
    pair.inbound.connection_id = next_connection(exchange.sa.context);
    pair.outbound.connection_id = pair.inbound.connection_id + 1;
    pair.initiator = exchange.role == Role::initiator;
    if (exchange.quick.pfs) pair.pfs_group = static_cast<std::uint16_t>(*exchange.quick.pfs);
    return pair;
}

/// RFC 2409 5.5: KEYMAT of the direction whose receiver chose the SPI; the cipher's key comes first.
void key(const Exchange& exchange, dataplane::SaParameters& parameters) {
    const IsakmpSa& sa = exchange.sa;
    const QuickScratch& quick = exchange.quick;
    const bool ah = parameters.protocol == dataplane::IpsecProtocol::ah;
    const std::size_t cipher = ah ? 0 : dataplane::encryption_key_length(parameters.suite);
    const std::size_t integrity = dataplane::integrity_key_length(parameters.suite.integrity);
    const auto protocol = static_cast<std::uint8_t>(ah ? ProtocolId::AH : ProtocolId::ESP);
    const config::Secret material = keymat(sa.context.algorithms, sa.suite, sa.keys, quick.shared, protocol, parameters.spi,
                                           {quick.nonce_i, quick.nonce_r}, cipher + integrity);
    parameters.encryption_key = config::Secret(material.reveal().first(cipher));
    parameters.integrity_key = config::Secret(material.reveal().subspan(cipher));
}

Pair record_of(const Exchange& exchange, dataplane::FlowId flow) {
    const IsakmpSa& sa = exchange.sa;
    Pair record;
    record.flow = flow;
    record.entry = exchange.quick.entry.id;
    record.spi_in = exchange.quick.spi_in;
    record.spi_out = exchange.quick.spi_out;
    record.protocol = exchange.quick.chosen.protocol;
    record.local = sa.local;
    record.peer = sa.peer;
    record.peer_port = sa.peer_port;
    record.sa_number = sa.number;
    return record;
}

dataplane::InstallError load(Exchange& exchange, dataplane::FlowId& flow) {
    Context& context = exchange.sa.context;
    dataplane::SaPair pair = pair_without_keys(exchange);
    key(exchange, pair.inbound);
    key(exchange, pair.outbound);
    pair.outbound_waits = exchange.role == Role::responder && exchange.state != State::IKE_QM_PHASE2_COMPLETE;
    context.next_ipsec_connection = pair.outbound.connection_id + 1;
    if (flow == 0) return context.ports.keys->install_dynamic(pair, exchange.quick.entry.id, flow, context.now);
    return context.ports.keys->install(pair, flow, context.now);
}

void report_installed(const IsakmpSa& sa, bool first_of_peer) {
    for (const KmiMessage message : {KmiMessage::NOTIFY_QOS_GROUP, KmiMessage::NOTIFY_INTF, KmiMessage::NOTIFY_INCR_COUNT})
        emit(sa, event::Kmi{message});
    if (first_of_peer && sa.context.configuration.ikev2.session_logging) emit(sa, event::SessionStatus{true, sa.peer.text()});
}

}  // namespace

Encapsulation encapsulation_under(const IsakmpSa& sa, bool transport) {
    if (!sa.nat_found()) return transport ? Encapsulation::TRANSPORT : Encapsulation::TUNNEL;
    if (is_draft(sa)) return transport ? Encapsulation::UDP_TRANSPORT_DRAFT : Encapsulation::UDP_TUNNEL_DRAFT;
    return transport ? Encapsulation::UDP_TRANSPORT : Encapsulation::UDP_TUNNEL;
}

std::vector<IpsecProtection> protections_of(const Exchange& exchange) {
    const QuickScratch& quick = exchange.quick;
    if (quick.entry.origin == dataplane::PolicyOrigin::ezvpn_client) return client_protections();
    dataplane::PolicyEntry entry = quick.entry;
    const bool ends = is_end(quick.local, exchange.sa.local) && is_end(quick.remote, exchange.sa.peer);
    const bool is_template = entry.origin == dataplane::PolicyOrigin::dynamic_map;
    entry.transport_allowed = ends || (entry.transport_allowed && !is_template);
    return ike::protections_of(exchange.sa.context.configuration, entry);
}

TransformTerms terms_under(const Exchange& exchange, const IpsecProtection& protection) {
    const dataplane::PolicyEntry& entry = exchange.quick.entry;
    TransformTerms terms;
    terms.protocol = protection.protocol == dataplane::IpsecProtocol::ah ? ProtocolId::AH : ProtocolId::ESP;
    terms.suite = protection.suite;
    terms.encapsulation = encapsulation_under(exchange.sa, protection.transport);
    terms.seconds = entry.lifetime_seconds;
    terms.kilobytes = entry.lifetime_kilobytes;
    terms.group = entry.pfs_group.value_or(0);
    return terms;
}

bool policy_stands(const Exchange& exchange) {
    const dataplane::PolicyEntry* const entry = exchange.sa.context.ports.policies->entry(exchange.quick.entry.id);
    return entry != nullptr && entry->local == exchange.quick.entry.local;
}

TransformTerms agreed_terms(const Exchange& exchange) {
    const Proposal& chosen = exchange.quick.chosen;
    return chosen.transforms.empty() ? TransformTerms{} : terms_of(chosen.protocol, chosen.transforms.front()).value_or(TransformTerms{});
}

void report_pair(const Exchange& exchange) {
    const IsakmpSa& sa = exchange.sa;
    if (!traced(sa.context, sa.peer)) return;
    const dataplane::SaPair pair = pair_without_keys(exchange);
    emit(sa, event::EngineDone{EngineWork::allocate_flow});
    emit(sa, event::EngineDone{EngineWork::allocate_flow});
    if (!sa.client.group.empty()) emit(sa, event::PeerRecord{event::PeerAction::locked, "stuff_ke", 1});
    emit(sa, event::SasCreated{pair.inbound, pair.outbound, exchange.quick.pfs.has_value(), exchange.quick.entry.interface.text()});
}

bool install_pair(Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    Context& context = sa.context;
    if (!policy_stands(exchange)) return false;
    emit(sa, event::EngineDone{EngineWork::quick_mode_keys});
    emit(sa, event::Kmi{KmiMessage::CREATE_IPSEC_SAS});
    dataplane::FlowId flow = exchange.quick.flow;
    if (load(exchange, flow) != dataplane::InstallError::none) return false;
    emit(sa, event::EngineDone{EngineWork::create_ipsec_sa});
    const bool first = context.pairs_between.count({sa.local, sa.peer}) == 0;
    enter_pair(context, record_of(exchange, flow));
    exchange.quick.installed_spi = exchange.quick.spi_in;
    if (const auto old = context.pairs.find(exchange.quick.rekeyed_spi); old != context.pairs.end()) old->second.rekeying = false;
    report_installed(sa, first);
    return true;
}

Outcome install_agreed(Exchange& exchange, const Input&) {
    if (install_pair(exchange)) return done;
    send_delete(exchange.sa, exchange.quick.chosen.protocol, {exchange.quick.spi_in});
    if (exchange.role == Role::initiator) exchange.sa.context.ports.keys->acquire_failed(exchange.quick.flow, exchange.sa.context.now);
    return fail_quick(exchange, NodeReason::delete_larval);
}

Outcome install_and_wait(Exchange& exchange, const Input& input) {
    const Outcome outcome = install_agreed(exchange, input);
    if (outcome.kind != Outcome::Kind::done) return outcome;
    exchange.sa.context.submit(exchange, job::LoadIpsec{exchange.quick.spi_in}, Event::IPSEC_INSTALL_DONE);
    return done;
}

bool awaits_install(const Exchange& exchange, const Input&) { return exchange.sa.context.look() >= config::Look::ios15_4; }

Outcome fail_quick(Exchange& exchange, NodeReason reason) {
    const bool tried_again = reason == NodeReason::qm_rejected && exchange.role == Role::responder;
    if (!tried_again) ++exchange.sa.context.stats.phase2_failures;
    end_node(exchange, true, reason);
    abandon_quick(exchange);
    return failed;
}

Bytes hash_of_second(const Exchange& exchange, Octets rest) {
    IsakmpSa& sa = exchange.sa;
    return second_hash(sa.context.algorithms, sa.suite, sa.keys, exchange.message_id, exchange.quick.nonce_i, rest);
}

Bytes hash_of_third(const Exchange& exchange) {
    IsakmpSa& sa = exchange.sa;
    return third_hash(sa.context.algorithms, sa.suite, sa.keys, exchange.message_id, {exchange.quick.nonce_i, exchange.quick.nonce_r});
}

Outcome ask_for_pfs_key_pair(Exchange& exchange) {
    Context& context = exchange.sa.context;
    const DhGroup* const group = dh_group(*exchange.quick.pfs);
    if (group == nullptr) return fail_quick(exchange, NodeReason::qm_rejected);
    emit(exchange.sa, event::EngineDone{EngineWork::generate_dh});
    context.submit(exchange, job::GenerateKeyPair{static_cast<std::uint16_t>(group->id), config::Secret(context.random_octets(group->private_size))});
    return waiting;
}

Outcome ask_for_pfs_secret(Exchange& exchange) {
    const QuickScratch& quick = exchange.quick;
    emit(exchange.sa, event::EngineDone{EngineWork::dh_secret});
    exchange.sa.context.submit(exchange, job::SharedSecret{static_cast<std::uint16_t>(*quick.pfs), quick.private_key, quick.peer_public});
    return waiting;
}

bool keep_answer(Exchange& exchange, const Input& input) {
    QuickScratch& quick = exchange.quick;
    if (const auto* const pair = std::get_if<completion::KeyPair>(input.answer)) {
        quick.private_key = pair->private_key;
        quick.public_value = pair->public_value;
        return true;
    }
    const auto* const secret = std::get_if<completion::Secret>(input.answer);
    if (secret == nullptr) return false;
    quick.shared = secret->shared;
    quick.private_key = {};
    emit(exchange.sa, event::EngineDone{EngineWork::delete_dh});
    return true;
}

Payload octets_payload(PayloadType type, Bytes octets) { return {type, OctetsPayload{std::move(octets)}, {}}; }

Payload hash_payload(Bytes hash) { return octets_payload(PayloadType::HASH, std::move(hash)); }

void append_ids(const Exchange& exchange, std::vector<Payload>& payloads) {
    payloads.push_back({PayloadType::ID, exchange.quick.id_initiator, {}});
    payloads.push_back({PayloadType::ID, exchange.quick.id_responder, {}});
}

void append_original_addresses(const Exchange& exchange, std::vector<Payload>& payloads) {
    const IsakmpSa& sa = exchange.sa;
    const PayloadType type = is_draft(sa) ? PayloadType::NAT_OA_DRAFT : PayloadType::NAT_OA;
    const bool initiator = exchange.role == Role::initiator;
    for (const config::IpAddress& address : {initiator ? sa.local : sa.peer, initiator ? sa.peer : sa.local}) {
        NatOriginalAddress original;
        original.type = address.is_v6() ? IdType::IPV6_ADDR : IdType::IPV4_ADDR;
        original.address.assign(address.bytes().begin(), address.bytes().end());
        payloads.push_back({type, std::move(original), {}});
    }
}

void report_payloads(const Exchange& exchange, std::span<const Payload> payloads) {
    const IsakmpSa& sa = exchange.sa;
    if (!traced(sa.context, sa.peer)) return;
    for (const PayloadType type : {PayloadType::NONCE, PayloadType::KE, PayloadType::ID})
        for (const Payload& payload : payloads)
            if (payload.type == type) emit(sa, event::Processing{type, exchange.message_id});
}

void report_search(const Exchange& exchange) {
    const QuickScratch& quick = exchange.quick;
    const IsakmpSa& sa = exchange.sa;
    const bool by_map = quick.entry.origin == dataplane::PolicyOrigin::crypto_map || quick.entry.origin == dataplane::PolicyOrigin::dynamic_map;
    if (!by_map || !traced(sa.context, sa.peer)) return;
    unsigned entries = 0;
    for (const dataplane::PolicyEntryId id : sa.context.ports.policies->entries()) {
        const dataplane::PolicyEntry* const entry = sa.context.ports.policies->entry(id);
        if (entry != nullptr && entry->map_tag == quick.entry.map_tag && entry->interface == quick.entry.interface) ++entries;
    }
    emit(sa, event::ProxyMatch{quick.remote, quick.local, quick.entry.map_tag, entries, exchange.role == Role::initiator});
}

void report_request(const Exchange& exchange, const TransformTerms& terms) {
    const IsakmpSa& sa = exchange.sa;
    if (!traced(sa.context, sa.peer)) return;
    const auto mode = is_transport(terms.encapsulation) ? dataplane::EncapsulationMode::transport : dataplane::EncapsulationMode::tunnel;
    emit(sa, event::RequestValidated{exchange.quick.local, exchange.quick.remote, terms.suite.key_bits, mode, terms.protocol, terms.suite, terms.group != 0});
    emit(sa, event::EngineDone{EngineWork::validate_request});
}

}  // namespace ike::isakmp
