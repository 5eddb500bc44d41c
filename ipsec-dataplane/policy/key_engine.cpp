#include <algorithm>

#include "ipsec-dataplane/data_plane_state.h"

namespace dataplane {

namespace {

constexpr std::uint32_t first_soft_seconds = 30;  ///< a new pair that long before the end
constexpr std::uint64_t first_soft_kilobytes = 256;

std::uint32_t random_word(ControlPlane& control) {
    std::array<std::uint8_t, 4> octets{};
    control.random->fill(octets);
    return static_cast<std::uint32_t>(octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3]);
}

/// Releases up to 15.3 count down from a start of their own, 92 to 100 % of what was negotiated.
std::uint64_t first_kilobytes(ControlPlane& control, std::uint64_t negotiated) {
    const config::Look look = control.configuration->look();
    if (negotiated == 0 || (look != config::Look::ios12 && look != config::Look::ios15_1)) return negotiated;
    return negotiated - negotiated * 8 / 100 * (random_word(control) % 10000) / 10000;
}

void set_lifetime(SaLifetime& lifetime, std::uint64_t kilobytes) {
    const std::uint64_t margin = lifetime.soft_kilobytes != 0 ? lifetime.hard_kilobytes - lifetime.soft_kilobytes
                                 : kilobytes > 2 * first_soft_kilobytes ? first_soft_kilobytes
                                                                        : kilobytes / 10;
    lifetime.hard_kilobytes = kilobytes;
    lifetime.soft_kilobytes = kilobytes > margin ? kilobytes - margin : kilobytes;
    if (lifetime.soft_seconds != 0 || lifetime.hard_seconds == 0) return;
    lifetime.soft_seconds = lifetime.hard_seconds > 2 * first_soft_seconds ? lifetime.hard_seconds - first_soft_seconds
                                                                           : lifetime.hard_seconds * 9 / 10;
}

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

InterfaceId interface_of(ControlPlane& control, const FlowRecord& flow) {
    const RouterInterface* interface = control.interfaces.find(control.policy.entry(flow.flow.entry)->entry.interface);
    return interface == nullptr ? InterfaceId{} : interface->id;
}

/// IKEv2 initiator: outbound n, inbound n + 1; responder the other way round.
void number(PolicyDatabase& policy, SaPair& pair) {
    if (pair.inbound.connection_id != 0 || pair.outbound.connection_id != 0) return;
    SaParameters& first = pair.initiator ? pair.outbound : pair.inbound;
    SaParameters& second = pair.initiator ? pair.inbound : pair.outbound;
    first.connection_id = policy.next_connection++;
    second.connection_id = policy.next_connection++;
}

void complete(ControlPlane& control, SaPair& pair, const FlowRecord& flow) {
    const std::uint64_t kilobytes = first_kilobytes(control, pair.inbound.lifetime.hard_kilobytes);
    for (SaParameters* sa : {&pair.inbound, &pair.outbound}) {
        sa->policy = PolicyId{flow.flow.id};
        sa->interface = interface_of(control, flow);
        set_lifetime(sa->lifetime, kilobytes);
    }
    number(control.policy, pair);
    if (control.worker_count < 2) return;
    pair.inbound_worker = WorkerId{static_cast<std::uint16_t>(pair.inbound.spi % control.worker_count)};
    pair.outbound_worker = WorkerId{static_cast<std::uint16_t>(pair.outbound.spi % control.worker_count)};
}

void log_created(ControlPlane& control, const SaPair& pair, const FlowRecord& flow, Instant now) {
    if (!control.logs(EventGroup::ipsec_debug)) return;
    const std::string& tag = control.policy.entry(flow.flow.entry)->entry.map_tag;
    control.emit(now, event::KeyEngineMessages{1});
    control.emit(now, event::SaCreated{pair.inbound, tag, pair.inbound.connection_id, false});
    control.emit(now, event::SaCreated{pair.outbound, tag, pair.outbound.connection_id, true});
    control.emit(now, event::OutboundSaUpdated{pair.outbound.remote_address, pair.outbound.spi});
}

InstallError error_of(SaInstallError error) {
    switch (error) {
        case SaInstallError::none: return InstallError::none;
        case SaInstallError::bad_suite: return InstallError::unsupported_suite;
        case SaInstallError::bad_spi:
        case SaInstallError::table_full: return InstallError::spi_in_use;
        case SaInstallError::bad_address: return InstallError::unknown_flow;
    }
    return InstallError::unknown_flow;
}

void enter(ControlPlane& control, FlowRecord& flow, const InstalledPair& pair) {
    PolicyDatabase& policy = control.policy;
    for (const std::uint32_t older : flow.pairs) policy.pair(older)->rekeyed = true;
    const bool first = flow.pairs.empty();
    policy.pairs[pair.inbound_spi] = pair;
    policy.reserved_spis.erase(pair.inbound_spi);
    flow.pairs.insert(flow.pairs.begin(), pair.inbound_spi);
    flow.slot->use(pair.sas.outbound);
    end_request(control, flow);
    if (FlowRecord* parent = policy.flow(flow.parent)) end_request(control, *parent);
    if (first && policy.entry(flow.flow.entry)->entry.origin == PolicyOrigin::static_vti) control.tables_stale = true;
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
    if (state_->policy.pairs.count(pair.inbound.spi) != 0) return InstallError::spi_in_use;
    FlowRecord& record = flow_for(*state_, *asked, pair.outbound);
    end_request(*state_, *asked);
    SaPair completed = pair;
    complete(*state_, completed, record);
    SaPair given = completed;
    const SaInstallResult result = state_->sas.install(std::move(given), now);
    if (!result) {
        std::vector<std::uint32_t> none;
        if (&record != asked && record.pairs.empty()) drop_flow(*state_, record.flow.id, none);
        return error_of(result.error);
    }
    flow = record.flow.id;
    log_created(*state_, completed, record, now);
    enter(*state_, record,
          {flow, result.pair, pair.inbound.spi, pair.outbound.spi, pair.initiator, false, false, false});
    run_graph(*state_, now);
    return InstallError::none;
}

InstallError DataPlane::install_dynamic(const SaPair&, PolicyEntryId, FlowId&, Instant) {
    return InstallError::unknown_flow;
}

void DataPlane::enable_outbound(std::uint32_t, Instant) {}

PolicyEntryId DataPlane::add_client_policy(const ClientPolicy&, Instant) { return 0; }

void DataPlane::remove_client_policy(PolicyEntryId, Instant) {}

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
    EntryRecord* entry = state_->policy.entry(flow->flow.entry);
    entry->retry_at = now + std::chrono::seconds(1);
    state_->policy.check_always_on = true;
    start_always_on(*state_, now);
}

}  // namespace dataplane
