#include "show-commands/ip/ipv6_route.h"

#include <algorithm>

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;
using Source = dataplane::RouteView::Source;

std::string_view code(Source source) {
    switch (source) {
        case Source::connected: return "C";
        case Source::local: return "L";
        case Source::static_route:
        case Source::injected: return "S";
        case Source::dhcp: return "ND";
    }
    return {};
}

void print_path(const dataplane::RouteView& path, TextWriter& out) {
    out.put("     via ");
    if (path.next_hop) out.put(*path.next_hop);
    if (path.next_hop && path.interface) out.put(", ");
    if (path.interface) out.put(path.interface->text());
    if (!path.next_hop) out.put(path.source == Source::local ? ", receive" : ", directly connected");
    out.end();
}

class Ipv6RouteScreen final : public RowScreen<Ipv6RouteRow> {
public:
    Ipv6RouteScreen(const RouterView& view, std::optional<Source> only) : look_(show_look(view.look)) {
        auto routes = view.data_plane ? view.data_plane->ipv6_routes() : std::vector<dataplane::RouteView>{};
        rows_ = ipv6_route_rows(std::move(routes));
        entries_ = rows_.size();
        if (only) std::erase_if(rows_, [=](const Ipv6RouteRow& row) { return row.paths.front().source != *only; });
    }

private:
    std::optional<Ipv6RouteRow> next() override {
        return at_ < rows_.size() ? std::optional(std::move(rows_[at_++])) : std::nullopt;
    }
    void print_head(TextWriter& out) override { print_ipv6_route_head(entries_, look_, out); }
    void print(const Ipv6RouteRow& row, TextWriter& out) override { print_ipv6_route(row, out); }

    const ShowLook& look_;
    std::vector<Ipv6RouteRow> rows_;
    std::size_t entries_ = 0, at_ = 0;
};

/// The most specific route to an address, as `show ipv6 route A` has it; none or one.
std::vector<Ipv6RouteRow> rows_to(const RouterView& view, const config::IpAddress& address) {
    std::vector<Ipv6RouteRow> best;
    for (Ipv6RouteRow& row : ipv6_route_rows(view.data_plane ? view.data_plane->ipv6_routes() : std::vector<dataplane::RouteView>{})) {
        const config::Prefix& prefix = row.paths.front().prefix;
        if (prefix.contains(address) && (best.empty() || prefix.length >= best.front().paths.front().prefix.length)) best = {std::move(row)};
    }
    return best;
}

void print_entry(const RouterView& view, const config::IpAddress& address, TextWriter& out) {
    const auto rows = rows_to(view, address);
    if (rows.empty()) return static_cast<void>(out.line("% Route not found"));
    const Ipv6RouteRow* best = &rows.front();
    const dataplane::RouteView& route = best->paths.front();
    constexpr std::string_view names[] = {"connected", "local", "static", "static", "ND"};
    out.line("Routing entry for ", route.prefix.network(), '/', route.prefix.length);
    out.put("  Known via \"", names[static_cast<std::size_t>(route.source)], "\", distance ", route.distance, ", metric ", route.metric);
    out.line(route.source == Source::connected ? ", type connected" : route.source == Source::local ? ", type receive" : "");
    out.line("  Route count is ", best->paths.size(), '/', best->paths.size(), ", share count 0");
    out.line("  Routing paths:");
    for (const dataplane::RouteView& path : best->paths) {
        out.put("    ");
        if (path.next_hop) out.put(*path.next_hop);
        if (path.next_hop && path.interface) out.put(", ");
        if (path.interface) out.put(path.next_hop ? "" : path.source == Source::local ? "receive via " : "directly connected via ", path.interface->text());
        out.end();
    }
}

ScreenPointer show_routes(const RouterView& view, const config::Args& args) {
    std::optional<Source> only;
    if (args.has("connected")) only = Source::connected;
    if (args.has("local")) only = Source::local;
    if (args.has("static")) only = Source::static_route;
    return std::make_unique<Ipv6RouteScreen>(view, only);
}

}  // namespace

void print_ipv6_route_head(std::size_t entries, const ShowLook& look, TextWriter& out) {
    out.line("IPv6 Routing Table -", look.ipv6_table_name ? " default -" : "", ' ', entries, " entries").block(look.ipv6_route_codes);
}

void print_ipv6_route(const Ipv6RouteRow& row, TextWriter& out) {
    const dataplane::RouteView& first = row.paths.front();
    out.line(code(first.source), first.candidate_default && first.prefix.length == 0 ? "*" : "", at(4), first.prefix.network(), '/',
             first.prefix.length, " [", first.distance, '/', first.metric, ']');
    for (const dataplane::RouteView& path : row.paths) print_path(path, out);
}

std::vector<Ipv6RouteRow> ipv6_route_rows(std::vector<dataplane::RouteView> routes) {
    const auto key = [](const dataplane::RouteView& route) { return config::Prefix{route.prefix.network(), route.prefix.length}; };
    std::stable_sort(routes.begin(), routes.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    std::vector<Ipv6RouteRow> rows;
    for (dataplane::RouteView& route : routes) {
        if (rows.empty() || key(rows.back().paths.front()) != key(route)) rows.emplace_back();
        rows.back().paths.push_back(std::move(route));
    }
    return rows;
}

std::span<const config::Line> ipv6_route_lines() {
    static const config::Line lines[] = {
        config::line(show_ipv6() >> kw("route", "Show IPv6 route table entries") >>
                         -(kw("connected", "Show connected routes") | kw("local", "Show local routes") | kw("static", "Show static routes")),
                     &show_routes),
        config::line(show_ipv6() >> kw("route", "Show IPv6 route table entries") >> config::ipv6("address", "IPv6 name or address"),
                     +[](const RouterView& view, const config::Args& args) {
                         const auto address = args.get_or("address", config::IpAddress{});
                         return whole_screen([&view, address](TextWriter& out) { print_entry(view, address, out); },
                                             [&view, address] { return rows_to(view, address); });
                     }),
    };
    return lines;
}

}  // namespace show
