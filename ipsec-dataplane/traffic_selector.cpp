#include "ipsec-dataplane/traffic_selector.h"

#include <algorithm>
#include <array>
#include <bit>

namespace dataplane {

namespace {

config::IpAddress last_of_family(config::AddressFamily family) {
    std::array<std::uint8_t, 16> ones{};
    ones.fill(0xff);
    return config::IpAddress::from_bytes({ones.data(), family == config::AddressFamily::ipv4 ? 4U : 16U});
}

bool holds(const TrafficSelector& selector, const config::IpAddress& address) {
    return address.family() == selector.first.family() && selector.first <= address && address <= selector.last;
}

bool valid(const TrafficSelector& selector) {
    return selector.first && selector.first.family() == selector.last.family() && selector.first <= selector.last &&
           (selector.first_port <= selector.last_port || selector.is_opaque());
}

/// How many leading bits two addresses share.
unsigned common_bits(const config::IpAddress& a, const config::IpAddress& b) {
    const auto left = a.bytes(), right = b.bytes();
    const std::size_t size = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < size; ++i)
        if (const auto differing = static_cast<std::uint8_t>(left[i] ^ right[i]); differing != 0)
            return static_cast<unsigned>(i * 8) + static_cast<unsigned>(std::countl_zero(differing));
    return static_cast<unsigned>(size * 8);
}

}  // namespace

TrafficSelector TrafficSelector::of_prefix(const config::Prefix& prefix, std::uint8_t protocol) {
    return {prefix.network(), prefix.last(), protocol, 0, 65535};
}

TrafficSelector TrafficSelector::of_host(const config::IpAddress& address, std::uint8_t protocol) {
    return {address, address, protocol, 0, 65535};
}

TrafficSelector TrafficSelector::any(config::AddressFamily family) {
    const config::IpAddress last = last_of_family(family);
    return {config::Prefix{last, 0}.network(), last, 0, 0, 65535};
}

std::optional<config::Prefix> TrafficSelector::prefix() const {
    const config::Prefix candidate{first, static_cast<std::uint8_t>(common_bits(first, last))};
    if (candidate.network() == first && candidate.last() == last) return candidate;
    return std::nullopt;
}

bool contains(const TrafficSelector& selector, const FlowEnd& end) {
    if (!holds(selector, end.address)) return false;
    if (selector.protocol != 0 && selector.protocol != end.protocol) return false;
    if (selector.any_port()) return true;
    if (selector.is_opaque()) return !end.port;
    return end.port && selector.first_port <= *end.port && *end.port <= selector.last_port;
}

bool contains(const TrafficSelector& outer, const TrafficSelector& inner) {
    const auto both = intersection(outer, inner);
    return both && *both == inner;
}

std::optional<TrafficSelector> intersection(const TrafficSelector& a, const TrafficSelector& b) {
    if (!valid(a) || !valid(b) || a.first.family() != b.first.family()) return std::nullopt;
    if (a.protocol != 0 && b.protocol != 0 && a.protocol != b.protocol) return std::nullopt;
    TrafficSelector both{std::max(a.first, b.first), std::min(a.last, b.last),
                         a.protocol != 0 ? a.protocol : b.protocol, std::max(a.first_port, b.first_port),
                         std::min(a.last_port, b.last_port)};
    if (both.first > both.last) return std::nullopt;
    if (both.first_port <= both.last_port) return both;
    const bool opaque = (a.is_opaque() && (b.is_opaque() || b.any_port())) || (b.is_opaque() && a.any_port());
    if (!opaque) return std::nullopt;
    both.first_port = 65535;
    both.last_port = 0;
    return both;
}

bool contains(std::span<const TrafficSelector> set, const FlowEnd& end) {
    return std::any_of(set.begin(), set.end(), [&](const TrafficSelector& one) { return contains(one, end); });
}

bool contains(std::span<const TrafficSelector> outer, std::span<const TrafficSelector> inner) {
    return std::all_of(inner.begin(), inner.end(), [&](const TrafficSelector& one) {
        return std::any_of(outer.begin(), outer.end(), [&](const TrafficSelector& all) { return contains(all, one); });
    });
}

namespace {

bool covered(std::span<const TrafficSelector> set, const TrafficSelector& one) {
    return std::any_of(set.begin(), set.end(), [&](const TrafficSelector& other) { return contains(other, one); });
}

}  // namespace

std::vector<TrafficSelector> narrow(std::span<const TrafficSelector> proposed,
                                    std::span<const TrafficSelector> policy) {
    std::vector<TrafficSelector> chosen;
    for (const TrafficSelector& wish : proposed) {
        for (const TrafficSelector& rule : policy) {
            const auto both = intersection(wish, rule);
            if (both && !covered(chosen, *both)) chosen.push_back(*both);
        }
    }
    return chosen;
}

bool equivalent(std::span<const TrafficSelector> a, std::span<const TrafficSelector> b) {
    return contains(a, b) && contains(b, a);
}

}  // namespace dataplane
