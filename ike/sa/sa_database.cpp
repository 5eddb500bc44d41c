#include "ike/sa/sa_database.h"

#include <algorithm>

namespace ike {

namespace {

void earliest(std::optional<dataplane::Instant>& best, const std::optional<dataplane::Instant>& other) {
    if (other && (!best || *other < *best)) best = other;
}

}  // namespace

SkProtection IkeSa::outbound() const { return protection_of(suite, keys, initiator); }
SkProtection IkeSa::inbound() const { return protection_of(suite, keys, !initiator); }

ChildSa* IkeSa::child_by_inbound(std::uint32_t spi) {
    const auto at = std::find_if(children.begin(), children.end(), [=](const ChildSa& child) { return child.spi_in == spi; });
    return at == children.end() ? nullptr : &*at;
}

ChildSa* IkeSa::child_by_outbound(std::uint32_t spi) {
    const auto at = std::find_if(children.begin(), children.end(), [=](const ChildSa& child) { return child.spi_out == spi; });
    return at == children.end() ? nullptr : &*at;
}

std::size_t AddressHash::operator()(const config::IpAddress& address) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const std::uint8_t octet : address.bytes()) hash = (hash ^ octet) * 0x100000001b3ULL;
    return static_cast<std::size_t>(hash);
}

SaDatabase::~SaDatabase() = default;

std::uint32_t SaDatabase::free_tunnel_id() const {
    std::uint32_t id = lowest_free_;
    while (by_tunnel_.count(id) != 0) ++id;
    return id;
}

IkeSa& SaDatabase::insert(std::unique_ptr<IkeSa> sa) {
    IkeSa& inserted = *sa;
    inserted.tunnel_id = free_tunnel_id();
    lowest_free_ = inserted.tunnel_id + 1;
    by_tunnel_[inserted.tunnel_id] = &inserted;
    by_peer_[inserted.peer].push_back(&inserted);
    by_spi_[inserted.local_spi()] = std::move(sa);
    return inserted;
}

void SaDatabase::retire(IkeSa& sa) {
    if (sa.retired) return;
    sa.retired = true;
    by_tunnel_.erase(sa.tunnel_id);
    lowest_free_ = std::min(lowest_free_, sa.tunnel_id);
    for (const ChildSa& child : sa.children) children_.erase(child.spi_in);
    leave_peer(sa);
}

void SaDatabase::leave_peer(const IkeSa& sa) {
    const auto peers = by_peer_.find(sa.peer);
    if (peers == by_peer_.end()) return;
    peers->second.erase(std::remove(peers->second.begin(), peers->second.end(), &sa), peers->second.end());
    if (peers->second.empty()) by_peer_.erase(peers);
}

void SaDatabase::move(IkeSa& sa, const config::IpAddress& peer) {
    if (sa.peer == peer) return;
    leave_peer(sa);
    sa.peer = peer;
    by_peer_[peer].push_back(&sa);
}

void SaDatabase::erase(IkeSa& sa) {
    retire(sa);
    const IkeSpi spi = sa.local_spi();
    list(foreground_, sa.listed_foreground, std::nullopt, spi);
    list(background_, sa.listed_background, std::nullopt, spi);
    by_spi_.erase(spi);
}

IkeSa* SaDatabase::find(IkeSpi local_spi) {
    const auto at = by_spi_.find(local_spi);
    return at == by_spi_.end() ? nullptr : at->second.get();
}

IkeSa* SaDatabase::find_half_open(IkeSpi initiator_spi, const config::IpAddress& peer) {
    const auto peers = by_peer_.find(peer);
    if (peers == by_peer_.end()) return nullptr;
    for (IkeSa* const sa : peers->second)
        if (!sa->initiator && !sa->dead && sa->initiator_spi == initiator_spi) return sa;
    return nullptr;
}

const IkeSa* SaDatabase::next(std::uint32_t tunnel_id) const {
    const auto at = by_tunnel_.upper_bound(tunnel_id);
    return at == by_tunnel_.end() ? nullptr : at->second;
}

std::vector<IkeSa*> SaDatabase::with_peer(const config::IpAddress& peer) const {
    const auto at = by_peer_.find(peer);
    return at == by_peer_.end() ? std::vector<IkeSa*>{} : at->second;
}

std::vector<IkeSa*> SaDatabase::all() const {
    std::vector<IkeSa*> found;
    for (const auto& [id, sa] : by_tunnel_) found.push_back(sa);
    return found;
}

IkeSa* SaDatabase::owner_of_child(std::uint32_t spi_in) {
    const auto at = children_.find(spi_in);
    return at == children_.end() ? nullptr : at->second;
}

void SaDatabase::list(Deadlines& deadlines, std::optional<dataplane::Instant>& listed, std::optional<dataplane::Instant> wanted, IkeSpi spi) {
    if (listed == wanted) return;
    if (listed) deadlines.erase({*listed, spi});
    if (wanted) deadlines.insert({*wanted, spi});
    listed = wanted;
}

void SaDatabase::reschedule(IkeSa& sa) {
    list(foreground_, sa.listed_foreground, foreground_deadline(sa), sa.local_spi());
    list(background_, sa.listed_background, background_deadline(sa), sa.local_spi());
}

std::optional<dataplane::Instant> SaDatabase::next_deadline(bool include_background) const {
    std::optional<dataplane::Instant> best;
    if (!foreground_.empty()) best = foreground_.begin()->first;
    if (include_background && !background_.empty()) earliest(best, background_.begin()->first);
    return best;
}

std::vector<IkeSpi> SaDatabase::due(dataplane::Instant now) const {
    std::vector<IkeSpi> found;
    for (const Deadlines* const deadlines : {&foreground_, &background_})
        for (auto at = deadlines->begin(); at != deadlines->end() && at->first <= now; ++at) found.push_back(at->second);
    return found;
}

std::optional<dataplane::Instant> foreground_deadline(const IkeSa& sa) {
    std::optional<dataplane::Instant> best;
    for (const auto& exchange : sa.exchanges) earliest(best, exchange->retransmission.due);
    earliest(best, sa.half_open_until);
    earliest(best, sa.deleting_until);
    return best;
}

std::optional<dataplane::Instant> background_deadline(const IkeSa& sa) {
    if (sa.retired) return sa.retired_until;
    std::optional<dataplane::Instant> best;
    for (const auto& one : {sa.rekey_at, sa.lifetime_end, sa.liveness.due, sa.nat_keepalive_due}) earliest(best, one);
    for (const ChildSa& child : sa.children) earliest(best, child.fades_at);
    earliest(best, sa.reassembly.deadline());
    if (sa.status != SaStatus::ready) return best;
    for (const Task& task : sa.tasks) earliest(best, task.not_before);
    return best;
}

}  // namespace ike
