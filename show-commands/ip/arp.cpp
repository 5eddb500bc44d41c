#include "show-commands/ip/arp.h"

#include "ipsec-dataplane/data_plane.h"
#include "show-commands/row_screen.h"
#include "show-commands/subjects.h"

namespace show {

namespace {

using config::kw;

/// What JSON has of an entry.
struct ArpRow {
    dataplane::ArpView entry;

    template <class F>
    void fields(F&& field) const {
        field("protocol", "Internet");
        field("address", entry.address);
        field("age_minutes", entry.age_minutes);
        field("mac", entry.incomplete ? std::nullopt : std::optional(mac_text()));
        field("type", "ARPA");
        field("interface", entry.incomplete ? std::nullopt : std::optional(entry.interface.text()));
    }
    std::string mac_text() const {
        TextWriter text;
        print_mac(entry.mac, text);
        return text.take();
    }
};

std::vector<ArpRow> rows_of(const RouterView& view, const std::optional<config::InterfaceName>& interface) {
    std::vector<ArpRow> rows;
    if (!view.data_plane) return rows;
    for (const dataplane::ArpView& row : view.data_plane->arp(view.now))
        if (!interface || row.interface == *interface) rows.push_back({row});
    return rows;
}

void print_table(const RouterView& view, const std::optional<config::InterfaceName>& interface, TextWriter& out) {
    out.line("Protocol  Address          Age (min)  Hardware Addr   Type   Interface");
    for (const ArpRow& row : rows_of(view, interface)) print_arp(row.entry, out);
}

ScreenPointer show_arp(const RouterView& view, const config::Args& args) {
    const auto interface = args.get<config::InterfaceName>("interface");
    return whole_screen([&view, interface](TextWriter& out) { print_table(view, interface, out); },
                        [&view, interface] { return rows_of(view, interface); });
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
