#include <algorithm>

#include "ipsec-dataplane/translation/nat_keys.h"

/// Which rule, address and port a new translation gets.
namespace dataplane {

namespace {

constexpr std::uint16_t ike_port = 500, ike_nat_port = 4500;

/// The ranges within which a port stays when it has to change.
std::pair<std::uint16_t, std::uint16_t> range_of(std::uint16_t port) {
    if (port < 512) return {1, 511};
    if (port < 1024) return {512, 1023};
    return {1024, 65535};
}

}  // namespace

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
        if (denied) ++refused_[rule.id];
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

}  // namespace dataplane
