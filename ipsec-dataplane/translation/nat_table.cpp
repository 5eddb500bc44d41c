#include "ipsec-dataplane/translation/nat_table.h"

#include <algorithm>
#include <utility>

#include "ipsec-dataplane/translation/layer4.h"
#include "ipsec-dataplane/translation/nat_keys.h"

namespace dataplane {

namespace {

constexpr Duration sweep_interval = std::chrono::seconds(1);
constexpr std::uint16_t dns_port = 53;

Duration lifetime_of(const NatSession& session, const NatTimeouts& timeouts) {
    const NatKey& key = session.local;
    switch (key.protocol) {
        case protocol::tcp: return session.closing ? timeouts.closing : timeouts.tcp;
        case protocol::udp: return key.outside_port == dns_port ? timeouts.dns : timeouts.udp;
        case protocol::icmp: return timeouts.icmp;
        default: return timeouts.other;
    }
}

}  // namespace

std::size_t NatKeyHash::operator()(const NatKey& key) const {
    std::uint64_t mixed = (std::uint64_t{key.inside} << 32 | key.outside) * 0x9e3779b97f4a7c15;
    mixed ^= (std::uint64_t{key.inside_port} << 24 | std::uint64_t{key.outside_port} << 8 | key.protocol) * 0xc2b2ae3d27d4eb4f;
    return static_cast<std::size_t>(mixed ^ mixed >> 29);
}

void NatTable::end(Sessions::iterator at) {
    const NatSession& session = at->second;
    by_global_.erase(session.global);
    const auto holder = holders_.find(holder_key(session.global.protocol, session.global.inside, session.global.inside_port));
    if (holder != holders_.end() && --holder->second.sessions == 0) holders_.erase(holder);
    by_local_.erase(at);
}

NatSession* NatTable::find_local(const NatKey& key, Instant now) {
    const auto at = by_local_.find(key);
    if (at == by_local_.end()) return nullptr;
    if (at->second.until > now) return &at->second;
    ++statistics_.expired;
    end(at);
    return nullptr;
}

NatSession* NatTable::find_global(const NatKey& key, Instant now) {
    const auto at = by_global_.find(key);
    if (at == by_global_.end()) return nullptr;
    const NatKey local = at->second->local;
    return find_local(local, now);
}

void NatTable::sweep(Instant now) {
    if (last_sweep_ != Instant{Duration::min()} && now - last_sweep_ < sweep_interval) return;
    last_sweep_ = now;
    for (auto at = by_local_.begin(); at != by_local_.end();) {
        const auto next = std::next(at);
        if (at->second.until <= now) ++statistics_.expired, end(at);
        at = next;
    }
    for (auto at = bindings_.begin(); at != bindings_.end();) {
        const bool over = at->second.until <= now;
        if (over) bound_.erase(at->second.global);
        at = over ? bindings_.erase(at) : std::next(at);
    }
}

NatSession* NatTable::begin(const NatKey& local, const NatKey& global, std::uint64_t rule, bool from_static, const NatRules& rules,
                            Instant now) {
    sweep(now);
    if (by_local_.size() >= rules.most || by_global_.count(global) != 0) return nullptr;
    NatSession session{local, global, rule, from_static, false, next_serial_++, now, now, now};
    NatSession* const made = &by_local_.emplace(local, session).first->second;
    by_global_.emplace(global, made);
    Holder& holder = holders_[holder_key(global.protocol, global.inside, global.inside_port)];
    holder.local = local.inside;
    holder.port = local.inside_port;
    ++holder.sessions;
    if (by_local_.size() > statistics_.peak) statistics_.peak = by_local_.size(), statistics_.peak_at = now;
    return made;
}

void NatTable::touch(NatSession& session, const Packet& packet, const NatRules& rules, Instant now) {
    session.closing = session.closing || (ports_of(packet) && is_tcp_closing(packet));
    session.used = now;
    session.until = after(now, lifetime_of(session, rules.timeouts));
    const auto binding = bindings_.find(session.local.inside);
    if (session.from_static || binding == bindings_.end()) return;
    binding->second.used = now;
    binding->second.until = after(now, rules.timeouts.other);
}

// --- control ---

void NatTable::follow(const NatRules& rules) {
    const std::lock_guard lock(mutex_);
    std::vector<std::uint64_t> said;
    for (const StaticNat& one : rules.statics) said.insert(said.end(), {one.id, one.global});
    for (const DynamicNat& one : rules.dynamics) said.insert(said.end(), {one.id, one.first, one.last, one.overload ? 1U : 0U});
    if (std::exchange(followed_, said) == said) return;
    const auto stands = [&](std::uint64_t id, std::uint32_t global) {
        for (const StaticNat& one : rules.statics)
            if (one.id == id && one.global == global) return true;
        for (const DynamicNat& one : rules.dynamics)
            if (one.id == id && one.first <= global && global <= one.last) return true;
        return false;
    };
    for (auto at = by_local_.begin(); at != by_local_.end();) {
        const auto next = std::next(at);
        if (!stands(at->second.rule, at->second.global.inside)) end(at);
        at = next;
    }
    for (auto at = bindings_.begin(); at != bindings_.end();) {
        const bool keeps = stands(at->second.rule, at->second.global);
        if (!keeps) bound_.erase(at->second.global);
        at = keeps ? std::next(at) : bindings_.erase(at);
    }
}

void NatTable::clear() {
    const std::lock_guard lock(mutex_);
    by_global_.clear();
    by_local_.clear();
    holders_.clear();
    bindings_.clear();
    bound_.clear();
    for (Fragments& one : fragments_) one = {};
}

void NatTable::clear_statistics(Instant now) {
    const std::lock_guard lock(mutex_);
    statistics_ = {};
    refused_.clear();
    statistics_.peak = by_local_.size();
    statistics_.peak_at = now;
}

std::vector<NatSession> NatTable::sessions(Instant now) {
    const std::lock_guard lock(mutex_);
    std::vector<NatSession> found;
    for (const auto& [key, session] : by_local_)
        if (session.until > now) found.push_back(session);
    std::sort(found.begin(), found.end(), [](const NatSession& a, const NatSession& b) { return a.serial < b.serial; });
    return found;
}

std::vector<NatBinding> NatTable::bindings(Instant now) {
    const std::lock_guard lock(mutex_);
    std::vector<NatBinding> found;
    for (const auto& [local, binding] : bindings_)
        if (binding.until > now) found.push_back(binding);
    std::sort(found.begin(), found.end(), [](const NatBinding& a, const NatBinding& b) { return a.global < b.global; });
    return found;
}

std::uint64_t NatTable::refused(std::uint64_t rule) {
    const std::lock_guard lock(mutex_);
    const auto at = refused_.find(rule);
    return at == refused_.end() ? 0 : at->second;
}

NatStatistics NatTable::statistics(Instant now) {
    const std::lock_guard lock(mutex_);
    last_sweep_ = Instant{Duration::min()};
    sweep(now);
    return statistics_;
}

}  // namespace dataplane
