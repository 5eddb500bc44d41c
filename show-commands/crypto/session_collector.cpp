#include "show-commands/crypto/session_collector.h"

#include <algorithm>

#include "show-commands/crypto/ipsec_sa.h"
#include "show-commands/crypto/isakmp_sa.h"

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

std::string capabilities(const ike::isakmp::SaView& sa) { return capability_letters(sa) + (sa.fragmentation ? "F" : ""); }

std::string capabilities(const ike::IkeSaView& sa, const ShowLook& look) {
    std::string letters;
    if (sa.dpd_interval != 0) letters += 'D';
    if (sa.nat_local || sa.nat_remote) letters += 'N';
    if (look.route_update_capability) letters += 'U';
    if (sa.fragmentation) letters += 'F';
    return letters;
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
    while (advance(entry, peer)) {
        if (!admits(*entry, peer)) continue;
        const Entries entries = entries_of(*entry, peer);
        if (entries.empty()) continue;
        SessionRow row = row_of(entries, peer);
        const bool gone = is_open(*entry) && row.sas.empty() && row.flows.empty();
        if (!gone && filter_.admits(row)) return row;
    }
    return std::nullopt;
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

SessionRow SessionCollector::row_of(const Entries& entries, const config::IpAddress& peer) const {
    const dataplane::PolicyEntry& first = *entries.front();
    SessionRow row;
    row.interface = first.interface.text();
    row.profile = first.ikev2_profile;
    row.peer = peer;
    if (const config::IsakmpPeer* known = configuration_.isakmp.peers.find(peer.text())) row.description = known->description;
    if (const config::Interface* interface = configuration_.find(first.interface)) {
        row.ivrf = interface->vrf;
        row.fvrf = interface->is_tunnel() ? interface->tunnel.vrf : interface->vrf;
    }
    add_flows(row, entries, peer);
    add_sas(row, entries, peer);
    row.status = status_of(row);
    return row;
}

void SessionCollector::add_flows(SessionRow& row, const Entries& entries, const config::IpAddress& peer) const {
    for (const dataplane::PolicyEntry* entry : entries)
        for (dataplane::FlowId id : entry->flows) {
            const auto flow = rows_->flow(id);
            if (!flow || (is_open(*entry) && flow->peer != peer)) continue;
            row.flows.push_back(flow_row(*flow, flow->peer == peer));
            row.flows.back().origin = origin_words(entry->origin);
        }
}

void SessionCollector::add_sas(SessionRow& row, const Entries& entries, const config::IpAddress& peer) const {
    for (std::uint32_t tunnel_id : rows_->ike_sas_with(peer)) {
        const auto sa = rows_->ike_sa(tunnel_id);
        if (sa && sa->remote == peer && sa->local == entries.front()->local && serves(*sa, entries)) add_sa(row, *sa);
    }
    for (std::uint32_t number : rows_->isakmp_sas_with(peer)) {
        const auto sa = rows_->isakmp_sa(number);
        if (sa && sa->remote == peer && sa->local == entries.front()->local && serves(*sa, entries)) add_sa(row, *sa);
    }
}

void SessionCollector::add_sa(SessionRow& row, const ike::IkeSaView& sa) const {
    SessionSaRow is;
    is.session_id = sa.session_id;
    is.local = sa.local;
    is.remote = sa.remote;
    is.local_port = sa.local_port;
    is.remote_port = sa.remote_port;
    is.active = sa.status == ike::SaStatus::ready;
    if (is.active) {
        is.connection_id = sa.tunnel_id;
        is.seconds_left = sa.lifetime > sa.active ? sa.lifetime - sa.active : 0;
        is.capabilities = capabilities(sa, look_);
        row.phase1_id = sa.remote_id;
        row.uptime = std::max<std::uint64_t>(row.uptime.value_or(0), std::max(sa.active, sa.session_active));
        row.port = sa.remote_port;
    }
    row.sas.push_back(std::move(is));
}

void SessionCollector::add_sa(SessionRow& row, const ike::isakmp::SaView& sa) const {
    SessionSaRow is;
    is.ikev1 = true;
    is.local = sa.local;
    is.remote = sa.remote;
    is.local_port = sa.local_port;
    is.remote_port = sa.remote_port;
    is.active = sa.active && !sa.deleted;
    if (is.active) {
        is.connection_id = sa.conn_id;
        is.seconds_left = sa.seconds_left;
        is.capabilities = capabilities(sa);
        row.phase1_id = sa.phase1_id;
        row.uptime = std::max<std::uint64_t>(row.uptime.value_or(0), sa.uptime);
        row.port = sa.remote_port;
        row.profile = sa.profile;
        row.username = sa.username;
        row.group = sa.group;
        row.assigned = sa.assigned;
    }
    row.sas.push_back(std::move(is));
}

bool SessionCollector::holds(const dataplane::PolicyEntry& entry, const std::vector<std::uint32_t>& spis) const {
    for (dataplane::FlowId id : entry.flows) {
        const auto flow = rows_->flow(id);
        if (!flow) continue;
        for (const dataplane::SaView& sa : flow->inbound)
            if (std::find(spis.begin(), spis.end(), sa.parameters.spi) != spis.end()) return true;
    }
    return false;
}

/// An SA without pairs of its own serves every interface that has this peer.
bool SessionCollector::serves(const ike::isakmp::SaView& sa, const Entries& entries) const {
    if (!std::any_of(entries.begin(), entries.end(), [](const dataplane::PolicyEntry* entry) { return entry->ikev2_profile.empty(); })) return false;
    if (sa.inbound_spis.empty()) return true;
    if (std::any_of(entries.begin(), entries.end(), [&](const dataplane::PolicyEntry* entry) { return holds(*entry, sa.inbound_spis); })) return true;
    for (dataplane::PolicyEntryId id : rows_->entries_for(sa.local, sa.remote)) {
        const dataplane::PolicyEntry* other = rows_->entry(id);
        if (other && other->interface != entries.front()->interface && holds(*other, sa.inbound_spis)) return false;
    }
    return true;
}

bool SessionCollector::serves(const ike::IkeSaView& sa, const Entries& entries) const {
    bool of_others = false;
    for (const ike::ChildSaView& child : sa.children) {
        const auto flow = rows_->flow(child.flow);
        if (!flow) continue;
        const auto same = [&](const dataplane::PolicyEntry* entry) { return entry->id == flow->flow.entry; };
        if (std::any_of(entries.begin(), entries.end(), same)) return true;
        of_others = true;
    }
    return !of_others;
}

}  // namespace show
