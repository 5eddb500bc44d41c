#include "ike/isakmp/phase1/key_exchange.h"
#include "ike/isakmp/phase1/open.h"
#include "ike/isakmp/policy/names.h"
#include "ike/isakmp/policy/preshared_keys.h"
#include "ike/isakmp/policy/profiles.h"
#include "ike/isakmp/policy/selection.h"
#include "ike/isakmp/policy/transforms.h"
#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

constexpr std::uint32_t first_peer_handle = 0x64000000, peer_handle_step = 0x1A8;

std::unique_ptr<IsakmpSa> new_initiator(Context& context, const config::IpAddress& local, const config::IpAddress& peer) {
    auto sa = std::make_unique<IsakmpSa>(context, true);
    sa->cookie_i = context.fresh_cookie();
    sa->local = local;
    sa->peer = peer;
    return sa;
}

void make_machine(IsakmpSa& sa, const Table& table, bool aggressive) {
    const ExchangeType type = aggressive ? ExchangeType::AGGRESSIVE : ExchangeType::MAIN;
    sa.aggressive = aggressive;
    sa.label = aggressive ? Label::AG_NO_STATE : Label::MM_NO_STATE;
    sa.phase1 = std::make_unique<Exchange>(sa, table, sa.initiator ? Role::initiator : Role::responder, type, 0);
}

IsakmpSa& admit_initiator(Context& context, std::unique_ptr<IsakmpSa> made, bool aggressive) {
    IsakmpSa& sa = context.admit(std::move(made));
    make_machine(sa, aggressive ? context.tables.aggressive_initiator : context.tables.main_initiator, aggressive);
    emit(sa, event::ProfileRequested{sa.wanted_profile});
    lock_peer(sa, "isakmp_initiator");
    emit(sa, event::PortsKnown{});
    emit(sa, event::NodeSet{0, Label::QM_IDLE});
    emit(sa, event::SaInserted{});
    return sa;
}

/// Never started: nothing of it stays.
IsakmpSa* cannot_start(IsakmpSa& sa) {
    step(sa, Step::no_certificate_or_key);
    step(sa, Step::cannot_start_main_mode);
    unlock_peer(sa, "isadb_unlock_peer_delete_sa()");
    emit(sa, event::SaPurged{});
    emit(sa, event::NodePurged{0});
    step(sa, Step::sa_request_failed);
    sa.waiting_flows.clear();
    sa.dead = true;
    ++sa.context.stats.phase1_failures;
    return nullptr;
}

bool has_offer(IsakmpSa& sa) {
    sa.phase1->phase1.offer = offer_of(policies_of(sa), !sa.client.ezvpn.empty());
    return !sa.phase1->phase1.offer.proposals.empty();
}

bool wants_aggressive(const Context& context, const IsakmpSa& sa) {
    const config::IsakmpPeer* const settings = peer_settings(context.configuration, sa.peer);
    if (settings != nullptr && (settings->password || settings->client_endpoint)) return true;
    const config::IsakmpProfile* const profile = profile_of(sa);
    return profile != nullptr && profile->initiate_aggressive;
}

IdPayload endpoint_identity(const config::Identity& endpoint) {
    if (endpoint.kind == config::IdentityKind::address) return id_of(endpoint.address);
    return id_of(endpoint.kind == config::IdentityKind::email ? IdType::USER_FQDN : IdType::FQDN, endpoint.text);
}

/// `crypto isakmp peer`: the password is the key, the client endpoint our name.
void apply_settings(IsakmpSa& sa) {
    const config::IsakmpPeer* const settings = peer_settings(sa.context.configuration, sa.peer);
    if (settings == nullptr) return;
    if (settings->client_endpoint) sa.local_id = endpoint_identity(*settings->client_endpoint);
    sa.phase1->phase1.preshared_key = usable(settings->password);
}

IsakmpSa* start_aggressive(IsakmpSa& sa) {
    if (sa.context.configuration.isakmp.aggressive_mode_disabled) {
        emit(sa, event::AggressiveModeDisabled{});
        return cannot_start(sa);
    }
    step(sa, Step::tunnel_attributes_set);
    if (!look_up_key(*sa.phase1) || !has_offer(sa)) return cannot_start(sa);
    dispatch(*sa.phase1, Event::IKE_SA_REQ_AM, {});
    return &sa;
}

IsakmpSa* start_main(IsakmpSa& sa) {
    step(sa, Step::cannot_start_aggressive);
    if (!look_up_key(*sa.phase1) || !has_offer(sa)) return cannot_start(sa);
    dispatch(*sa.phase1, Event::IKE_SA_REQ_MM, {});
    return &sa;
}

}  // namespace

IsakmpSa* begin_phase1(Context& context, const dataplane::PolicyEntry& entry, const config::IpAddress& peer, dataplane::FlowId flow) {
    if (!entry.local || !context.configuration.isakmp.enabled) return nullptr;
    auto made = new_initiator(context, entry.local, peer);
    made->vrf = entry.front_vrf;
    made->wanted_profile = entry.isakmp_profile;
    if (flow != 0) made->waiting_flows.push_back(flow);
    const bool aggressive = wants_aggressive(context, *made);
    IsakmpSa& sa = admit_initiator(context, std::move(made), aggressive);
    apply_settings(sa);
    return aggressive ? start_aggressive(sa) : start_main(sa);
}

IsakmpSa* begin_client_phase1(Context& context, const config::EzvpnClient& client, const config::IpAddress& local, const config::IpAddress& peer) {
    auto made = new_initiator(context, local, peer);
    made->client.ezvpn = client.name;
    made->client.group = client.group;
    made->local_id = id_of(IdType::KEY_ID, client.group);
    IsakmpSa& sa = admit_initiator(context, std::move(made), true);
    sa.phase1->phase1.preshared_key = usable(client.group_key);
    return start_aggressive(sa);
}

IsakmpSa& open_responder(Context& context, const dataplane::UdpDatagram& datagram, const Header& header) {
    auto made = std::make_unique<IsakmpSa>(context, false);
    made->cookie_i = header.initiator_cookie;
    made->cookie_r = context.fresh_cookie();
    made->vrf = datagram.vrf;
    made->local = datagram.local;
    made->peer = datagram.remote;
    made->local_port = datagram.local_port;
    made->peer_port = datagram.remote_port;
    const bool aggressive = header.exchange == ExchangeType::AGGRESSIVE;
    IsakmpSa& sa = context.admit(std::move(made));
    make_machine(sa, aggressive ? context.tables.aggressive_responder : context.tables.main_responder, aggressive);
    lock_peer(sa, "crypto_isakmp_process_block");
    emit(sa, event::PortsKnown{});
    emit(sa, event::SaInserted{});
    return sa;
}

void lock_peer(IsakmpSa& sa, std::string_view function) {
    Context& context = sa.context;
    PeerRecord& record = context.peers[sa.peer];
    const bool fresh = record.references == 0;
    if (fresh) {
        record.serial = context.next_peer_serial++;
        record.handle = first_peer_handle + record.serial * peer_handle_step;
        record.local = sa.local;
        record.port = sa.peer_port;
    }
    ++record.references;
    sa.peer_handle = record.handle;
    if (fresh) {
        emit(sa, event::PeerRecord{event::PeerAction::created, function, 0, record.serial});
        emit(sa, event::PeerRecord{event::PeerAction::fresh, function, 0, record.serial});
    }
    emit(sa, event::PeerRecord{event::PeerAction::locked, function, record.references, record.serial});
}

void unlock_peer(IsakmpSa& sa, std::string_view function) {
    auto& peers = sa.context.peers;
    const auto at = peers.find(sa.peer);
    if (at == peers.end()) return;
    const PeerRecord& record = at->second;
    emit(sa, event::PeerRecord{event::PeerAction::unlocked, function, --at->second.references, record.serial});
    if (record.references != 0) return;
    emit(sa, event::PeerRecord{event::PeerAction::reaped, {}, 0, record.serial});
    peers.erase(at);
}

void start_waiting_flows(IsakmpSa& sa) {
    if (!sa.complete || wants_xauth(sa) || wants_config_push(sa) || wants_config_pull(sa)) return;
    for (const dataplane::FlowId flow : std::exchange(sa.waiting_flows, {})) begin_quick_mode(sa, flow);
}

}  // namespace ike::isakmp
