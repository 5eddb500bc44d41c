#include "ipsec-dataplane/policy/access_list_flows.h"

#include <algorithm>
#include <utility>

namespace dataplane {

namespace {

using PortRange = std::pair<std::uint16_t, std::uint16_t>;
constexpr std::uint16_t last_port = 65535;

std::vector<PortRange> all_but(std::vector<std::uint16_t> ports) {
    std::sort(ports.begin(), ports.end());
    std::vector<PortRange> ranges;
    std::uint32_t next = 0;
    for (const std::uint16_t port : ports) {
        if (port > next) ranges.emplace_back(static_cast<std::uint16_t>(next), static_cast<std::uint16_t>(port - 1));
        next = port + 1U;
    }
    if (next <= last_port) ranges.emplace_back(static_cast<std::uint16_t>(next), last_port);
    return ranges;
}

/// The whole range for a line that says nothing of ports.
std::vector<PortRange> ranges_of(const config::PortMatch& match) {
    const std::vector<PortRange> whole = {{std::uint16_t{0}, last_port}};
    if (match.ports.empty()) return whole;
    const std::uint16_t first = match.ports.front();
    switch (match.op) {
        case config::PortOperator::none: return whole;
        case config::PortOperator::neq: return all_but(match.ports);
        case config::PortOperator::range: return {{first, match.ports.back()}};
        case config::PortOperator::lt: return {{std::uint16_t{0}, static_cast<std::uint16_t>(first - (first > 0))}};
        case config::PortOperator::gt: return {{static_cast<std::uint16_t>(first + (first < last_port)), last_port}};
        case config::PortOperator::eq: break;
    }
    std::vector<PortRange> ranges;
    for (const std::uint16_t port : match.ports) ranges.emplace_back(port, port);
    return ranges;
}

config::PortMatch match_of(const PortRange& range) {
    if (range == PortRange{0, last_port}) return {};
    return {config::PortOperator::range, {range.first, range.second}};
}

template <typename Line>
std::vector<Line> split(const Line& line) {
    std::vector<Line> parts;
    for (const PortRange& source : ranges_of(line.source_port)) {
        for (const PortRange& destination : ranges_of(line.destination_port)) {
            Line& part = parts.emplace_back(line);
            part.source_port = match_of(source);
            part.destination_port = match_of(destination);
        }
    }
    return parts;
}

void set_ports(TrafficSelector& selector, const config::PortMatch& match) {
    const PortRange range = ranges_of(match).front();
    selector.first_port = range.first;
    selector.last_port = range.second;
}

TrafficSelector selector_of(const config::WildcardAddress& address, std::uint8_t protocol,
                            const config::PortMatch& ports) {
    const std::uint32_t value = address.address.v4_value(), loose = address.wildcard.v4_value();
    TrafficSelector selector;
    selector.first = config::IpAddress::v4(value & ~loose);
    selector.last = config::IpAddress::v4(value | loose);
    selector.protocol = protocol;
    set_ports(selector, ports);
    return selector;
}

TrafficSelector selector_of(const config::Prefix& prefix, std::uint8_t protocol, const config::PortMatch& ports) {
    const config::IpAddress any = TrafficSelector::any(config::AddressFamily::ipv6).first;
    TrafficSelector selector = TrafficSelector::of_prefix(prefix.address ? prefix : config::Prefix{any, 0}, protocol);
    set_ports(selector, ports);
    return selector;
}

}  // namespace

std::vector<config::AccessListEntry> single_ranges(const config::AccessListEntry& line) { return split(line); }

std::vector<config::Ipv6AccessListEntry> single_ranges(const config::Ipv6AccessListEntry& line) { return split(line); }

WantedFlow selectors_of(const config::AccessListEntry& line) {
    return {selector_of(line.source, line.protocol, line.source_port),
            selector_of(line.destination, line.protocol, line.destination_port), line.sequence};
}

WantedFlow selectors_of(const config::Ipv6AccessListEntry& line) {
    return {selector_of(line.source, line.protocol, line.source_port),
            selector_of(line.destination, line.protocol, line.destination_port), line.sequence};
}

}  // namespace dataplane
