#include "show-commands/ip/arp.h"

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

void print_table(const RouterView& view, const std::optional<config::InterfaceName>& interface, TextWriter& out) {
    out.line("Protocol  Address          Age (min)  Hardware Addr   Type   Interface");
    if (!view.data_plane) return;
    for (const dataplane::ArpView& row : view.data_plane->arp(view.now))
        if (!interface || row.interface == *interface) print_arp(row, out);
}

ScreenPointer show_arp(const RouterView& view, const config::Args& args) {
    return whole_screen([&view, interface = args.get<config::InterfaceName>("interface")](TextWriter& out) {
        print_table(view, interface, out);
    });
}

}  // namespace

void print_mac(const std::array<std::uint8_t, 6>& mac, TextWriter& out) {
    constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < mac.size(); ++i) {
        if (i == 2 || i == 4) out.put('.');
        out.put(digits[mac[i] >> 4], digits[mac[i] & 15]);
    }
}

void print_arp(const dataplane::ArpView& row, TextWriter& out) {
    out.put("Internet  ", row.address, at(27));
    if (row.incomplete) out.put(right(0U, 8));
    else if (row.age_minutes) out.put(right(*row.age_minutes, 8));
    else out.put(right("-", 8));
    out.put(at(38));
    if (row.incomplete) return static_cast<void>(out.line("Incomplete      ARPA"));
    print_mac(row.mac, out);
    out.line("  ARPA   ", row.interface.text());
}

std::span<const config::Line> arp_lines() {
    static const config::Line lines[] = {
        config::line(show_word() >> kw("arp", "ARP table"), &show_arp),
        config::line(show_ip() >> kw("arp", "IP ARP table") >> -config::interface_name("interface", "Interface name"), &show_arp),
    };
    return lines;
}

}  // namespace show
