#include "show-commands/ip/interfaces.h"

#include <algorithm>

#include "show-commands/duration.h"
#include "show-commands/ip/arp.h"

namespace show {

namespace {

std::string_view line_state(const dataplane::InterfaceView& is) {
    if (is.administratively_down) return "administratively down";
    return is.link_up ? "up" : "down";
}
std::string_view protocol_state(const dataplane::InterfaceView& is) { return is.line_protocol_up ? "up" : "down"; }

std::string_view kind_name(config::InterfaceKind kind) {
    return config::interface_kinds()[static_cast<std::size_t>(kind)].full;
}

bool has_hardware(const dataplane::InterfaceView& is) {
    return config::interface_kinds()[static_cast<std::size_t>(is.name.kind)].hardware;
}

void print_hardware(const dataplane::InterfaceView& is, TextWriter& out) {
    out.put("  Hardware is ", kind_name(is.name.kind));
    if (!has_hardware(is)) return static_cast<void>(out.end());
    out.put(", address is ");
    print_mac(is.mac, out);
    out.put(" (bia ");
    print_mac(is.mac, out);
    out.line(')');
}

void print_address(const InterfaceRow& row, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    if (row.configured && row.configured->unnumbered) {
        out.put("  Interface is unnumbered. Using address of ", row.configured->unnumbered->text());
        if (is.address) out.put(" (", is.address->address, ')');
        out.end();
    } else if (is.address) {
        out.line("  Internet address is ", is.address->address, '/', is.address->length);
    }
}

std::string_view encapsulation(config::InterfaceKind kind) {
    if (kind == config::InterfaceKind::loopback) return "LOOPBACK";
    return kind == config::InterfaceKind::tunnel ? "TUNNEL" : "ARPA";
}

void print_encapsulation(const dataplane::InterfaceView& is, const ShowLook& look, TextWriter& out) {
    out.line("  MTU ", is.mtu, " bytes, BW ", is.bandwidth, " Kbit/sec, DLY ", is.delay, " usec,", look.interface_line_end);
    out.line("     reliability 255/255, txload 1/255, rxload 1/255");
    out.line("  Encapsulation ", encapsulation(is.name.kind), ", loopback not set");
    out.line(is.name.kind == config::InterfaceKind::tunnel ? "  Keepalive not set" : "  Keepalive set (10 sec)");
    if (has_hardware(is)) out.line("  ARP type: ARPA, ARP Timeout 04:00:00");
}

std::string_view tunnel_transport(config::TunnelMode mode) {
    switch (mode) {
        case config::TunnelMode::gre_ip: return "GRE/IP";
        case config::TunnelMode::gre_ipv6: return "GRE/IPv6";
        case config::TunnelMode::gre_multipoint: return "multi-GRE/IP";
        case config::TunnelMode::ipsec_ipv4: return "IPSEC/IP";
        case config::TunnelMode::ipsec_ipv6: return "IPSEC/IPv6";
        case config::TunnelMode::ipip: return "IP/IP";
        case config::TunnelMode::other: return "UNKNOWN";
    }
    return {};
}

bool is_gre(config::TunnelMode mode) {
    return mode == config::TunnelMode::gre_ip || mode == config::TunnelMode::gre_ipv6 || mode == config::TunnelMode::gre_multipoint;
}

void print_tunnel_ends(const dataplane::InterfaceView& is, const config::TunnelConfig& tunnel, TextWriter& out) {
    if (!is.tunnel_local && !tunnel.source_interface) out.put("  Tunnel source UNKNOWN");
    else if (!is.tunnel_local) out.put("  Tunnel source UNKNOWN (", tunnel.source_interface->text(), ')');
    else if (tunnel.source_interface) out.put("  Tunnel source ", is.tunnel_local, " (", tunnel.source_interface->text(), ')');
    else out.put("  Tunnel source ", is.tunnel_local);
    if (is.tunnel_remote) out.put(", destination ", is.tunnel_remote);
    out.end();
}

void print_tunnel_lines(const dataplane::InterfaceView& is, const config::TunnelConfig& tunnel, const ShowLook& look, TextWriter& out) {
    const bool gre = is_gre(tunnel.mode);
    if (look.tunnel_state) out.line("  Tunnel linestate evaluation ", is.line_protocol_up ? "up" : "down");
    print_tunnel_ends(is, tunnel, out);
    out.line("  Tunnel protocol/transport ", tunnel_transport(tunnel.mode));
    if (gre && tunnel.key) out.line("    Key 0x", hex(*tunnel.key), ", sequencing disabled");
    else if (gre) out.line("    Key disabled, sequencing disabled");
    if (gre) out.line("    Checksumming of packets disabled");
    out.line("  Tunnel TTL 255", gre ? ", Fast tunneling enabled" : "");
    if (is.tunnel_transport_mtu != 0) out.line("  Tunnel transport MTU ", is.tunnel_transport_mtu, " bytes");
    out.line("  Tunnel transmit bandwidth 8000 (kbps)");
    out.line("  Tunnel receive bandwidth 8000 (kbps)");
    if (!tunnel.protection_profile.empty()) out.line("  Tunnel protection via IPSec (profile \"", tunnel.protection_profile, "\")");
}

std::string ago(const std::optional<dataplane::Instant>& then, dataplane::Instant now) {
    return then ? short_duration(seconds_between(*then, now)) : "never";
}

void print_queues(const InterfaceRow& row, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    out.line("  Last input ", ago(is.last_input, row.now), ", output ", ago(is.last_output, row.now), ", output hang never");
    const bool cleared = is.last_counter_clear != dataplane::Instant{};
    out.line("  Last clearing of \"show interface\" counters ", cleared ? ago(is.last_counter_clear, row.now) : "never");
    out.line("  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: ", is.output_drops);
    out.line("  Queueing strategy: fifo");
    out.line("  Output queue: 0/", has_hardware(is) ? 40 : 0, " (size/max)");
    out.line("  5 minute input rate ", is.input_bit_rate, " bits/sec, ", is.input_packet_rate, " packets/sec");
    out.line("  5 minute output rate ", is.output_bit_rate, " bits/sec, ", is.output_packet_rate, " packets/sec");
}

void print_traffic(const dataplane::InterfaceView& is, const ShowLook& look, TextWriter& out) {
    const bool hardware = has_hardware(is);
    out.line("     ", is.input_packets, " packets input, ", is.input_bytes, " bytes, 0 no buffer");
    out.line("     Received ", is.input_broadcasts, " broadcasts (0 IP multicasts)");
    out.line("     0 runts, 0 giants, 0 throttles", look.interface_line_end);
    out.line("     ", is.input_errors, " input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored", hardware ? "" : ", 0 abort");
    if (hardware) out.line("     0 input packets with dribble condition detected");
    out.line("     ", is.output_packets, " packets output, ", is.output_bytes, " bytes, 0 underruns");
    if (look.output_broadcasts) out.line("     Output 0 broadcasts (0 IP multicasts)");
    out.line("     0 output errors, 0 collisions, 0 interface resets");
    out.line("     0 unknown protocol drops");
    if (hardware) out.line("     0 babbles, 0 late collision, 0 deferred").line("     0 lost carrier, 0 no carrier");
    out.line("     0 output buffer failures, 0 output buffers swapped out");
}

std::string_view method_word(const config::Interface* interface) {
    if (!interface) return "unset";
    if (interface->address_dhcp) return "DHCP";
    switch (interface->method) {
        case config::AddressMethod::unset: return "unset";
        case config::AddressMethod::nvram: return "NVRAM";
        case config::AddressMethod::manual: return "manual";
        case config::AddressMethod::dhcp: return "DHCP";
        case config::AddressMethod::tftp: return "TFTP";
    }
    return {};
}

}  // namespace

void print_interface(const InterfaceRow& row, const ShowLook& look, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    out.line(is.name.text(), " is ", line_state(is), ", line protocol is ", protocol_state(is), look.interface_line_end);
    print_hardware(is, out);
    if (!is.description.empty()) out.line("  Description: ", is.description);
    print_address(row, out);
    print_encapsulation(is, look, out);
    if (row.configured && row.configured->is_tunnel()) print_tunnel_lines(is, row.configured->tunnel, look, out);
    print_queues(row, out);
    print_traffic(is, look, out);
}

void print_interface_brief(const InterfaceRow& row, const ShowLook& look, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    const std::size_t address = std::max<std::size_t>(look.brief_name_width, is.name.text().size() + 1);
    out.put(is.name.text(), at(address));
    if (is.address) out.put(is.address->address);
    else out.put("unassigned");
    out.line(at(address + 16), "YES ", method_word(row.configured), at(address + 27), line_state(is), at(address + 49), protocol_state(is));
}

void print_interface_description(const InterfaceRow& row, TextWriter& out) {
    const dataplane::InterfaceView& is = row.state;
    out.line(is.name.short_text(), at(31), is.administratively_down ? "admin down" : line_state(is), at(46), protocol_state(is), at(55),
             is.description);
}

}  // namespace show
