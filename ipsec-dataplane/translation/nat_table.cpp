#include "ipsec-dataplane/translation/nat_table.h"

#include <algorithm>
#include <utility>

#include "ipsec-dataplane/stack/ip4_header.h"
#include "ipsec-dataplane/translation/layer4.h"

namespace dataplane {

namespace {

constexpr Duration sweep_interval = std::chrono::seconds(1), fragment_lifetime = std::chrono::seconds(10);
constexpr std::uint16_t dns_port = 53, ike_port = 500, ike_nat_port = 4500;

/// What a global address and port are found by, whoever is outside.
NatKey holder_key(std::uint8_t protocol, std::uint32_t global, std::uint16_t port) { return {global, 0, port, 0, protocol}; }

bool has_ports(std::uint8_t number) {
    return number == protocol::tcp || number == protocol::udp || number == protocol::icmp;
}

Instant after(Instant now, Duration lifetime) { return lifetime == Duration::zero() ? Instant::max() : now + lifetime; }

Duration lifetime_of(const NatSession& session, const NatTimeouts& timeouts) {
    const NatKey& key = session.local;
    switch (key.protocol) {
        case protocol::tcp: return session.closing ? timeouts.closing : timeouts.tcp;
        case protocol::udp: return key.outside_port == dns_port ? timeouts.dns : timeouts.udp;
        case protocol::icmp: return timeouts.icmp;
        default: return timeouts.other;
    }
}

/// The ranges within which a port stays when it has to change.
std::pair<std::uint16_t, std::uint16_t> range_of(std::uint16_t port) {
    if (port < 512) return {1, 511};
    if (port < 1024) return {512, 1023};
    return {1024, 65535};
}

/// Both ports of an ICMP echo are its identifier: it stands for the inside end alone.
NatKey key_of(std::uint8_t number, std::uint32_t inside, std::uint16_t inside_port, std::uint32_t outside, std::uint16_t outside_port) {
    return {inside, outside, inside_port, number == protocol::icmp ? std::uint16_t{0} : outside_port, number};
}

/// The source end of a packet becomes that.
void write_source(Packet& packet, const NatKey& global) {
    if (has_ports(global.protocol) && ports_of(packet) && global.inside_port != 0) return set_source(packet, global.inside, global.inside_port);
    set_source_address(packet, global.inside);
}

void write_destination(Packet& packet, const NatKey& local) {
    if (has_ports(local.protocol) && ports_of(packet) && local.inside_port != 0) return set_destination(packet, local.inside, local.inside_port);
    set_destination_address(packet, local.inside);
}

}  // namespace

std::size_t NatKeyHash::operator()(const NatKey& key) const {
    std::uint64_t mixed = (std::uint64_t{key.inside} << 32 | key.outside) * 0x9e3779b97f4a7c15;
    mixed ^= (std::uint64_t{key.inside_port} << 24 | std::uint64_t{key.outside_port} << 8 | key.protocol) * 0xc2b2ae3d27d4eb4f;
    return static_cast<std::size_t>(mixed ^ mixed >> 29);
}

bool NatMatch::permits(const Packet& packet, InterfaceId out, WorkerId worker) const {
    for (const Clause& clause : clauses) {
        if (clause.never) continue;
        const bool leaves_there = clause.interfaces.empty() || std::find(clause.interfaces.begin(), clause.interfaces.end(), out) != clause.interfaces.end();
        const bool listed = clause.lists.empty() || std::any_of(clause.lists.begin(), clause.lists.end(), [&](const PacketFilter& list) {
                                return !list.rules.empty() && list.permits(packet, worker);
                            });
        if (leaves_there && listed) return clause.permit;
    }
    return false;
}

// --- the tables ---

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

// --- choosing ---

bool NatTable::is_free(const NatKey& local, std::uint32_t global, std::uint16_t port, const NatRules& rules) const {
    const bool probes = local.protocol == protocol::icmp || local.protocol == protocol::udp;
    const bool own = (rules.keeps_ike_ports && local.protocol == protocol::udp && (port == ike_port || port == ike_nat_port)) ||
                     (probes && port >= first_own_port);
    const bool fixed = std::any_of(rules.statics.begin(), rules.statics.end(), [&](const StaticNat& one) {
        return one.protocol == local.protocol && one.global == global && one.global_port == port;
    });
    if (own || fixed) return false;
    const auto holder = holders_.find(holder_key(local.protocol, global, port));
    return holder == holders_.end() || (holder->second.local == local.inside && holder->second.port == local.inside_port);
}

/// The host's own port where it is free, else the next free one of its range.
std::optional<std::uint16_t> NatTable::choose_port(const NatKey& local, std::uint32_t global, const NatRules& rules) const {
    if (is_free(local, global, local.inside_port, rules)) return local.inside_port;
    const auto [first, last] = range_of(local.inside_port);
    const std::uint32_t size = last - first + 1U;
    for (std::uint32_t step = 1; step <= size; ++step) {
        const auto port = static_cast<std::uint16_t>(first + (local.inside_port - first + step) % size);
        if (is_free(local, global, port, rules)) return port;
    }
    return {};
}

NatSession* NatTable::overload(const NatKey& local, const DynamicNat& rule, const NatRules& rules, Instant now) {
    for (std::uint64_t address = rule.first; address <= rule.last && address != 0; ++address) {
        NatKey global = local;
        global.inside = static_cast<std::uint32_t>(address);
        if (has_ports(local.protocol)) {
            const auto port = choose_port(local, global.inside, rules);
            if (!port) continue;
            global.inside_port = *port;
        }
        if (NatSession* const made = begin(local, global, rule.id, false, rules, now)) return made;
    }
    return nullptr;
}

NatBinding* NatTable::binding_of(std::uint32_t local, const DynamicNat& rule, const NatRules& rules, Instant now) {
    const auto known = bindings_.find(local);
    if (known != bindings_.end() && known->second.until > now) return &known->second;
    sweep(now);
    for (std::uint64_t address = rule.first; address <= rule.last && address != 0; ++address) {
        const auto global = static_cast<std::uint32_t>(address);
        if (!bound_.emplace(global, local).second) continue;
        return &(bindings_[local] = {local, global, rule.id, now, now, after(now, rules.timeouts.other)});
    }
    return nullptr;
}

NatSession* NatTable::bind(const NatKey& local, const DynamicNat& rule, const NatRules& rules, Instant now) {
    const NatBinding* const binding = binding_of(local.inside, rule, rules, now);
    if (binding == nullptr) return nullptr;
    NatKey global = local;
    global.inside = binding->global;
    return begin(local, global, rule.id, false, rules, now);
}

/// A port's line goes before that of the whole host.
static const StaticNat* static_for(const NatKey& local, const Packet& packet, const NatRules& rules, InterfaceId out, WorkerId worker) {
    for (const bool by_port : {true, false})
        for (const StaticNat& one : rules.statics) {
            if (one.local != local.inside || (one.protocol != 0) != by_port) continue;
            if (by_port && (one.protocol != local.protocol || one.local_port != local.inside_port)) continue;
            if (!one.conditional || one.match.permits(packet, out, worker)) return &one;
        }
    return nullptr;
}

NatSession* NatTable::begin_outbound(const Packet& packet, const NatKey& local, const NatRules& rules, InterfaceId out, WorkerId worker,
                                     Instant now, bool& denied) {
    if (const StaticNat* const one = static_for(local, packet, rules, out, worker)) {
        NatKey global = local;
        global.inside = one->global;
        if (one->protocol != 0) global.inside_port = one->global_port;
        NatSession* const made = begin(local, global, one->id, true, rules, now);
        denied = made == nullptr;
        return made;
    }
    for (const DynamicNat& rule : rules.dynamics) {
        if (!rule.match.permits(packet, out, worker)) continue;
        NatSession* const made = rule.overload ? overload(local, rule, rules, now) : bind(local, rule, rules, now);
        denied = made == nullptr;
        return made;
    }
    return nullptr;
}

NatSession* NatTable::begin_inbound(const NatKey& global, const NatRules& rules, Instant now) {
    NatKey local = global;
    for (const bool by_port : {true, false})
        for (const StaticNat& one : rules.statics) {
            if (one.global != global.inside || (one.protocol != 0) != by_port) continue;
            if (by_port && (one.protocol != global.protocol || one.global_port != global.inside_port)) continue;
            local.inside = one.local;
            if (by_port) local.inside_port = one.local_port;
            return begin(local, global, one.id, true, rules, now);
        }
    const auto bound = bound_.find(global.inside);
    if (bound == bound_.end()) return nullptr;
    local.inside = bound->second;
    return begin(local, global, bindings_.at(bound->second).rule, false, rules, now);
}

// --- packets ---

NatTable::Fate NatTable::outbound(Packet& packet, const NatRules& rules, InterfaceId out, WorkerId worker, Instant now) {
    const std::lock_guard lock(mutex_);
    const Ip4Header header = ip4(packet);
    if (header.fragment_offset() != 0) return later_fragment(packet, true, now);
    if (is_icmp_error(packet)) return outbound_error(packet, now);
    const auto ports = ports_of(packet);
    if (!ports) return Fate::untouched;
    const NatKey local = key_of(header.protocol(), header.source(), ports->first, header.destination(), ports->second);
    NatSession* session = find_local(local, now);
    bool denied = false;
    if (session != nullptr) ++statistics_.hits;
    else if ((session = begin_outbound(packet, local, rules, out, worker, now, denied)) != nullptr) ++statistics_.misses;
    if (session == nullptr && denied) return Fate::full;
    remember_fragments(packet, header.source(), session == nullptr ? header.source() : session->global.inside, true, now);
    if (session == nullptr) return Fate::untouched;
    touch(*session, packet, rules, now);
    write_source(packet, session->global);
    return Fate::translated;
}

NatTable::Fate NatTable::inbound(Packet& packet, const NatRules& rules, Instant now) {
    const std::lock_guard lock(mutex_);
    const Ip4Header header = ip4(packet);
    if (header.fragment_offset() != 0) return later_fragment(packet, false, now);
    if (is_icmp_error(packet)) return inbound_error(packet, now);
    const auto ports = ports_of(packet);
    if (!ports) return Fate::untouched;
    const NatKey global = key_of(header.protocol(), header.destination(), ports->second, header.source(), ports->first);
    NatSession* session = find_global(global, now);
    if (session != nullptr) ++statistics_.hits;
    else if ((session = begin_inbound(global, rules, now)) != nullptr) ++statistics_.misses;
    if (session == nullptr) return Fate::untouched;
    touch(*session, packet, rules, now);
    remember_fragments(packet, header.source(), session->local.inside, false, now);
    write_destination(packet, session->local);
    return Fate::translated;
}

/// About a packet that had come in: its destination is the inside host's.
NatTable::Fate NatTable::outbound_error(Packet& packet, Instant now) {
    const auto quoted = quoted_packet(packet);
    if (!quoted) return Fate::untouched;
    const NatSession* session =
        find_local(key_of(quoted->protocol, quoted->destination, quoted->destination_port, quoted->source, quoted->source_port), now);
    if (session == nullptr) return Fate::untouched;
    set_quoted_destination_end(packet, session->global.inside, session->global.inside_port);
    set_source_address(packet, session->global.inside);
    return Fate::translated;
}

NatTable::Fate NatTable::inbound_error(Packet& packet, Instant now) {
    const auto quoted = quoted_packet(packet);
    if (!quoted) return Fate::untouched;
    const NatSession* session =
        find_global(key_of(quoted->protocol, quoted->source, quoted->source_port, quoted->destination, quoted->destination_port), now);
    if (session == nullptr) return Fate::untouched;
    set_quoted_source_end(packet, session->local.inside, session->local.inside_port);
    set_destination_address(packet, session->local.inside);
    return Fate::translated;
}

/// A first fragment tells where those behind it go.
void NatTable::remember_fragments(const Packet& packet, std::uint32_t source, std::uint32_t address, bool outward, Instant now) {
    const Ip4Header header = ip4(packet);
    if (!header.more_fragments()) return;
    fragments_[next_fragments_++ % most_fragments] = {source, header.destination(), address, header.identification(), header.protocol(), outward, now + fragment_lifetime};
}

NatTable::Fate NatTable::later_fragment(Packet& packet, bool outward, Instant now) {
    const Ip4Header header = ip4(packet);
    for (const Fragments& known : fragments_) {
        const bool same = known.source == header.source() && known.destination == header.destination() &&
                          known.identification == header.identification() && known.protocol == header.protocol();
        if (!same || known.outward != outward || known.until <= now) continue;
        outward ? set_source_address(packet, known.address) : set_destination_address(packet, known.address);
        return Fate::translated;
    }
    return outward ? Fate::fragment : Fate::untouched;
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

NatStatistics NatTable::statistics(Instant now) {
    const std::lock_guard lock(mutex_);
    last_sweep_ = Instant{Duration::min()};
    sweep(now);
    return statistics_;
}

}  // namespace dataplane
