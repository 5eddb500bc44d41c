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

/// The table as it was when the command began, one classful network at a time.
class RouteScreen final : public RowScreen<RouteGroup> {
public:
    RouteScreen(const RouterView& view, std::optional<Source> only) : look_(show_look(view.look)), routes_(routes_of(view)) {
        auto shown = routes_;
        if (only) std::erase_if(shown, [=](const dataplane::RouteView& route) { return route.source != *only; });
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

}  // namespace

std::span<const config::Line> route_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("route", "IP routing table") >> -(kw("connected", "Connected") | kw("static", "Static routes")),
                     &show_routes),
    };
    return lines;
}

}  // namespace show
