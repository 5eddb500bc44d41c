#include <algorithm>

#include "show-commands/crypto/isakmp_sa.h"
#include "show-commands/crypto/session_collector.h"

/// The IKE SAs of a session.
namespace show {

namespace {

std::string capabilities(const ike::isakmp::SaView& sa) { return capability_letters(sa) + (sa.fragmentation ? "F" : ""); }

std::string capabilities(const ike::IkeSaView& sa, const ShowLook& look) {
    std::string letters;
    if (sa.dpd_interval != 0) letters += 'D';
    if (sa.nat_local || sa.nat_remote) letters += 'N';
    if (look.route_update_capability) letters += 'U';
    if (sa.fragmentation) letters += 'F';
    return letters;
}

}  // namespace

void SessionCollector::add_sas(SessionRow& row, const Entries& entries, const PeerEnd& peer) const {
    for (std::uint32_t tunnel_id : rows_->ike_sas_with(peer.address)) {
        const auto sa = rows_->ike_sa(tunnel_id);
        if (sa && peer.has(sa->remote, sa->remote_port) && sa->local == entries.front()->local && serves(*sa, entries)) add_sa(row, *sa);
    }
    for (std::uint32_t number : rows_->isakmp_sas_with(peer.address)) {
        const auto sa = rows_->isakmp_sa(number);
        if (sa && peer.has(sa->remote, sa->remote_port) && sa->local == entries.front()->local && serves(*sa, entries)) add_sa(row, *sa);
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
