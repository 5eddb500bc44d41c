#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

namespace {

bool is_whole(const std::vector<TrafficSelector>& agreed, const TrafficSelector& own) {
    return agreed.empty() || (agreed.size() == 1 && agreed.front() == own);
}

FlowRecord* narrowed_like(ControlPlane& control, const FlowRecord& line, const SaParameters& agreed) {
    for (const FlowId id : line.narrowed) {
        FlowRecord* flow = control.policy.flow(id);
        if (is_whole(agreed.local_selectors, flow->flow.local) && is_whole(agreed.remote_selectors, flow->flow.remote))
            return flow;
    }
    return nullptr;
}

/// The flow that a pair with these selectors belongs to: the line's own, or a narrower one, made if need be.
FlowRecord& flow_for(ControlPlane& control, FlowRecord& asked, const SaParameters& agreed) {
    EntryRecord& entry = *control.policy.entry(asked.flow.entry);
    const bool whole =
        is_whole(agreed.local_selectors, asked.flow.local) && is_whole(agreed.remote_selectors, asked.flow.remote);
    if (whole || entry.entry.origin != PolicyOrigin::crypto_map) return asked;
    FlowRecord* parent = asked.parent != 0 ? control.policy.flow(asked.parent) : nullptr;
    FlowRecord& line = parent != nullptr ? *parent : asked;
    if (FlowRecord* known = narrowed_like(control, line, agreed)) return *known;
    ProtectedFlow flow;
    flow.local = agreed.local_selectors.empty() ? line.flow.local : agreed.local_selectors.front();
    flow.remote = agreed.remote_selectors.empty() ? line.flow.remote : agreed.remote_selectors.front();
    flow.origin_is_acl = false;
    flow.acl_sequence = line.flow.acl_sequence;
    FlowRecord& made = add_flow(control, entry, std::move(flow), 0);
    made.parent = line.flow.id;
    line.narrowed.push_back(made.flow.id);
    control.tables_stale = true;
    return made;
}

bool has_selectors(const SaParameters& agreed) {
    return !agreed.local_selectors.empty() && !agreed.remote_selectors.empty();
}

/// The flow under a template that has these selectors, made if need be; within a line of the template's list where one
/// holds them.
FlowRecord& peers_flow(ControlPlane& control, EntryRecord& entry, const SaParameters& agreed) {
    const TrafficSelector local = agreed.local_selectors.front(), remote = agreed.remote_selectors.front();
    FlowRecord* line = nullptr;
    for (const FlowId id : entry.entry.flows) {
        FlowRecord* flow = control.policy.flow(id);
        if (!flow->flow.origin_is_acl && flow->flow.local == local && flow->flow.remote == remote) return *flow;
        const bool holds = contains(flow->flow.local, local) && contains(flow->flow.remote, remote);
        if (line == nullptr && flow->flow.origin_is_acl && holds) line = flow;
    }
    ProtectedFlow flow;
    flow.local = local;
    flow.remote = remote;
    flow.origin_is_acl = false;
    flow.acl_sequence = line == nullptr ? 0 : line->flow.acl_sequence;
    FlowRecord& made = add_flow(control, entry, std::move(flow), 0);
    if (line != nullptr) {
        made.parent = line->flow.id;
        line->narrowed.push_back(made.flow.id);
    }
    control.tables_stale = true;
    return made;
}

/// A flow made for a pair that could not be installed goes again.
InstallError install_or_forget(ControlPlane& control, FlowRecord& record, const SaPair& pair, FlowId& flow,
                               Instant now) {
    const FlowId id = record.flow.id;
    const InstallError error = install_pair(control, record, pair, now);
    std::vector<std::uint32_t> none;
    if (error == InstallError::none)
        flow = id;
    else if (!record.flow.origin_is_acl && record.pairs.empty())
        drop_flow(control, id, none);
    return error;
}

}  // namespace

std::uint32_t DataPlane::allocate_spi(VrfId vrf, const config::IpAddress& local) {
    PolicyDatabase& policy = state_->policy;
    for (;;) {
        const std::uint32_t spi = state_->sas.choose_spi(vrf, local, IpsecProtocol::esp, *state_->random);
        if (policy.pairs.count(spi) == 0 && policy.reserved_spis.insert(spi).second) return spi;
    }
}

void DataPlane::release_spi(std::uint32_t spi) { state_->policy.reserved_spis.erase(spi); }

InstallError DataPlane::install(const SaPair& pair, FlowId& flow, Instant now) {
    FlowRecord* asked = state_->policy.flow(flow);
    if (asked == nullptr) return InstallError::unknown_flow;
    EntryRecord& entry = *state_->policy.entry(asked->flow.entry);
    const bool line_of_template = entry.entry.origin == PolicyOrigin::dynamic_map && asked->flow.origin_is_acl;
    FlowRecord& record = line_of_template && has_selectors(pair.outbound) ? peers_flow(*state_, entry, pair.outbound)
                                                                          : flow_for(*state_, *asked, pair.outbound);
    end_request(*state_, *asked);
    const InstallError error = install_or_forget(*state_, record, pair, flow, now);
    if (error == InstallError::none) run_graph(*state_, now);
    return error;
}

InstallError DataPlane::install_dynamic(const SaPair& pair, PolicyEntryId entry, FlowId& flow, Instant now) {
    EntryRecord* record = state_->policy.entry(entry);
    if (record == nullptr || !has_selectors(pair.outbound)) return InstallError::unknown_flow;
    FlowRecord& made = peers_flow(*state_, *record, pair.outbound);
    const InstallError error = install_or_forget(*state_, made, pair, flow, now);
    if (error == InstallError::none) run_graph(*state_, now);
    return error;
}

void DataPlane::enable_outbound(std::uint32_t inbound_spi, Instant now) {
    InstalledPair* pair = state_->policy.pair(inbound_spi);
    if (pair == nullptr || !pair->enable_expected) return;
    pair->enable_expected = false;
    const SecurityAssociation* sa = state_->sas.find(pair->sas.outbound);
    if (sa != nullptr && state_->logs(EventGroup::ipsec_debug))
        state_->emit(now, event::OutboundEnabled{sa->parameters().remote_address, pair->outbound_spi});
    use_outbound(*state_, *pair, now);
    run_graph(*state_, now);
}

std::optional<PairActivity> DataPlane::activity(std::uint32_t inbound_spi) const {
    const InstalledPair* pair = state_->policy.pair(inbound_spi);
    if (pair == nullptr) return {};
    const SecurityAssociation* in = state_->sas.find(pair->sas.inbound);
    const SecurityAssociation* out = state_->sas.find(pair->sas.outbound);
    if (in == nullptr || out == nullptr) return {};
    return PairActivity{in->last_used(), out->last_used()};
}

bool DataPlane::remove(std::uint32_t inbound_spi, Instant now) {
    if (!forget_pair(*state_, inbound_spi, now)) return false;
    run_graph(*state_, now);
    start_always_on(*state_, now);
    return true;
}

void DataPlane::acquire_failed(FlowId id, Instant now) {
    FlowRecord* flow = state_->policy.flow(id);
    if (flow == nullptr) return;
    end_request(*state_, *flow);
    flow->request.quiet_until = now + std::chrono::seconds(1);
    EntryRecord* entry = state_->policy.entry(flow->flow.entry);
    entry->retry_at = flow->request.quiet_until;
    state_->policy.check_always_on = true;
    start_always_on(*state_, now);
}

}  // namespace dataplane
