#include "show-commands/ip/ipv6_neighbours.h"

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/ip/arp.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using State = dataplane::NeighbourView::State;

std::string_view state_word(State state) {
    switch (state) {
        case State::incomplete: return "INCMP";
        case State::reachable: return "REACH";
        case State::stale: return "STALE";
        case State::delay: return "DELAY";
        case State::probe: return "PROBE";
    }
    return {};
}

std::string mac_text(const dataplane::NeighbourView& neighbour) {
    if (neighbour.state == State::incomplete) return "-";
    TextWriter out;
    print_mac(neighbour.mac, out);
    return out.take();
}

class Ipv6NeighbourScreen final : public RowScreen<Ipv6NeighbourRow> {
public:
    Ipv6NeighbourScreen(const RouterView& view, const std::optional<config::InterfaceName>& only) {
        if (view.data_plane) rows_ = view.data_plane->ipv6_neighbours(view.now);
        if (only) std::erase_if(rows_, [&](const dataplane::NeighbourView& row) { return row.interface != *only; });
    }

private:
    std::optional<Ipv6NeighbourRow> next() override {
        return at_ < rows_.size() ? std::optional(Ipv6NeighbourRow{rows_[at_++]}) : std::nullopt;
    }
    void print_head(TextWriter& out) override { out.line("IPv6 Address                              Age Link-layer Addr State Interface"); }
    void print(const Ipv6NeighbourRow& row, TextWriter& out) override { print_ipv6_neighbour(row.neighbour, out); }

    std::vector<dataplane::NeighbourView> rows_;
    std::size_t at_ = 0;
};

}  // namespace

template <class F>
void Ipv6NeighbourRow::fields(F&& field) const {
    field("address", neighbour.address);
    field("age_minutes", neighbour.age_minutes);
    field("mac", mac_text(neighbour));
    field("state", state_word(neighbour.state));
    field("interface", neighbour.interface.text());
}

void print_ipv6_neighbour(const dataplane::NeighbourView& neighbour, TextWriter& out) {
    out.line(neighbour.address, at(39), right(neighbour.age_minutes, 6), ' ', mac_text(neighbour), at(61), ' ', state_word(neighbour.state),
             at(67), ' ', neighbour.interface.short_text());
}

std::span<const config::Line> ipv6_neighbour_lines() {
    static const config::Line lines[] = {
        config::line(show_ipv6() >> config::kw("neighbors", "Show IPv6 neighbor cache entries") >>
                         -config::interface_name("interface", "Interface name"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<Ipv6NeighbourScreen>(view, args.get<config::InterfaceName>("interface"));
                     }),
    };
    return lines;
}

}  // namespace show
