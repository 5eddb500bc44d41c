#include <algorithm>
#include <array>

#include "ipsec-dataplane/control/control_plane.h"

namespace dataplane {

static_assert(static_cast<int>(DfBit::copy) == static_cast<int>(config::DfBit::copy) &&
              static_cast<int>(DfBit::clear) == static_cast<int>(config::DfBit::clear) &&
              static_cast<int>(DfBit::set) == static_cast<int>(config::DfBit::set));

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

InterfaceId interface_of(ControlPlane& control, const FlowRecord& flow) {
    const RouterInterface* interface = control.interfaces.find(control.policy.entry(flow.flow.entry)->entry.interface);
    return interface == nullptr ? InterfaceId{} : interface->id;
}

/// The interface's own line goes before the global one.
std::optional<config::DfBit> df_bit_of(const ControlPlane& control, const config::InterfaceName& name) {
    const config::Interface* interface = control.configuration->find(name);
    return interface && interface->crypto_df_bit ? interface->crypto_df_bit : control.configuration->ipsec.df_bit;
}

/// IKEv2 initiator: outbound n, inbound n + 1; responder, and IKEv1, the other way round.
void number(PolicyDatabase& policy, SaPair& pair, bool ikev2) {
    if (pair.inbound.connection_id != 0 || pair.outbound.connection_id != 0) return;
    const bool outbound_first = ikev2 && pair.initiator;
    SaParameters& first = outbound_first ? pair.outbound : pair.inbound;
    SaParameters& second = outbound_first ? pair.inbound : pair.outbound;
    first.connection_id = policy.next_connection++;
    second.connection_id = policy.next_connection++;
}

/// Where there are packet threads, the control thread's worker owns no SA.
WorkerId packet_thread_of(const ControlPlane& control, std::uint32_t spi) {
    return WorkerId{static_cast<std::uint16_t>(1 + spi % (control.worker_count - 1U))};
}

void complete(ControlPlane& control, SaPair& pair, const FlowRecord& flow) {
    const std::uint64_t kilobytes = first_kilobytes(control, pair.inbound.lifetime.hard_kilobytes);
    for (SaParameters* sa : {&pair.inbound, &pair.outbound}) {
        sa->policy = PolicyId{flow.flow.id};
        sa->interface = interface_of(control, flow);
        set_lifetime(sa->lifetime, kilobytes);
    }
    const auto& entry = control.policy.entry(flow.flow.entry)->entry;
    if (const auto df_bit = df_bit_of(control, entry.interface)) pair.outbound.df_bit = static_cast<DfBit>(*df_bit);
    number(control.policy, pair, !entry.ikev2_profile.empty());
    if (control.worker_count < 2) return;
    pair.inbound_worker = packet_thread_of(control, pair.inbound.spi);
    pair.outbound_worker = packet_thread_of(control, pair.outbound.spi);
}

unsigned entries_of_map(const ControlPlane& control, const PolicyEntry& entry) {
    return static_cast<unsigned>(
        std::count_if(control.policy.entries.begin(), control.policy.entries.end(), [&](const auto& other) {
            return other.second.entry.interface == entry.interface && other.second.entry.map_tag == entry.map_tag;
        }));
}

/// `negotiated`: kilobytes before each router drew a start of its own.
void log_created(ControlPlane& control, const SaPair& pair, std::uint64_t negotiated, const FlowRecord& flow,
                 Instant now) {
    if (!control.logs(EventGroup::ipsec_debug)) return;
    const PolicyEntry& entry = control.policy.entry(flow.flow.entry)->entry;
    const unsigned entries = entries_of_map(control, entry);
    const bool pfs = pair.pfs_group.has_value();
    control.emit(now, event::KeyEngineMessages{1});
    SaParameters twin = pair.outbound;
    twin.lifetime.hard_kilobytes = negotiated;
    control.emit(now, event::SaCreated{pair.inbound, entry.map_tag, pair.inbound.connection_id, false, pfs, entries,
                                       std::move(twin)});
    control.emit(now, event::SaCreated{pair.outbound, entry.map_tag, pair.outbound.connection_id, true, pfs, entries,
                                       std::nullopt});
    if (!pair.outbound_waits)
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

void watch_idleness(ControlPlane& control, InstalledPair& pair, const PolicyEntry& entry, Instant now) {
    if (entry.idle_time == 0) return;
    pair.idle_check = now + std::chrono::seconds(entry.idle_time);
    control.policy.idle_deadlines.emplace(*pair.idle_check, pair.inbound_spi);
}

void enter(ControlPlane& control, FlowRecord& flow, const InstalledPair& installed, Instant now) {
    PolicyDatabase& policy = control.policy;
    const PolicyEntry& entry = policy.entry(flow.flow.entry)->entry;
    const bool first = flow.pairs.empty();
    InstalledPair& pair = policy.pairs[installed.inbound_spi] = installed;
    policy.reserved_spis.erase(pair.inbound_spi);
    flow.pairs.insert(flow.pairs.begin(), pair.inbound_spi);
    if (!pair.outbound_waits) use_outbound(control, pair, now);
    end_request(control, flow);
    if (FlowRecord* parent = policy.flow(flow.parent)) end_request(control, *parent);
    watch_idleness(control, pair, entry, now);
    if ((first && entry.origin == PolicyOrigin::static_vti) || entry.reverse_route) control.tables_stale = true;
}

}  // namespace

void use_outbound(ControlPlane& control, InstalledPair& pair, Instant now) {
    FlowRecord* flow = control.policy.flow(pair.flow);
    if (flow == nullptr || flow->slot->outbound_sa() == pair.sas.outbound) return;
    const bool waited = std::exchange(pair.outbound_waits, false);
    const auto at = std::find(flow->pairs.begin(), flow->pairs.end(), pair.inbound_spi);
    for (auto older = at + 1; older < flow->pairs.end(); ++older) control.policy.pair(*older)->rekeyed = true;
    for (auto younger = flow->pairs.begin(); younger < at; ++younger)
        if (!control.policy.pair(*younger)->outbound_waits) return;
    flow->slot->use(pair.sas.outbound);
    const SecurityAssociation* sa = control.sas.find(pair.sas.outbound);
    if (waited && sa != nullptr && control.logs(EventGroup::ipsec_debug))
        control.emit(now, event::OutboundSaUpdated{sa->parameters().remote_address, pair.outbound_spi});
}

InstallError install_pair(ControlPlane& control, FlowRecord& flow, const SaPair& pair, Instant now) {
    if (control.policy.pairs.count(pair.inbound.spi) != 0) return InstallError::spi_in_use;
    SaPair completed = pair;
    complete(control, completed, flow);
    completed.outbound_waits = pair.outbound_waits && !flow.pairs.empty();
    SaPair given = completed;
    const SaInstallResult result = control.sas.install(std::move(given), now);
    if (!result) return error_of(result.error);
    log_created(control, completed, pair.inbound.lifetime.hard_kilobytes, flow, now);
    InstalledPair installed;
    installed.flow = flow.flow.id;
    installed.sas = result.pair;
    installed.inbound_spi = pair.inbound.spi;
    installed.outbound_spi = pair.outbound.spi;
    installed.initiator = pair.initiator;
    installed.outbound_waits = completed.outbound_waits;
    installed.enable_expected = pair.outbound_waits;
    installed.pfs_group = pair.pfs_group;
    enter(control, flow, installed, now);
    return InstallError::none;
}

}  // namespace dataplane
