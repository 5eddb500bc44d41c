#include "show-commands/ip/ipv6_interface.h"

#include <algorithm>

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/ip/ip_interface.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

bool has_neighbours(const dataplane::InterfaceView& is) {
    return config::interface_kinds()[static_cast<std::size_t>(is.name.kind)].hardware;
}

void print_global(const dataplane::InterfaceView& is, TextWriter& out) {
    if (is.ipv6.empty()) return static_cast<void>(out.line("  No global unicast address is configured"));
    out.line("  Global unicast address(es):");
    for (const config::Prefix& address : is.ipv6)
        out.line("    ", address.address, ", subnet is ", address.network(), '/', address.length, ' ');
}

void print_groups(const dataplane::InterfaceView& is, TextWriter& out) {
    out.line("  Joined group address(es):");
    for (const config::IpAddress& group : is.multicast_groups)
        if (group.is_v6()) out.line("    ", group);
}

void print_filters(const config::Interface* configured, TextWriter& out) {
    if (!configured) return;
    if (!configured->ipv6_traffic_filter_in.empty()) out.line("  Input features: Access List").line("  Inbound access list ", configured->ipv6_traffic_filter_in);
    if (!configured->ipv6_traffic_filter_out.empty()) out.line("  Output features: Access List").line("  Outgoing access list ", configured->ipv6_traffic_filter_out);
}

/// RFC 4861's times as this router keeps them.
void print_discovery(const Ipv6InterfaceRow& row, TextWriter& out) {
    if (!has_neighbours(row.state)) return static_cast<void>(out.line("  ND DAD is not supported").line("  ND reachable time is 30000 milliseconds (using 30000)"));
    out.line("  ND DAD is enabled, number of DAD attempts: 0");
    out.line("  ND reachable time is 30000 milliseconds (using 30000)");
    if (!row.announces) return;
    out.line("  ND advertised reachable time is 0 (unspecified)");
    out.line("  ND advertised retransmit interval is 0 (unspecified)");
    out.line("  ND router advertisements live for 1800 seconds");
    out.line("  ND advertised default router preference is Medium");
    out.line("  Hosts use stateless autoconfig for addresses.");
}

class Ipv6InterfaceScreen final : public RowScreen<Ipv6InterfaceRow> {
public:
    Ipv6InterfaceScreen(const RouterView& view, bool brief, const std::optional<config::InterfaceName>& only)
        : view_(view), brief_(brief), only_(only) {}

private:
    std::optional<Ipv6InterfaceRow> next() override {
        if (!read_) read();
        if (at_ == states_.size()) return std::nullopt;
        Ipv6InterfaceRow row{view_.configuration.find(states_[at_].name), std::move(states_[at_]), false};
        ++at_;
        row.announces = view_.configuration.ipv6_unicast_routing && has_neighbours(row.state) && !(row.configured && row.configured->ipv6_ra_suppress);
        return row;
    }
    void read() {
        read_ = true;
        if (view_.data_plane) states_ = view_.data_plane->interfaces(view_.now);
        std::erase_if(states_, [this](const dataplane::InterfaceView& state) {
            return (only_ && state.name != *only_) || (!brief_ && !state.ipv6_enabled);
        });
    }
    void print(const Ipv6InterfaceRow& row, TextWriter& out) override {
        if (brief_) print_ipv6_interface_brief(row, show_look(view_.look), out);
        else print_ipv6_interface(row, out);
    }

    const RouterView& view_;
    bool brief_;
    std::optional<config::InterfaceName> only_;
    std::vector<dataplane::InterfaceView> states_;
    std::size_t at_ = 0;
    bool read_ = false;
};

ScreenPointer show_interface(const RouterView& view, const config::Args& args) {
    return std::make_unique<Ipv6InterfaceScreen>(view, args.has("brief"), args.get<config::InterfaceName>("interface"));
}

}  // namespace

void print_ipv6_interface(const Ipv6InterfaceRow& row, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    if (!is.ipv6_enabled) return;
    print_interface_state(is, out);
    out.line("  IPv6 is ", is.line_protocol_up ? "enabled" : "stalled", ", link-local address is ", is.ipv6_link_local.value_or(config::IpAddress{}), ' ');
    out.line("  No Virtual link-local address(es):");
    print_global(is, out);
    print_groups(is, out);
    out.line("  MTU is ", is.ip6_mtu, " bytes");
    out.line("  ICMP redirects are disabled").line("  ICMP unreachables are sent");
    print_filters(row.configured, out);
    print_discovery(row, out);
}

void print_ipv6_interface_brief(const Ipv6InterfaceRow& row, const ShowLook& look, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    const std::string_view state = is.administratively_down ? "administratively down" : is.link_up ? "up" : "down";
    out.line(is.name.text(), at(look.brief_name_width), '[', state, '/', is.line_protocol_up ? "up" : "down", ']');
    if (!is.ipv6_enabled) return static_cast<void>(out.line("    unassigned"));
    if (is.ipv6_link_local) out.line("    ", *is.ipv6_link_local);
    for (const config::Prefix& address : is.ipv6) out.line("    ", address.address);
}

std::span<const config::Line> ipv6_interface_lines() {
    static const config::Line lines[] = {
        config::line(show_ipv6() >> kw("interface", "IPv6 interface status and configuration") >>
                         -config::interface_name("interface", "Interface name") >>
                         config::flag("brief", "Brief summary of IPv6 status and configuration"),
                     &show_interface),
        config::line(show_ipv6() >> kw("interface", "IPv6 interface status and configuration") >>
                         kw("brief", "Brief summary of IPv6 status and configuration") >>
                         config::interface_name("interface", "Interface name"),
                     &show_interface),
    };
    return lines;
}

}  // namespace show
