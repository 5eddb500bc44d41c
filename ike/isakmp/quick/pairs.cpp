#include <algorithm>

#include "ike/isakmp/quick/negotiation.h"

namespace ike::isakmp {

namespace {

using Ends = std::pair<config::IpAddress, config::IpAddress>;

struct Doomed {
    ProtocolId protocol;
    std::uint32_t sa_number;
    std::vector<std::uint32_t> spis;
};

/// One DELETE for each protocol and SA.
void sort_in(std::vector<Doomed>& doomed, ProtocolId protocol, std::uint32_t sa_number, std::uint32_t spi) {
    for (Doomed& one : doomed)
        if (one.protocol == protocol && one.sa_number == sa_number) return one.spis.push_back(spi);
    doomed.push_back({protocol, sa_number, {spi}});
}

void tell_peers(Context& context, const std::vector<std::uint32_t>& inbound_spis) {
    std::vector<Doomed> doomed;
    for (const std::uint32_t spi : inbound_spis) {
        const auto at = context.pairs.find(spi);
        IsakmpSa* const sa = at == context.pairs.end() ? nullptr : sa_of(context, at->second);
        if (sa != nullptr) sort_in(doomed, at->second.protocol, sa->number, spi);
    }
    for (const Doomed& one : doomed)
        if (IsakmpSa* const sa = context.find(one.sa_number)) send_delete(*sa, one.protocol, one.spis);
}

void report_down(const Context& context, const Pair& pair) {
    dataplane::UdpDatagram ends;
    ends.local = pair.local;
    ends.remote = pair.peer;
    ends.local_port = ends.remote_port = pair.peer_port;
    const bool last = context.pairs_between.count({pair.local, pair.peer}) == 0;
    emit(context, ends, event::Kmi{KmiMessage::MGR_DELETE_SAS});
    emit(context, ends, event::Kmi{KmiMessage::NOTIFY_DECR_COUNT});
    if (!last) return;
    emit(context, ends, event::Kmi{KmiMessage::SESSION_CLOSED});
    if (context.configuration.ikev2.session_logging) emit(context, ends, event::SessionStatus{false, pair.peer.text()});
}

bool stands(const Context& context, const config::IpAddress& local, dataplane::PolicyEntryId id) {
    const dataplane::PolicyEntry* const entry = context.ports.policies->entry(id);
    return entry != nullptr && entry->local == local;
}

bool flow_stands(const Context& context, const config::IpAddress& local, dataplane::FlowId id) {
    const dataplane::ProtectedFlow* const flow = context.ports.policies->flow(id);
    return flow != nullptr && stands(context, local, flow->entry);
}

/// SAs between these ends that serve nothing any more. A client's SA lives by its session.
void end_idle_sas(Context& context, const Ends& ends) {
    if (context.pairs_between.count(ends) != 0) return;
    for (const auto& [number, sa] : context.sas)
        if (sa->complete && !sa->dead && sa->local == ends.first && sa->peer == ends.second && sa->waiting_flows.empty())
            delete_sa(*sa, DeleteReason::none, true);
}

void check_negotiations(IsakmpSa& sa) {
    const Context& context = sa.context;
    auto& waiting = sa.waiting_flows;
    waiting.erase(std::remove_if(waiting.begin(), waiting.end(), [&](dataplane::FlowId id) { return !flow_stands(context, sa.local, id); }), waiting.end());
    for (const auto& exchange : sa.exchanges) {
        const bool under_way = exchange->type == ExchangeType::QUICK && !exchange->over;
        if (!under_way || stands(context, sa.local, exchange->quick.entry.id)) continue;
        abandon_quick(*exchange);
        end_node(*exchange, true, NodeReason::delete_larval);
    }
}

}  // namespace

void enter_pair(Context& context, const Pair& pair) {
    context.pairs[pair.spi_in] = pair;
    context.pairs_between[{pair.local, pair.peer}].push_back(pair.spi_in);
}

void leave_pair(Context& context, std::uint32_t inbound_spi) {
    const auto at = context.pairs.find(inbound_spi);
    if (at == context.pairs.end()) return;
    const auto between = context.pairs_between.find({at->second.local, at->second.peer});
    if (between != context.pairs_between.end()) {
        between->second.erase(std::remove(between->second.begin(), between->second.end(), inbound_spi), between->second.end());
        if (between->second.empty()) context.pairs_between.erase(between);
    }
    context.pairs.erase(at);
}

IsakmpSa* sa_of(Context& context, const Pair& pair) {
    IsakmpSa* const maker = context.find(pair.sa_number);
    if (maker != nullptr && maker->complete && !maker->dead && !maker->doomed) return maker;
    IsakmpSa* const other = context.complete_with(pair.local, pair.peer);
    // Clients behind one address translation differ only in their port.
    const bool is_another_client = other != nullptr && !other->client.group.empty() && other->peer_port != pair.peer_port;
    return is_another_client ? nullptr : other;
}

void delete_pairs(Context& context, const std::vector<std::uint32_t>& inbound_spis, bool tell) {
    if (tell) tell_peers(context, inbound_spis);
    for (const std::uint32_t spi : inbound_spis) {
        const auto at = context.pairs.find(spi);
        if (at == context.pairs.end()) continue;
        const Pair gone = at->second;
        leave_pair(context, spi);
        report_down(context, gone);
        context.ports.keys->remove(spi, context.now);
    }
}

void clear_pairs(Context& context, const std::optional<config::IpAddress>& peer, std::optional<dataplane::FlowId> flow) {
    std::vector<std::uint32_t> spis;
    for (const auto& [spi, pair] : context.pairs)
        if ((!peer || *peer == pair.peer) && (!flow || *flow == pair.flow)) spis.push_back(spi);
    std::sort(spis.begin(), spis.end());
    delete_pairs(context, spis, true);
}

void remove_pairs(Context& context, const std::vector<std::uint32_t>& inbound_spis) {
    std::vector<Ends> touched;
    for (const std::uint32_t spi : inbound_spis)
        if (const auto at = context.pairs.find(spi); at != context.pairs.end()) touched.emplace_back(at->second.local, at->second.peer);
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    delete_pairs(context, inbound_spis, true);
    for (const Ends& ends : touched) end_idle_sas(context, ends);
}

/// Pairs outlive the SA that made them: the youngest SA of the same ends stands for those then.
std::vector<std::uint32_t> inbound_spis_of(const IsakmpSa& sa) {
    std::vector<std::uint32_t> spis;
    const auto between = sa.context.pairs_between.find({sa.local, sa.peer});
    if (between == sa.context.pairs_between.end()) return spis;
    for (const std::uint32_t spi : between->second)
        if (const auto at = sa.context.pairs.find(spi); at != sa.context.pairs.end() && sa_of(sa.context, at->second) == &sa) spis.push_back(spi);
    return spis;
}

void check_policies(Context& context) {
    std::vector<std::uint32_t> void_pairs;
    for (const auto& [spi, pair] : context.pairs)
        if (!stands(context, pair.local, pair.entry)) void_pairs.push_back(spi);
    std::sort(void_pairs.begin(), void_pairs.end());
    remove_pairs(context, void_pairs);
    for (const auto& [number, sa] : context.sas) check_negotiations(*sa);
}

}  // namespace ike::isakmp
