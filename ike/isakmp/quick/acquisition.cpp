#include <algorithm>

#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/quick/negotiation.h"

namespace ike::isakmp {

namespace {

using dataplane::FlowId;
using dataplane::PolicyEntry;

const PolicyEntry* entry_of(const Context& context, FlowId id) {
    const dataplane::ProtectedFlow* const flow = context.ports.policies->flow(id);
    return flow == nullptr ? nullptr : context.ports.policies->entry(flow->entry);
}

config::IpAddress current_peer(Context& context, const PolicyEntry& entry) {
    return entry.peers[context.current_peer[entry.id] % entry.peers.size()];
}

bool negotiates(const IsakmpSa& sa, FlowId flow) {
    if (sa.dead) return false;
    if (std::find(sa.waiting_flows.begin(), sa.waiting_flows.end(), flow) != sa.waiting_flows.end()) return true;
    return std::any_of(sa.exchanges.begin(), sa.exchanges.end(), [=](const auto& exchange) {
        return exchange->type == ExchangeType::QUICK && !exchange->over && exchange->role == Role::initiator && exchange->quick.flow == flow;
    });
}

bool is_under_way(const Context& context, const PolicyEntry& entry, FlowId flow) {
    return std::any_of(context.sas.begin(), context.sas.end(), [&](const auto& one) { return one.second->local == entry.local && negotiates(*one.second, flow); });
}

bool suits(const IsakmpSa& sa, const PolicyEntry& entry) {
    return entry.isakmp_profile.empty() || sa.profile == entry.isakmp_profile || sa.wanted_profile == entry.isakmp_profile;
}

/// The key engine asks; there need not be an SA yet.
void report_wish(const Context& context, const PolicyEntry& entry, const config::IpAddress& peer) {
    dataplane::UdpDatagram ends;
    ends.vrf = entry.front_vrf;
    ends.local = entry.local;
    ends.remote = peer;
    ends.local_port = ends.remote_port = 500;
    emit(context, ends, event::Kmi{KmiMessage::REQUEST_SAS});
}

/// An SA that we have begun and that is not done; an SA that the peer has begun may never be.
IsakmpSa* budding_sa(Context& context, const PolicyEntry& entry, const config::IpAddress& peer) {
    for (const auto& [number, sa] : context.sas) {
        const bool unfinished = !sa->complete || !ready_for_quick_mode(*sa);
        if (!sa->dead && !sa->doomed && unfinished && (sa->initiator || sa->complete) && sa->local == entry.local && sa->peer == peer && suits(*sa, entry))
            return sa.get();
    }
    return nullptr;
}

void start_at_once(IsakmpSa& sa, FlowId flow) {
    emit(sa, event::NodeSet{0, Label::QM_IDLE});
    step(sa, Step::outstanding_requests);
    step(sa, Step::sitting_idle);
    begin_quick_mode(sa, flow);
}

void wait_for(IsakmpSa& sa, FlowId flow) {
    sa.waiting_flows.push_back(flow);
    step(sa, Step::still_budding);
}

/// A peer that cannot be tried gives way to the next one.
void open_phase1(Context& context, const PolicyEntry& entry, const config::IpAddress& peer, FlowId flow) {
    if (entry.origin != dataplane::PolicyOrigin::ezvpn_client && begin_phase1(context, entry, peer, flow) != nullptr) return;
    ++context.current_peer[entry.id];
    context.ports.keys->acquire_failed(flow, context.now);
}

void acquire_from(Context& context, const PolicyEntry& entry, const config::IpAddress& peer, FlowId flow) {
    report_wish(context, entry, peer);
    IsakmpSa* const standing = context.complete_with(entry.local, peer);
    if (standing != nullptr && suits(*standing, entry) && ready_for_quick_mode(*standing)) return start_at_once(*standing, flow);
    if (IsakmpSa* const budding = budding_sa(context, entry, peer)) return wait_for(*budding, flow);
    open_phase1(context, entry, peer, flow);
}

bool prepare(Exchange& exchange, FlowId id) {
    Context& context = exchange.sa.context;
    const dataplane::ProtectedFlow* const flow = context.ports.policies->flow(id);
    const PolicyEntry* const entry = flow == nullptr ? nullptr : context.ports.policies->entry(flow->entry);
    if (entry == nullptr) return false;
    QuickScratch& quick = exchange.quick;
    quick.flow = id;
    quick.entry = *entry;
    if (const auto group = client_pfs_group(exchange.sa)) quick.entry.pfs_group = group;
    quick.local = flow->local;
    quick.remote = flow->remote;
    quick.lifetime_seconds = entry->lifetime_seconds;
    quick.lifetime_kilobytes = entry->lifetime_kilobytes;
    if (quick.entry.pfs_group) quick.pfs = static_cast<DhGroupId>(*quick.entry.pfs_group);
    return true;
}

std::uint32_t newest_pair_of(const IsakmpSa& sa, FlowId flow) {
    const auto between = sa.context.pairs_between.find({sa.local, sa.peer});
    if (between == sa.context.pairs_between.end()) return 0;
    for (auto at = between->second.rbegin(); at != between->second.rend(); ++at)
        if (const auto pair = sa.context.pairs.find(*at); pair != sa.context.pairs.end() && pair->second.flow == flow) return *at;
    return 0;
}

// --- the end of pairs ---

/// IPsec SAs outlive the phase 1 SA; a new one is made when a new pair is wanted. A peer of a dynamic map comes by itself.
void renew(Context& context, Pair& pair) {
    const PolicyEntry* const entry = context.ports.policies->entry(pair.entry);
    if (entry == nullptr || is_under_way(context, *entry, pair.flow)) return;
    IsakmpSa* const sa = sa_of(context, pair);
    pair.rekeying = true;
    report_wish(context, *entry, pair.peer);
    if (sa != nullptr && ready_for_quick_mode(*sa)) {
        emit(*sa, event::NodeSet{0, Label::QM_IDLE});
        step(*sa, Step::outstanding_requests);
        step(*sa, Step::sitting_idle);
        return begin_quick_mode(*sa, pair.flow, true);
    }
    if (entry->origin == dataplane::PolicyOrigin::dynamic_map || entry->responder_only) return;
    if (IsakmpSa* const budding = budding_sa(context, *entry, pair.peer)) return wait_for(*budding, pair.flow);
    open_phase1(context, *entry, pair.peer, pair.flow);
}

bool wants_renewal(const Context& context, const dataplane::SaExpiry& expiry, const Pair& pair) {
    const PolicyEntry* const entry = context.ports.policies->entry(pair.entry);
    return entry != nullptr && (expiry.had_traffic || entry->always_create) && !pair.rekeying;
}

}  // namespace

bool ready_for_quick_mode(const IsakmpSa& sa) {
    return sa.complete && !sa.dead && !sa.doomed && sa.phase1->state == State::IKE_P1_COMPLETE && !wants_xauth(sa) && !wants_config_push(sa) &&
           !wants_config_pull(sa);
}

bool acquire(Context& context, FlowId flow) {
    const PolicyEntry* const entry = entry_of(context, flow);
    if (entry == nullptr || !entry->ikev2_profile.empty()) return false;
    const bool startable = !entry->responder_only && !entry->peers.empty() && entry->local;
    if (!startable) return context.ports.keys->acquire_failed(flow, context.now), true;
    if (is_under_way(context, *entry, flow)) return true;
    acquire_from(context, *entry, current_peer(context, *entry), flow);
    return true;
}

void begin_quick_mode(IsakmpSa& sa, FlowId flow, bool rekey) {
    Context& context = sa.context;
    context.touch(sa);
    Exchange& exchange = add_exchange(sa, context.tables.quick_initiator, Role::initiator, ExchangeType::QUICK, context.fresh_message_id(sa));
    if (!prepare(exchange, flow)) {
        exchange.over = true;
        return;
    }
    exchange.quick.rekey = rekey;
    exchange.quick.rekeyed_spi = newest_pair_of(sa, flow);
    dispatch(exchange, Event::IKE_INIT_QM, {});
}

void abandon_quick(Exchange& exchange) {
    Context& context = exchange.sa.context;
    QuickScratch& quick = exchange.quick;
    const bool unconfirmed = exchange.role == Role::responder && quick.installed_spi != 0 && !exchange.over;
    exchange.repetition = {};
    if (exchange.job) context.jobs.erase(*std::exchange(exchange.job, std::nullopt));
    if (const auto old = context.pairs.find(quick.rekeyed_spi); old != context.pairs.end()) old->second.rekeying = false;
    if (quick.spi_in != 0 && quick.installed_spi == 0) context.ports.keys->release_spi(std::exchange(quick.spi_in, 0));
    if (unconfirmed) delete_pairs(context, {quick.installed_spi}, true);
}

void lose_quick(Exchange& exchange) {
    Context& context = exchange.sa.context;
    const bool wanted = exchange.role == Role::initiator && !exchange.over;
    abandon_quick(exchange);
    if (!wanted) return;
    ++context.current_peer[exchange.quick.entry.id];
    context.ports.keys->acquire_failed(exchange.quick.flow, context.now);
}

void fail_waiting_flows(IsakmpSa& sa) {
    Context& context = sa.context;
    std::vector<dataplane::PolicyEntryId> turned;
    for (const FlowId flow : std::exchange(sa.waiting_flows, {})) {
        const PolicyEntry* const entry = entry_of(context, flow);
        if (entry != nullptr && std::find(turned.begin(), turned.end(), entry->id) == turned.end()) {
            ++context.current_peer[entry->id];
            turned.push_back(entry->id);
        }
        context.ports.keys->acquire_failed(flow, context.now);
    }
}

bool expire(Context& context, const dataplane::SaExpiry& expiry) {
    const auto at = context.pairs.find(expiry.inbound_spi);
    if (at == context.pairs.end()) return false;
    if (expiry.hard) {
        delete_pairs(context, {expiry.inbound_spi}, true);
        return true;
    }
    if (wants_renewal(context, expiry, at->second)) renew(context, at->second);
    return true;
}

}  // namespace ike::isakmp
