#pragma once

#include <cstdint>
#include <vector>

#include "config-model/access_list.h"
#include "ipsec-dataplane/traffic_selector.h"

namespace dataplane {

/// Selectors of one flow that the configuration asks for.
struct WantedFlow {
    TrafficSelector local, remote;
    std::uint32_t acl_sequence = 0;
};

/// An access-list line as lines whose ports are one range each (`eq 80 443` is two of them, `neq 25` as well): what one
/// selector can say.
std::vector<config::AccessListEntry> single_ranges(const config::AccessListEntry& line);
std::vector<config::Ipv6AccessListEntry> single_ranges(const config::Ipv6AccessListEntry& line);

/// The two selectors of a line of single ranges; a wildcard with holes becomes the range around it.
WantedFlow selectors_of(const config::AccessListEntry& line);
WantedFlow selectors_of(const config::Ipv6AccessListEntry& line);

/// All flows of a list's permit lines, in order.
template <typename List>
std::vector<WantedFlow> flows_of(const List& list) {
    std::vector<WantedFlow> flows;
    for (const auto& line : list.entries) {
        if (!line.permit || line.is_remark()) continue;
        for (const auto& part : single_ranges(line)) flows.push_back(selectors_of(part));
    }
    return flows;
}

}  // namespace dataplane
