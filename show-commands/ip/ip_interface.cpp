#include "show-commands/ip/ip_interface.h"

#include <algorithm>

#include "show-commands/ip/interface_rows.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

bool is_unnumbered(const InterfaceRow& row) { return row.configured && row.configured->unnumbered; }

std::string_view address_origin(const InterfaceRow& row) {
    if (row.state.address_by_dhcp) return "DHCP";
    if (row.configured && row.configured->method == config::AddressMethod::manual) return "setup command";
    return "non-volatile memory";
}

void print_addresses(const InterfaceRow& row, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    if (is_unnumbered(row)) {
        out.put("  Interface is unnumbered. Using address of ", row.configured->unnumbered->text());
        out.line(" (", is.address->address, ')').line("  Broadcast address is 255.255.255.255");
        return;
    }
    out.line("  Internet address is ", is.address->address, '/', is.address->length);
    out.line("  Broadcast address is 255.255.255.255");
    out.line("  Address determined by ", address_origin(row));
}

void print_secondary(const dataplane::InterfaceView& is, TextWriter& out) {
    for (const config::Prefix& address : is.secondary) out.line("  Secondary address ", address.address, '/', address.length);
    bool any = false;
    for (const config::IpAddress& group : is.multicast_groups) {
        if (!group.is_v4()) continue;
        out.put(any ? " " : "  Multicast reserved groups joined: ", group);
        any = true;
    }
    if (any) out.end();
}

void print_access_list(std::string_view title, const std::string& name, TextWriter& out) {
    out.line("  ", title, " access list is ", name.empty() ? "not set" : std::string_view{name});
}

/// What a client of a VPN gateway does to the addresses of the hosts behind it.
void print_translation(const config::Interface& interface, TextWriter& out) {
    if (!interface.ezvpn_outside.empty()) out.line("  Network address translation is enabled, interface in domain outside");
    else if (!interface.ezvpn_inside.empty()) out.line("  Network address translation is enabled, interface in domain inside");
    else out.line("  Network address translation is disabled");
}

/// Services that this router does not have are listed as what they are: off.
constexpr std::string_view services =
    "  Proxy ARP is disabled\n"
    "  Local Proxy ARP is disabled\n"
    "  Security level is default\n"
    "  Split horizon is disabled\n"
    "  ICMP redirects are never sent\n"
    "  ICMP unreachables are always sent\n"
    "  ICMP mask replies are never sent\n"
    "  IP multicast fast switching is disabled\n"
    "  IP multicast distributed fast switching is disabled\n"
    "  Router Discovery is disabled\n"
    "  IP output packet accounting is disabled\n"
    "  IP access violation accounting is disabled\n"
    "  TCP/IP header compression is disabled\n"
    "  RTP/IP header compression is disabled\n"
    "  Policy routing is disabled\n";

/// All interfaces, or one, with their addresses.
class IpInterfaceScreen final : public RowScreen<InterfaceRow> {
public:
    IpInterfaceScreen(const RouterView& view, const std::optional<config::InterfaceName>& only) : rows_(view, only) {}

private:
    std::optional<InterfaceRow> next() override { return rows_.next(); }
    void print(const InterfaceRow& row, TextWriter& out) override { print_ip_interface(row, out); }

    InterfaceRows rows_;
};

}  // namespace

void print_interface_state(const dataplane::InterfaceView& is, TextWriter& out) {
    const std::string_view state = is.administratively_down ? "administratively down" : is.link_up ? "up" : "down";
    out.line(is.name.text(), " is ", state, ", line protocol is ", is.line_protocol_up ? "up" : "down");
}

void print_ip_interface(const InterfaceRow& row, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    print_interface_state(is, out);
    if (!is.address) return static_cast<void>(out.line("  Internet protocol processing disabled"));
    print_addresses(row, out);
    out.line("  MTU is ", is.ip_mtu, " bytes").line("  Helper address is not set").line("  Directed broadcast forwarding is disabled");
    print_secondary(is, out);
    static const config::Interface unconfigured;
    const config::Interface& configured = row.configured ? *row.configured : unconfigured;
    print_access_list("Outgoing", configured.access_group_out, out);
    print_access_list("Inbound ", configured.access_group_in, out);
    out.block(services);
    print_translation(configured, out);
}

std::span<const config::Line> ip_interface_lines() {
    static const config::Line lines[] = {
        config::line(show_ip() >> kw("interface", "IP interface status and configuration") >>
                         -config::interface_name("interface", "Interface name"),
                     +[](const RouterView& view, const config::Args& args) -> ScreenPointer {
                         return std::make_unique<IpInterfaceScreen>(view, args.get<config::InterfaceName>("interface"));
                     }),
    };
    return lines;
}

}  // namespace show
