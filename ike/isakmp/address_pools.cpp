#include "ike/isakmp/address_pools.h"

#include <algorithm>

namespace ike::isakmp {

namespace {

using config::IpAddress;
using Range = config::LocalPool::Range;

bool is_in(const Range& range, const IpAddress& address) { return address >= range.first && address <= range.last; }

std::uint32_t size_of(const Range& range) { return range.last.v4_value() - range.first.v4_value() + 1; }

bool is_usable(const Range& range) { return range.first.is_v4() && range.last.is_v4() && range.first <= range.last; }

/// The first address of a range that is no key of the map: its keys are in order.
template <class Map>
std::optional<IpAddress> first_gap(const Range& range, const Map& taken) {
    std::uint32_t candidate = range.first.v4_value();
    for (auto at = taken.lower_bound(range.first); at != taken.end() && is_in(range, at->first); ++at, ++candidate)
        if (at->first.v4_value() != candidate) break;
    const bool overflown = candidate < range.first.v4_value();
    return overflown || candidate > range.last.v4_value() ? std::nullopt : std::optional(IpAddress::v4(candidate));
}

}  // namespace

std::optional<IpAddress> AddressPools::former(const config::LocalPool& pool, const std::string& owner) const {
    const auto at = former_.find({pool.name, owner});
    if (at == former_.end() || !is_free(at->second)) return std::nullopt;
    const auto holds = [&](const Range& range) { return is_in(range, at->second); };
    return std::any_of(pool.ranges.begin(), pool.ranges.end(), holds) ? std::optional(at->second) : std::nullopt;
}

std::optional<IpAddress> AddressPools::first_free(const config::LocalPool& pool, bool fresh) const {
    for (const Range& range : pool.ranges)
        if (is_usable(range))
            if (const auto address = fresh ? first_gap(range, former_owners_) : first_gap(range, owners_)) return address;
    return std::nullopt;
}

std::optional<IpAddress> AddressPools::allocate(const config::Configuration& configuration, std::string_view name, const std::string& owner) {
    const config::LocalPool* const pool = configuration.local_pools.find(name);
    if (pool == nullptr) return std::nullopt;
    auto address = former(*pool, owner);
    if (!address) address = first_free(*pool, true);
    if (!address) address = first_free(*pool, false);
    if (!address) return std::nullopt;
    if (const auto before = former_owners_.find(*address); before != former_owners_.end()) former_.erase({pool->name, before->second});
    owners_[*address] = former_owners_[*address] = owner;
    former_[{pool->name, owner}] = *address;
    return address;
}

void AddressPools::release(const IpAddress& address) { owners_.erase(address); }

std::vector<PoolRangeView> AddressPools::views(const config::Configuration& configuration) const {
    std::vector<PoolRangeView> views;
    for (const config::LocalPool& pool : configuration.local_pools)
        for (const Range& range : pool.ranges) {
            if (!is_usable(range)) continue;
            const auto used = static_cast<std::uint32_t>(std::distance(owners_.lower_bound(range.first), owners_.upper_bound(range.last)));
            const bool first = &range == &pool.ranges.front();
            views.push_back({first ? pool.name : std::string(), pool.group, range.first, range.last, size_of(range) - used, used});
        }
    return views;
}

}  // namespace ike::isakmp
