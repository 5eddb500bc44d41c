#pragma once

#include "ipsec-dataplane/views.h"
#include "show-commands/text_writer.h"

namespace show {

/// An entry of the IPv6 neighbour cache.
struct Ipv6NeighbourRow {
    dataplane::NeighbourView neighbour;
    template <class F>
    void fields(F&& field) const;
};

void print_ipv6_neighbour(const dataplane::NeighbourView& neighbour, TextWriter& out);

}  // namespace show
