#include "ipsec-dataplane/data_plane.h"
#include "show-commands/ip/route.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;
using Source = dataplane::RouteView::Source;

std::vector<dataplane::RouteView> routes_of(const RouterView& view) {
    return view.data_plane ? view.data_plane->routes() : std::vector<dataplane::RouteView>{};
}

/// Routes that were injected or learnt with an address are static ones.
Source kind_of(Source source) { return source == Source::injected || source == Source::dhcp ? Source::static_route : source; }

/// The table as it was when the command began, one classful network at a time.
class RouteScreen final : public RowScreen<RouteGroup> {
public:
    RouteScreen(const RouterView& view, std::optional<Source> only) : look_(show_look(view.look)), routes_(routes_of(view)) {
        auto shown = routes_;
        if (only) std::erase_if(shown, [=](const dataplane::RouteView& route) { return kind_of(route.source) != *only; });
        groups_ = route_groups(std::move(shown), look_);
    }

private:
    std::optional<RouteGroup> next() override {
        return at_ < groups_.size() ? std::optional(std::move(groups_[at_++])) : std::nullopt;
    }
    void print_head(TextWriter& out) override { print_route_head(routes_, look_, out); }
    void print(const RouteGroup& group, TextWriter& out) override { print_route_group(group, look_, out); }

    const ShowLook& look_;
    std::vector<dataplane::RouteView> routes_;
    std::vector<RouteGroup> groups_;
    std::size_t at_ = 0;
};

ScreenPointer show_routes(const RouterView& view, const config::Args& args) {
    std::optional<Source> only;
    if (args.has("connected")) only = Source::connected;
    if (args.has("static")) only = Source::static_route;
    return std::make_unique<RouteScreen>(view, only);
}

void print_entry(const RouterView& view, const config::IpAddress& address, TextWriter& out) {
    const auto routes = routes_of(view);
    const auto paths = routes_to(routes, address, show_look(view.look));
    if (!paths.empty()) print_route_entry(paths, out);
    else out.line(is_subnetted(routes, address) ? "% Subnet not in table" : "% Network not in table");
}

ScreenPointer show_entry(const RouterView& view, const config::Args& args) {
    const auto address = args.get_or("address", config::IpAddress::v4(0));
    return whole_screen([&view, address](TextWriter& out) { print_entry(view, address, out); },
                        [&view, address] {
                            std::vector<RoutePathRow> rows;
                            for (auto& path : routes_to(routes_of(view), address, show_look(view.look))) rows.push_back({std::move(path)});
                            return rows;
                        });
}

}  // namespace

std::span<const config::Line> route_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("route", "IP routing table") >> -(kw("connected", "Connected") | kw("static", "Static routes")),
                     &show_routes),
        config::line(show_ip() >> kw("route", "IP routing table") >> config::ipv4("address", "Network to display information about or hostname"),
                     &show_entry),
    };
    return lines;
}

}  // namespace show
