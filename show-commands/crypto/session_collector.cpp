#include "show-commands/crypto/session_collector.h"

#include <algorithm>

#include "show-commands/crypto/ipsec_sa.h"

namespace show {

namespace {

void put_end(const IdentRow& ident, TextWriter& out) {
    const bool host = ident.prefix_length == ident.address.bits();
    if (host) out.put("host ", ident.address);
    else if (ident.address.is_v6()) out.put(ident.address, '/', ident.prefix_length);
    else out.put(ident.address, '/', ident.mask);
    if (ident.port != 0) out.put(" port ", ident.port);
}

/// "ip host 10.0.0.1 10.1.0.0/255.255.0.0", "47 host A host B", "ipv6 ::/0 ::/0"
std::string permit_text(const dataplane::ProtectedFlow& flow) {
    const IdentRow local = ident_of(flow.local), remote = ident_of(flow.remote);
    TextWriter out;
    if (local.protocol != 0) out.put(local.protocol);
    else out.put(local.address.is_v6() ? "ipv6" : "ip");
    out.put(' ');
    put_end(local, out);
    out.put(' ');
    put_end(remote, out);
    return out.take();
}

SessionFlowRow flow_row(const dataplane::FlowView& flow, bool current_peer) {
    SessionFlowRow row;
    row.permit = permit_text(flow.flow);
    if (!current_peer) return row;
    row.active_sas = flow.inbound.size() + flow.outbound.size();
    row.decrypted = flow.counters.decrypt;
    row.encrypted = flow.counters.encrypt;
    row.dropped_in = flow.counters.drops_in;
    row.dropped_out = flow.counters.drops_out;
    if (!flow.inbound.empty()) {
        row.kilobytes_in = flow.inbound.front().kilobytes_left;
        row.seconds_in = flow.inbound.front().seconds_left;
        row.kilobytes_limited = flow.inbound.front().parameters.lifetime.hard_kilobytes != 0;
    }
    if (!flow.outbound.empty()) {
        row.kilobytes_out = flow.outbound.front().kilobytes_left;
        row.seconds_out = flow.outbound.front().seconds_left;
    }
    return row;
}

std::string_view origin_words(dataplane::PolicyOrigin origin) {
    return origin == dataplane::PolicyOrigin::dynamic_map ? "dynamic crypto map" : "crypto map";
}

/// Whoever comes is a peer: the entry names none.
bool is_open(const dataplane::PolicyEntry& entry) { return entry.peers.empty(); }

void add_once(std::vector<config::IpAddress>& peers, const config::IpAddress& peer) {
    if (peer && std::find(peers.begin(), peers.end(), peer) == peers.end()) peers.push_back(peer);
}

SessionStatus status_of(const SessionRow& row) {
    const bool ike = std::any_of(row.sas.begin(), row.sas.end(), [](const SessionSaRow& sa) { return sa.active; });
    const bool ipsec = std::any_of(row.flows.begin(), row.flows.end(), [](const SessionFlowRow& flow) { return flow.active_sas != 0; });
    if (ike) return ipsec ? SessionStatus::up_active : SessionStatus::up_idle;
    if (ipsec) return SessionStatus::up_no_ike;
    return row.sas.empty() ? SessionStatus::down : SessionStatus::down_negotiating;
}

}  // namespace

SessionCollector::SessionCollector(std::unique_ptr<CryptoRows> rows, const config::Configuration& configuration,
                                   const SessionFilter& filter, const ShowLook& look)
    : rows_(std::move(rows)), configuration_(configuration), filter_(filter), look_(look), entries_(rows_->entries()) {}

std::optional<SessionRow> SessionCollector::next() {
    const dataplane::PolicyEntry* entry = nullptr;
    config::IpAddress peer;
    while (ready_.empty() && advance(entry, peer)) {
        if (!admits(*entry, peer)) continue;
        const Entries entries = entries_of(*entry, peer);
        if (entries.empty()) continue;
        for (const PeerEnd& end : ends_of(entries, peer)) {
            SessionRow row = row_of(entries, end);
            const bool gone = is_open(*entry) && row.sas.empty() && row.flows.empty();
            if (!gone && filter_.admits(row)) ready_.push_back(std::move(row));
        }
    }
    if (ready_.empty()) return std::nullopt;
    SessionRow row = std::move(ready_.front());
    ready_.pop_front();
    return row;
}

bool SessionCollector::PeerEnd::has(const config::IpAddress& remote, std::uint16_t remote_port) const {
    if (remote != address) return false;
    return port ? remote_port == *port : std::find(others.begin(), others.end(), remote_port) == others.end();
}

std::vector<SessionCollector::PeerEnd> SessionCollector::ends_of(const Entries& entries, const config::IpAddress& peer) const {
    std::vector<std::uint16_t> ports;
    for (const dataplane::PolicyEntry* entry : entries)
        for (dataplane::FlowId id : entry->flows) {
            const auto flow = rows_->flow(id);
            if (!flow || flow->peer != peer || flow->inbound.empty()) continue;
            if (std::find(ports.begin(), ports.end(), flow->peer_port) == ports.end()) ports.push_back(flow->peer_port);
        }
    // What has none of these ports is shown with the first.
    std::vector<PeerEnd> ends{{peer, {}, {}}};
    for (std::size_t i = 1; i < ports.size(); ++i) {
        ends.front().others.push_back(ports[i]);
        ends.push_back({peer, ports[i], {}});
    }
    return ends;
}

bool SessionCollector::advance(const dataplane::PolicyEntry*& entry, config::IpAddress& peer) {
    for (; entry_ < entries_.size(); ++entry_, peer_ = 0, entered_ = false) {
        entry = rows_->entry(entries_[entry_]);
        if (!entry) continue;
        if (!entered_) peers_ = peers_of(*entry);
        entered_ = true;
        if (peer_ >= peers_.size()) continue;
        peer = peers_[peer_++];
        return true;
    }
    return false;
}

std::vector<config::IpAddress> SessionCollector::peers_of(const dataplane::PolicyEntry& entry) const {
    if (!is_open(entry)) return entry.peers;
    std::vector<config::IpAddress> peers;
    for (dataplane::PolicyEntryId id : entries_) {
        const dataplane::PolicyEntry* other = rows_->entry(id);
        if (other && is_open(*other) && other->interface == entry.interface) add_peers_with_flows(peers, *other);
    }
    add_peers_with_sas(peers, entry);
    return peers;
}

void SessionCollector::add_peers_with_flows(std::vector<config::IpAddress>& peers, const dataplane::PolicyEntry& entry) const {
    for (dataplane::FlowId id : entry.flows)
        if (const auto flow = rows_->flow(id)) add_once(peers, flow->peer);
}

void SessionCollector::add_peers_with_sas(std::vector<config::IpAddress>& peers, const dataplane::PolicyEntry& entry) const {
    const auto is_listed = [this](const ike::isakmp::SaView& sa) {
        for (dataplane::PolicyEntryId id : rows_->entries_for(sa.local, sa.remote))
            if (const dataplane::PolicyEntry* other = rows_->entry(id); other && !is_open(*other)) return true;
        return false;
    };
    for (auto sa = rows_->next_isakmp_sa(0); sa; sa = rows_->next_isakmp_sa(sa->number))
        if (sa->local == entry.local && !sa->deleted && !is_listed(*sa)) add_once(peers, sa->remote);
}

SessionCollector::Entries SessionCollector::entries_of(const dataplane::PolicyEntry& entry, const config::IpAddress& peer) const {
    Entries entries;
    for (dataplane::PolicyEntryId id : rows_->entries_for(entry.local, peer)) {
        const dataplane::PolicyEntry* other = rows_->entry(id);
        if (other && other->interface == entry.interface) entries.push_back(other);
    }
    const auto self = std::find(entries.begin(), entries.end(), &entry);
    if (self == entries.end()) return {&entry};
    return self == entries.begin() ? entries : Entries{};
}

bool SessionCollector::admits(const dataplane::PolicyEntry& entry, const config::IpAddress& peer) const {
    return (!filter_.interface || entry.interface == *filter_.interface) && (!filter_.remote || peer == *filter_.remote) &&
           (!filter_.local || entry.local == *filter_.local);
}

SessionRow SessionCollector::row_of(const Entries& entries, const PeerEnd& peer) const {
    const dataplane::PolicyEntry& first = *entries.front();
    SessionRow row;
    row.interface = first.interface.text();
    row.profile = first.ikev2_profile;
    row.peer = peer.address;
    if (const config::IsakmpPeer* known = configuration_.isakmp.peers.find(peer.address.text())) row.description = known->description;
    if (const config::Interface* interface = configuration_.find(first.interface)) {
        row.ivrf = interface->vrf;
        row.fvrf = interface->is_tunnel() ? interface->tunnel.vrf : interface->vrf;
    }
    add_flows(row, entries, peer);
    add_sas(row, entries, peer);
    row.status = status_of(row);
    return row;
}

void SessionCollector::add_flows(SessionRow& row, const Entries& entries, const PeerEnd& peer) const {
    for (const dataplane::PolicyEntry* entry : entries)
        for (dataplane::FlowId id : entry->flows) {
            const auto flow = rows_->flow(id);
            if (!flow) continue;
            const bool with_it = peer.has(flow->peer, flow->peer_port);
            if (!with_it && (is_open(*entry) || flow->peer == peer.address)) continue;
            row.flows.push_back(flow_row(*flow, with_it));
            row.flows.back().origin = origin_words(entry->origin);
        }
}

}  // namespace show
