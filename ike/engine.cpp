#include "ike/engine.h"

#include "ike/acquisition.h"
#include "ike/admission.h"
#include "ike/commands.h"
#include "ike/completions.h"
#include "ike/context.h"
#include "ike/exchanges/begin.h"
#include "ike/exchanges/lookup.h"
#include "ike/intake.h"
#include "ike/pair_events.h"
#include "ike/peer_moves.h"
#include "ike/isakmp/commands.h"
#include "ike/timers.h"

namespace ike {

/// Every call sets the time, does its work, and lets the dead be buried.
struct Engine::State {
    State(const config::Configuration& configuration, const Ports& ports, const Tables& tables, const isakmp::Tables& isakmp_tables)
        : context(configuration, ports, tables), isakmp(configuration, ports, isakmp_tables) {}

    template <class Work> void call(dataplane::Instant now, Work&& work) {
        context.now = now;
        work(context);
        context.settle();
    }

    Context context;
    isakmp::Isakmp isakmp;
};

namespace {

constexpr std::size_t version_offset = 17;

/// RFC 2408 3.1 and RFC 7296 3.1 have the version in the same octet.
bool is_version_1(const dataplane::UdpDatagram& datagram) {
    return datagram.payload.size() > version_offset && datagram.payload[version_offset] >> 4 == 1;
}

}  // namespace

Engine::Engine(const config::Configuration& configuration, const Ports& ports) : Engine(configuration, ports, standard_tables()) {}

Engine::Engine(const config::Configuration& configuration, const Ports& ports, const Tables& tables)
    : Engine(configuration, ports, tables, isakmp::standard_tables()) {}

Engine::Engine(const config::Configuration& configuration, const Ports& ports, const Tables& tables, const isakmp::Tables& isakmp_tables)
    : state_(std::make_unique<State>(configuration, ports, tables, isakmp_tables)) {}

Engine::~Engine() = default;

void Engine::receive(dataplane::Instant now, const dataplane::UdpDatagram& datagram) {
    if (is_version_1(datagram)) return state_->isakmp.receive(now, datagram);
    state_->call(now, [&](Context& context) { take_datagram(context, datagram); });
}

void Engine::acquire(dataplane::Instant now, const dataplane::Acquire& wanted) {
    if (state_->isakmp.acquire(now, wanted)) return;
    state_->call(now, [&](Context& context) { ike::acquire(context, wanted); });
}

void Engine::expire(dataplane::Instant now, const dataplane::SaExpiry& expiry) {
    if (state_->isakmp.expire(now, expiry)) return;
    state_->call(now, [&](Context& context) { ike::expire(context, expiry); });
}

void Engine::unknown_spi(dataplane::Instant now, const dataplane::UnknownSpi& packet) {
    state_->isakmp.unknown_spi(now, packet);
    state_->call(now, [&](Context& context) { ike::report_unknown_spi(context, packet); });
}

void Engine::peer_moved(dataplane::Instant now, const dataplane::PeerMoved& moved) {
    if (state_->isakmp.peer_moved(now, moved)) return;
    state_->call(now, [&](Context& context) { ike::peer_moved(context, moved); });
}

void Engine::complete(dataplane::Instant now, RequestId request, Completion completion) {
    if (state_->isakmp.complete(now, request, completion)) return;
    state_->call(now, [&](Context& context) { ike::complete(context, request, std::move(completion)); });
}

void Engine::command(dataplane::Instant now, const Command& command) {
    state_->call(now, [&](Context& context) { obey(context, command); });
    isakmp::obey(state_->isakmp, now, command);
}

void Engine::config_changed(dataplane::Instant now, const config::ChangeSet& changes) {
    state_->call(now, [&](Context& context) {
        context.errors.resize(context.configuration.ikev2.diagnose_errors.value_or(config::default_diagnose_errors));
        follow_configuration(context, changes);
    });
    state_->isakmp.config_changed(now, changes);
}

void Engine::tick(dataplane::Instant now) {
    state_->call(now, [](Context& context) { run_timers(context); });
    state_->isakmp.tick(now);
}

std::optional<dataplane::Instant> Engine::next_deadline(bool include_background) const {
    const auto of_version_2 = state_->context.sas.next_deadline(include_background), of_version_1 = state_->isakmp.next_deadline(include_background);
    if (!of_version_2 || !of_version_1) return of_version_2 ? of_version_2 : of_version_1;
    return std::min(*of_version_2, *of_version_1);
}

bool Engine::is_idle() const { return state_->context.jobs.empty() && state_->isakmp.is_idle() && !next_deadline(false); }

const isakmp::Isakmp& Engine::isakmp() const { return state_->isakmp; }

namespace {

std::uint32_t seconds_since(dataplane::Instant from, dataplane::Instant now) {
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now - from).count());
}

ChildSaView view_of(const ChildSa& child) {
    ChildSaView view;
    view.local = child.local;
    view.remote = child.remote;
    view.spi_in = child.spi_in;
    view.spi_out = child.spi_out;
    view.ah = child.protection.protocol == dataplane::IpsecProtocol::ah;
    view.transport = child.transport;
    view.suite = child.protection.suite;
    view.flow = child.flow;
    return view;
}

void fill_suite(const IkeSa& sa, IkeSaView& view) {
    view.encryption = sa.suite.encryption;
    view.key_bits = sa.suite.key_bits;
    view.prf = sa.suite.prf;
    view.integrity = sa.suite.integrity;
    view.dh_group = static_cast<std::uint16_t>(sa.suite.group);
    view.auth_sign = sa.auth_sign;
    view.auth_verify = sa.auth_verify;
}

void fill_fragmentation(const IkeSa& sa, IkeSaView& view) {
    view.fragmentation = sa.has_keys && sa.fragmentation_mtu;
    view.fragmentation_mtu = sa.fragmentation_mtu.value_or(0);
}

void fill_window(const IkeSa& sa, IkeSaView& view) {
    const Window& window = sa.window;
    view.local_request_id = view.local_next_id = window.next_request();
    view.remote_request_id = view.remote_next_id = window.first_expected();
    for (const auto& exchange : sa.exchanges)
        if (exchange->role == Role::initiator && exchange->request.empty()) ++view.local_queued;
    view.local_queued += window.oldest_outstanding();
    view.remote_queued = window.first_expected();
    view.local_window = window.peer_size();
    view.remote_window = window.own_size();
}

void fill_profile(const IkeSa& sa, IkeSaView& view) {
    view.profile = sa.profile;
    view.fvrf = std::string(vrf_name(sa.vrf));
    const config::Ikev2Profile* const profile = profile_of(sa);
    if (profile != nullptr) view.ivrf = profile->ivrf;
    if (!sa.liveness.policy) return;
    view.dpd_interval = sa.liveness.policy->interval;
    view.dpd_retry = sa.liveness.policy->retry;
}

}  // namespace

std::optional<IkeSaView> Engine::next_sa(std::uint32_t cursor, dataplane::Instant now) const {
    const IkeSa* const sa = state_->context.sas.next(cursor);
    if (sa == nullptr) return std::nullopt;
    IkeSaView view;
    view.tunnel_id = sa->tunnel_id;
    view.session_id = sa->session_id;
    view.local = sa->local;
    view.remote = sa->peer;
    view.local_port = sa->local_port;
    view.remote_port = sa->peer_port;
    view.status = sa->status;
    view.lifetime = sa->lifetime;
    view.active = sa->status == SaStatus::in_negotiation ? 0 : seconds_since(sa->ready_at, now);
    view.session_active = view.active == 0 && sa->status == SaStatus::in_negotiation ? 0 : seconds_since(sa->session_start, now);
    view.ce_id = sa->ce_id;
    view.state = name_of(sa->last_state);
    view.local_spi = sa->local_spi();
    view.remote_spi = sa->remote_spi();
    view.local_id = text_of(sa->local_id);
    view.remote_id = text_of(sa->remote_id);
    view.nat_local = sa->nat_local;
    view.nat_remote = sa->nat_remote;
    view.initiator = sa->initiator;
    fill_suite(*sa, view);
    fill_fragmentation(*sa, view);
    fill_window(*sa, view);
    fill_profile(*sa, view);
    for (const ChildSa& child : sa->children)
        if (child.state != ChildState::fading) view.children.push_back(view_of(child));
    return view;
}

EngineStats Engine::stats() const {
    EngineStats stats = state_->context.stats;
    const Limits limits = limits_of(state_->context.configuration.ikev2);
    stats.max_sa = limits.max_sa;
    stats.max_in_negotiation_in = limits.incoming;
    stats.max_in_negotiation_out = limits.outgoing;
    for (const IkeSa* const sa : state_->context.sas.all()) {
        if (sa->status == SaStatus::ready) ++(sa->initiator ? stats.sa_active_out : stats.sa_active_in);
        else if (sa->negotiating) ++(sa->initiator ? stats.sa_negotiating_out : stats.sa_negotiating_in);
    }
    return stats;
}

ErrorTableView Engine::errors() const {
    const ErrorTable& table = state_->context.errors;
    ErrorTableView view;
    view.deleted = table.deleted();
    for (const ErrorTable::Entry& entry : table.entries()) {
        ErrorView& one = view.entries.emplace_back();
        one.why = entry.why;
        one.count = entry.count;
        one.initiator_spi = entry.initiator_spi;
        for (const MachineStep& step : entry.path)
            if (step.event != EventId::NONE) one.path.emplace_back(name_of(step.state), name_of(step.event));
    }
    return view;
}

}  // namespace ike
