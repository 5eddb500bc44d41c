#include "ike/isakmp/isakmp.h"

#include <algorithm>

#include "ike/isakmp/address_pools.h"
#include "ike/isakmp/ezvpn.h"
#include "ike/isakmp/fragmentation.h"
#include "ike/isakmp/peer_moves.h"
#include "ike/isakmp/sa_view.h"
#include "ike/isakmp/steps.h"
#include "ike/isakmp/timers.h"

namespace ike::isakmp {

/// Every call sets the time, does its work, and lets what is over be removed.
struct Isakmp::State {
    State(const config::Configuration& configuration, const Ports& ports, const Tables& tables) : context(configuration, ports, tables) {}

    template <class Work> auto call(dataplane::Instant now, Work&& work) {
        context.now = now;
        if constexpr (std::is_void_v<decltype(work(context))>) {
            work(context);
            context.settle();
        } else {
            const auto result = work(context);
            context.settle();
            return result;
        }
    }

    Context context;
};

Isakmp::Isakmp(const config::Configuration& configuration, const Ports& ports) : Isakmp(configuration, ports, standard_tables()) {}

Isakmp::Isakmp(const config::Configuration& configuration, const Ports& ports, const Tables& tables)
    : state_(std::make_unique<State>(configuration, ports, tables)) {}

Isakmp::~Isakmp() = default;

void Isakmp::receive(dataplane::Instant now, const dataplane::UdpDatagram& datagram) {
    state_->call(now, [&](Context& context) { take_datagram(context, datagram); });
}

bool Isakmp::acquire(dataplane::Instant now, const dataplane::Acquire& wanted) {
    return state_->call(now, [&](Context& context) { return isakmp::acquire(context, wanted.flow); });
}

bool Isakmp::expire(dataplane::Instant now, const dataplane::SaExpiry& expiry) {
    return state_->call(now, [&](Context& context) { return isakmp::expire(context, expiry); });
}

bool Isakmp::peer_moved(dataplane::Instant now, const dataplane::PeerMoved& moved) {
    if (state_->context.pairs.count(moved.inbound_spi) == 0) return false;
    state_->call(now, [&](Context& context) { isakmp::peer_moved(context, moved); });
    return true;
}

void Isakmp::unknown_spi(dataplane::Instant now, const dataplane::UnknownSpi& unknown) {
    state_->call(now, [&](Context& context) { isakmp::unknown_spi(context, unknown); });
}

namespace {

/// The exchange that waits for this answer, if it is still there.
Exchange* exchange_of(IsakmpSa& sa, RequestId request) {
    if (sa.phase1->job == request) return sa.phase1.get();
    for (const auto& exchange : sa.exchanges)
        if (exchange->job == request && !exchange->over) return exchange.get();
    return nullptr;
}

void take_completion(Context& context, std::uint32_t number, RequestId request, const Completion& completion) {
    IsakmpSa* const sa = context.find(number);
    if (sa == nullptr || sa->dead) return;
    if (Exchange* const exchange = exchange_of(*sa, request)) resume(*exchange, completion);
}

std::vector<IsakmpSa*> living(Context& context) {
    std::vector<IsakmpSa*> found;
    for (const auto& [number, sa] : context.sas)
        if (!sa->dead) found.push_back(sa.get());
    return found;
}

void delete_each(const std::vector<IsakmpSa*>& sas) {
    for (IsakmpSa* const sa : sas) delete_sa(*sa, DeleteReason::cleared, true);
}

std::vector<std::uint32_t> all_pairs(const Context& context) {
    std::vector<std::uint32_t> spis;
    for (const auto& [spi, pair] : context.pairs) spis.push_back(spi);
    std::sort(spis.begin(), spis.end());
    return spis;
}

}  // namespace

bool Isakmp::complete(dataplane::Instant now, RequestId request, Completion& completion) {
    auto& jobs = state_->context.jobs;
    const auto at = jobs.find(request);
    if (at == jobs.end()) return false;
    const std::uint32_t number = at->second;
    jobs.erase(at);
    state_->call(now, [&](Context& context) { take_completion(context, number, request, completion); });
    return true;
}

void Isakmp::config_changed(dataplane::Instant now, const config::ChangeSet& changes) {
    if (changes.empty()) return;
    state_->call(now, [](Context& context) {
        check_policies(context);
        context.ezvpn->config_changed(context);
    });
}

void Isakmp::tick(dataplane::Instant now) {
    state_->call(now, [](Context& context) { run_timers(context); });
}

std::optional<dataplane::Instant> Isakmp::next_deadline(bool include_background) const { return state_->context.next_deadline(include_background); }

bool Isakmp::is_idle() const { return state_->context.jobs.empty() && !next_deadline(false); }

void Isakmp::clear(dataplane::Instant now, std::optional<std::uint32_t> conn_id) {
    state_->call(now, [&](Context& context) {
        auto sas = living(context);
        std::erase_if(sas, [&](const IsakmpSa* sa) { return conn_id && sa->conn_id != *conn_id; });
        delete_each(sas);
    });
}

void Isakmp::clear_session(dataplane::Instant now, const std::optional<config::IpAddress>& local, const std::optional<config::IpAddress>& remote) {
    state_->call(now, [&](Context& context) {
        const auto fits = [&](const auto& ends) { return (!local || ends.local == *local) && (!remote || ends.peer == *remote); };
        auto spis = all_pairs(context);
        std::erase_if(spis, [&](std::uint32_t spi) { return !fits(context.pairs.at(spi)); });
        delete_pairs(context, spis, true);
        auto sas = living(context);
        std::erase_if(sas, [&](const IsakmpSa* sa) { return !fits(*sa); });
        delete_each(sas);
    });
}

void Isakmp::clear_pairs(dataplane::Instant now, const std::optional<config::IpAddress>& peer, std::optional<std::uint32_t> flow) {
    state_->call(now, [&](Context& context) { isakmp::clear_pairs(context, peer, flow); });
}

void Isakmp::remove_pairs(dataplane::Instant now, const std::vector<std::uint32_t>& inbound_spis) {
    state_->call(now, [&](Context& context) { isakmp::remove_pairs(context, inbound_spis); });
}

void Isakmp::shut_down(dataplane::Instant now) { clear_session(now, std::nullopt, std::nullopt); }

void Isakmp::ezvpn_connect(dataplane::Instant now, const std::string& name) {
    state_->call(now, [&](Context& context) { context.ezvpn->connect(context, name); });
}

void Isakmp::ezvpn_xauth(dataplane::Instant now, const std::string& name, const std::string& user, config::Secret password) {
    state_->call(now, [&](Context& context) { context.ezvpn->xauth(context, name, user, std::move(password)); });
}

void Isakmp::ezvpn_clear(dataplane::Instant now, const std::string& name) {
    state_->call(now, [&](Context& context) { context.ezvpn->clear(context, name); });
}

std::optional<SaView> Isakmp::next_sa(std::uint32_t cursor, dataplane::Instant now) const {
    const auto at = state_->context.sas.upper_bound(cursor);
    if (at == state_->context.sas.end()) return std::nullopt;
    return view_of(*at->second, now);
}

/// Peers in order of their records.
std::optional<PeerView> Isakmp::next_peer(std::uint32_t cursor) const {
    const auto& configured = state_->context.configuration.isakmp.peers;
    const std::pair<const config::IpAddress, PeerRecord>* next = nullptr;
    for (const auto& one : state_->context.peers)
        if (one.second.serial > cursor && (next == nullptr || one.second.serial < next->second.serial)) next = &one;
    if (next == nullptr) return std::nullopt;
    PeerView view{next->second.serial, next->second.local, next->first, next->second.port, next->second.phase1_id, {}};
    for (const config::IsakmpPeer& peer : configured)
        if (peer.address == next->first) view.description = peer.description;
    return view;
}

std::vector<PoolRangeView> Isakmp::pools() const { return state_->context.pools->views(state_->context.configuration); }

std::vector<EzvpnView> Isakmp::ezvpn() const { return state_->context.ezvpn->views(state_->context); }

IsakmpStats Isakmp::stats() const { return state_->context.stats; }

}  // namespace ike::isakmp
