#include "ike/isakmp/ezvpn.h"

#include <algorithm>
#include <utility>

#include "ike/isakmp/steps.h"

namespace ike::isakmp {

namespace {

using namespace std::chrono_literals;

/// Between tries of an automatic client, and until the outside interface has an address.
constexpr dataplane::Duration retry_interval = 5s, address_interval = 2s;

std::vector<std::string> peers_of(const EzvpnSession& session) {
    std::vector<std::string> peers = session.client.peers;
    peers.insert(peers.end(), session.settings.backup_servers.begin(), session.settings.backup_servers.end());
    return peers;
}

/// The server that is tried now, by address or by `ip host`.
std::optional<config::IpAddress> peer_of(const Context& context, const EzvpnSession& session) {
    const auto peers = peers_of(session);
    if (session.peer_index >= peers.size()) return std::nullopt;
    if (const auto address = config::IpAddress::parse(peers[session.peer_index])) return address;
    const auto host = context.configuration.hosts.find(peers[session.peer_index]);
    return host == context.configuration.hosts.end() || host->second.empty() ? std::nullopt : std::optional(host->second.front());
}

config::IpAddress local_of(const Context& context, const EzvpnSession& session, const config::IpAddress& peer) {
    const config::Interface* const outside = context.configuration.find(session.client.local_address.value_or(session.outside));
    if (outside != nullptr && outside->address && peer.is_v4()) return outside->address->address;
    return context.ports.policies->source_towards({}, peer);
}

bool is_complete(const config::EzvpnClient& client) { return !client.group.empty() && client.group_key && !client.peers.empty(); }

/// The clients that interfaces name, with these interfaces.
std::map<std::string, EzvpnSession, std::less<>> wanted_sessions(const config::Configuration& configuration) {
    std::map<std::string, EzvpnSession, std::less<>> wanted;
    for (const config::EzvpnClient& client : configuration.ezvpn_clients)
        for (const auto& [name, interface] : configuration.interfaces)
            if (interface.ezvpn_outside == client.name) {
                EzvpnSession& session = wanted[client.name];
                session.client = client;
                session.outside = name;
            }
    for (const auto& [name, interface] : configuration.interfaces)
        if (const auto at = wanted.find(interface.ezvpn_inside); at != wanted.end()) at->second.inside.push_back(name);
    return wanted;
}

bool same_settings(const EzvpnSession& a, const EzvpnSession& b) { return a.client == b.client && a.outside == b.outside && a.inside == b.inside; }

std::vector<std::uint32_t> spis_of(const Context& context, const EzvpnSession& session) {
    std::vector<std::uint32_t> spis;
    for (const auto& [spi, pair] : context.pairs)
        if (session.policy != 0 && pair.entry == session.policy) spis.push_back(spi);
    std::sort(spis.begin(), spis.end());
    return spis;
}

void log_end(const Context& context, const EzvpnSession& session) {
    const auto peer = peer_of(context, session);
    if (session.state != EzvpnState::IPSEC_ACTIVE || !peer) return;
    dataplane::UdpDatagram ends;
    ends.local = local_of(context, session, *peer);
    ends.remote = *peer;
    emit(context, ends, event::EzvpnConnection{false, true, session.user, session.client.group, session.settings.address.value_or(config::IpAddress{})});
}

/// Pairs and policy go; `tell`: the server hears of it.
void close_policy(Context& context, EzvpnSession& session, bool tell) {
    log_end(context, session);
    delete_pairs(context, spis_of(context, session), tell);
    if (session.policy != 0) context.ports.keys->remove_client_policy(std::exchange(session.policy, 0), context.now);
}

void rest(EzvpnSession& session, std::string_view why) {
    const bool by_hand = is_complete(session.client) && !session.is_automatic();
    session.state = by_hand ? EzvpnState::CONNECT_REQUIRED : EzvpnState::IDLE;
    session.last_event = why;
    session.retry_at.reset();
}

void wait(const Context& context, EzvpnSession& session, dataplane::Duration time) {
    session.state = EzvpnState::READY;
    session.retry_at = context.now + time;
}

void start(Context& context, EzvpnSession& session) {
    session.retry_at.reset();
    if (!is_complete(session.client)) return rest(session, "INVALID_CONFIG");
    session.lost = session.stored_used = false;
    session.sa_number = 0;
    session.user.clear();
    session.state = EzvpnState::READY;
    session.last_event = "CONNECT";
    const auto peer = peer_of(context, session);
    const config::IpAddress local = peer ? local_of(context, session, *peer) : config::IpAddress{};
    if (!local) return wait(context, session, address_interval);
    const IsakmpSa* const sa = begin_client_phase1(context, session.client, local, *peer);
    if (sa == nullptr) return wait(context, session, retry_interval);
    session.sa_number = sa->number;
}

void stop(Context& context, EzvpnSession& session) {
    close_policy(context, session, true);
    if (IsakmpSa* const sa = context.find(std::exchange(session.sa_number, 0)); sa != nullptr && !sa->dead) delete_sa(*sa, DeleteReason::cleared, true);
    session.lost = false;
    session.settings = {};
}

/// A server that did not let us in makes room for the next one. True when each has had its turn.
bool next_peer(EzvpnSession& session) {
    const std::size_t count = peers_of(session).size();
    session.peer_index = session.peer_index + 1 < count ? session.peer_index + 1 : 0;
    return session.peer_index == 0;
}

/// The SA is gone. The user is asked at once when only the stored password was at fault.
void take_loss(Context& context, EzvpnSession& session) {
    const bool was_connected = session.policy != 0, ask_again = session.stored_used && session.stored_refused;
    close_policy(context, session, false);
    session.lost = false;
    session.sa_number = 0;
    const bool all_tried = !was_connected && !ask_again && next_peer(session);
    session.settings = {};
    if (session.is_automatic()) wait(context, session, was_connected || ask_again ? 1s : retry_interval);
    else if (ask_again || (!was_connected && !all_tried)) wait(context, session, 1s);
    else rest(session, "CONN_DOWN");
}

void take_success(Context& context, EzvpnSession& session) {
    if (session.state != EzvpnState::SS_OPEN || spis_of(context, session).empty()) return;
    const IsakmpSa* const sa = context.find(session.sa_number);
    if (sa == nullptr) return;
    session.state = EzvpnState::IPSEC_ACTIVE;
    session.last_event = "SOCKET_UP";
    emit(*sa, event::EzvpnConnection{true, true, session.user, session.client.group, session.settings.address.value_or(config::IpAddress{})});
}

EzvpnView view_of(const Context& context, const EzvpnSession& session) {
    const ClientSettings& given = session.settings;
    EzvpnView view;
    view.name = session.client.name;
    view.outside = session.outside;
    view.inside = session.inside;
    view.state = session.state;
    view.last_event = session.last_event;
    view.address = given.address;
    if (given.address) view.netmask = given.netmask.value_or(config::mask_of_length(32));
    view.dns = given.dns;
    view.wins = given.wins;
    view.domain = given.domain;
    view.save_password = given.save_password;
    view.split_include = given.split_include;
    view.peer = peer_of(context, session);
    view.banner = given.banner;
    return view;
}

}  // namespace

bool EzvpnSession::has_credentials() const {
    return typed_password.has_value() || (!stored_refused && !client.username.empty() && client.password.has_value());
}

EzvpnSession* EzvpnClients::find(std::string_view name) {
    const auto at = sessions_.find(name);
    return at == sessions_.end() ? nullptr : &at->second;
}

const EzvpnSession* EzvpnClients::find(std::string_view name) const { return const_cast<EzvpnClients*>(this)->find(name); }

void EzvpnClients::config_changed(Context& context) {
    auto wanted = wanted_sessions(context.configuration);
    for (auto at = sessions_.begin(); at != sessions_.end();) {
        const auto now = wanted.find(at->first);
        const bool stays = now != wanted.end() && same_settings(at->second, now->second);
        if (!stays) stop(context, at->second);
        at = stays ? std::next(at) : sessions_.erase(at);
    }
    for (auto& [name, session] : wanted) {
        const auto [at, fresh] = sessions_.try_emplace(name, std::move(session));
        if (!fresh) continue;
        if (at->second.is_automatic()) start(context, at->second);
        else rest(at->second, "RESET");
    }
}

void EzvpnClients::connect(Context& context, const std::string& name) {
    EzvpnSession* const session = name.empty() && sessions_.size() == 1 ? &sessions_.begin()->second : find(name);
    if (session == nullptr || session->sa_number != 0) return;
    session->peer_index = 0;
    start(context, *session);
}

void EzvpnClients::xauth(Context& context, const std::string& name, const std::string& user, config::Secret password) {
    for (auto& [key, session] : sessions_) {
        if (session.state != EzvpnState::XAUTH_REQ || (!name.empty() && key != name)) continue;
        IsakmpSa* const sa = context.find(session.sa_number);
        if (sa == nullptr || sa->dead) continue;
        session.typed_user = user;
        session.typed_password = std::move(password);
        dispatch(*sa->phase1, Event::IKE_XAUTH_REPLY_ATTR, {});
        return;
    }
}

void EzvpnClients::clear(Context& context, const std::string& name) {
    for (auto& [key, session] : sessions_) {
        if (!name.empty() && key != name) continue;
        stop(context, session);
        session.peer_index = 0;
        session.typed_password.reset();
        if (session.is_automatic()) wait(context, session, 1s);
        else rest(session, "RESET");
    }
}

std::vector<EzvpnView> EzvpnClients::views(const Context& context) const {
    std::vector<EzvpnView> views;
    for (const auto& [name, session] : sessions_) views.push_back(view_of(context, session));
    return views;
}

std::optional<dataplane::Instant> EzvpnClients::deadline() const {
    std::optional<dataplane::Instant> best;
    for (const auto& [name, session] : sessions_)
        if (session.retry_at && (!best || *session.retry_at < *best)) best = session.retry_at;
    return best;
}

void EzvpnClients::run_timers(Context& context) {
    for (auto& [name, session] : sessions_)
        if (session.retry_at && *session.retry_at <= context.now) start(context, session);
}

void EzvpnClients::settle(Context& context) {
    for (auto& [name, session] : sessions_) {
        if (session.lost) take_loss(context, session);
        else take_success(context, session);
    }
}

EzvpnSession* session_of(const IsakmpSa& sa) {
    if (sa.client.ezvpn.empty() || !sa.context.ezvpn) return nullptr;
    EzvpnSession* const session = sa.context.ezvpn->find(sa.client.ezvpn);
    return session != nullptr && session->sa_number == sa.number ? session : nullptr;
}

void settle_clients(Context& context) {
    if (context.ezvpn) context.ezvpn->settle(context);
}

std::optional<dataplane::Instant> client_deadline(const Context& context) { return context.ezvpn ? context.ezvpn->deadline() : std::nullopt; }

void run_client_timers(Context& context) {
    if (context.ezvpn) context.ezvpn->run_timers(context);
}

}  // namespace ike::isakmp
