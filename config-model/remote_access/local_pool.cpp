#include <algorithm>

#include "config-model/configuration.h"
#include "config-model/language/line.h"
#include "config-model/modes.h"

namespace config {

namespace {

using Range = LocalPool::Range;

bool overlap(const Range& left, const Range& right) { return left.first <= right.last && right.first <= left.last; }

const LocalPool* pool_in_the_way(const Configuration& configuration, const Range& range, std::string_view group) {
    for (const auto& pool : configuration.local_pools)
        if (pool.group == group && std::any_of(pool.ranges.begin(), pool.ranges.end(), [&](const Range& other) { return overlap(range, other); }))
            return &pool;
    return nullptr;
}

Range read_range(const Args& args) {
    Range range;
    range.first = *args.get<IpAddress>("first");
    range.last = args.get_or("last", range.first);
    if (args.has("cache")) range.cache_size = static_cast<std::uint32_t>(args.number("cache"));
    return range;
}

/// The same range again changes its options only.
Result set_pool(Configuration& configuration, const Args& args) {
    const Range range = read_range(args);
    if (range.last < range.first) return Result::refused("%Bad IP range, " + range.first.text() + " to " + range.last.text());
    LocalPool* const known = configuration.local_pools.find(args.text("pool"));
    if (known) {
        const auto same = std::find_if(known->ranges.begin(), known->ranges.end(), [&](const Range& other) {
            return other.first == range.first && other.last == range.last;
        });
        if (same != known->ranges.end()) return *same = range, Result::ok();
    }
    const std::string group{args.text("group_name")};
    if (const LocalPool* other = pool_in_the_way(configuration, range, group))
        return Result::refused("%IP address range overlaps with pool: " + other->name);
    LocalPool& pool = configuration.local_pools.at(args.text("pool"));
    pool.group = group;
    pool.ranges.push_back(range);
    return Result::ok();
}

void unset_pool(Configuration& configuration, const Args& args) {
    LocalPool* const pool = configuration.local_pools.find(args.text("pool"));
    if (!pool) return;
    if (args.has("first")) {
        const Range range = read_range(args);
        std::erase_if(pool->ranges, [&](const Range& other) { return other.first == range.first && other.last == range.last; });
    }
    if (!args.has("first") || pool->ranges.empty()) configuration.local_pools.erase(args.text("pool"));
}

void show_pools(const Configuration& configuration, Shown& shown) {
    for (const auto& pool : configuration.local_pools)
        for (const auto& range : pool.ranges) {
            std::string text = "ip local pool " + pool.name + ' ' + range.first.text();
            if (range.last != range.first) text += ' ' + range.last.text();
            if (!pool.group.empty()) text += " group " + pool.group;
            if (range.cache_size) text += " cache-size " + std::to_string(*range.cache_size);
            shown.raw(std::move(text));
        }
}

}  // namespace

std::span<const Line> local_pool_lines() {
    static const Line lines[] = {
        line(kw("ip", "Global IP configuration subcommands") >> kw("local", "Specify local options") >> kw("pool", "IP Local address pool lists") >>
             word("pool", "Create named local address pool") >> ipv4("first", "First IP address of range") >> -ipv4("last", "Last IP address of range") >>
             any_order(kw("group", "Create ip local pool group") >> word("group_name", "Pool group name"),
                       kw("cache-size", "Number of free entries to search") >> number("cache", 0, 100, "Number of entries")))
            .set(&set_pool).unset(&unset_pool).show(&show_pools).no_needs(1).in("ip local").changes(ChangeTopic::local_pool),
    };
    return lines;
}

}  // namespace config
