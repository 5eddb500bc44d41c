#include "config-model/access_lists/names.h"

#include <array>

namespace config {

namespace {

constexpr std::array protocols{
    Choice{"ahp", "Authentication Header Protocol", 51},
    Choice{"eigrp", "Cisco's EIGRP routing protocol", 88},
    Choice{"esp", "Encapsulation Security Payload", 50},
    Choice{"gre", "Cisco's GRE tunneling", 47},
    Choice{"ip", "Any Internet Protocol", 0},
    Choice{"ipinip", "IP in IP tunneling", 94},
    Choice{"ipv6", "IPv6 in IP", 41},
    Choice{"nos", "KA9Q NOS compatible IP over IP tunneling", 4},
    Choice{"ospf", "OSPF routing protocol", 89},
    Choice{"pcp", "Payload Compression Protocol", 108},
    Choice{"pim", "Protocol Independent Multicast", 103},
    Choice{"sctp", "Stream Control Transmission Protocol", 132},
};

constexpr std::array tcp_ports{
    Choice{"bgp", "Border Gateway Protocol (179)", 179},
    Choice{"chargen", "Character generator (19)", 19},
    Choice{"cmd", "Remote commands (rcmd, 514)", 514},
    Choice{"daytime", "Daytime (13)", 13},
    Choice{"discard", "Discard (9)", 9},
    Choice{"domain", "Domain Name Service (53)", 53},
    Choice{"echo", "Echo (7)", 7},
    Choice{"exec", "Exec (rsh, 512)", 512},
    Choice{"finger", "Finger (79)", 79},
    Choice{"ftp", "File Transfer Protocol (21)", 21},
    Choice{"ftp-data", "FTP data connections (20)", 20},
    Choice{"gopher", "Gopher (70)", 70},
    Choice{"hostname", "NIC hostname server (101)", 101},
    Choice{"ident", "Ident Protocol (113)", 113},
    Choice{"irc", "Internet Relay Chat (194)", 194},
    Choice{"klogin", "Kerberos login (543)", 543},
    Choice{"kshell", "Kerberos shell (544)", 544},
    Choice{"login", "Login (rlogin, 513)", 513},
    Choice{"lpd", "Printer service (515)", 515},
    Choice{"msrpc", "MS Remote Procedure Call (135)", 135},
    Choice{"nntp", "Network News Transport Protocol (119)", 119},
    Choice{"pim-auto-rp", "PIM Auto-RP (496)", 496},
    Choice{"pop2", "Post Office Protocol v2 (109)", 109},
    Choice{"pop3", "Post Office Protocol v3 (110)", 110},
    Choice{"smtp", "Simple Mail Transport Protocol (25)", 25},
    Choice{"sunrpc", "Sun Remote Procedure Call (111)", 111},
    Choice{"syslog", "Syslog (514)", 514},
    Choice{"tacacs", "TAC Access Control System (49)", 49},
    Choice{"talk", "Talk (517)", 517},
    Choice{"telnet", "Telnet (23)", 23},
    Choice{"time", "Time (37)", 37},
    Choice{"uucp", "Unix-to-Unix Copy Program (540)", 540},
    Choice{"whois", "Nicname (43)", 43},
    Choice{"www", "World Wide Web (HTTP, 80)", 80},
};

constexpr std::array udp_ports{
    Choice{"biff", "Biff (mail notification, comsat, 512)", 512},
    Choice{"bootpc", "Bootstrap Protocol (BOOTP) client (68)", 68},
    Choice{"bootps", "Bootstrap Protocol (BOOTP) server (67)", 67},
    Choice{"discard", "Discard (9)", 9},
    Choice{"dnsix", "DNSIX security protocol auditing (195)", 195},
    Choice{"domain", "Domain Name Service (DNS, 53)", 53},
    Choice{"echo", "Echo (7)", 7},
    Choice{"isakmp", "Internet Security Association and Key Management Protocol (500)", 500},
    Choice{"mobile-ip", "Mobile IP registration (434)", 434},
    Choice{"nameserver", "IEN116 name service (obsolete, 42)", 42},
    Choice{"netbios-dgm", "NetBios datagram service (138)", 138},
    Choice{"netbios-ns", "NetBios name service (137)", 137},
    Choice{"netbios-ss", "NetBios session service (139)", 139},
    Choice{"non500-isakmp", "Internet Security Association and Key Management Protocol (4500)", 4500},
    Choice{"ntp", "Network Time Protocol (123)", 123},
    Choice{"pim-auto-rp", "PIM Auto-RP (496)", 496},
    Choice{"rip", "Routing Information Protocol (router, in.routed, 520)", 520},
    Choice{"ripv6", "Routing Information Protocol for IPv6 (521)", 521},
    Choice{"snmp", "Simple Network Management Protocol (161)", 161},
    Choice{"snmptrap", "SNMP Traps (162)", 162},
    Choice{"sunrpc", "Sun Remote Procedure Call (111)", 111},
    Choice{"syslog", "System Logger (514)", 514},
    Choice{"tacacs", "TAC Access Control System (49)", 49},
    Choice{"talk", "Talk (517)", 517},
    Choice{"tftp", "Trivial File Transfer Protocol (69)", 69},
    Choice{"time", "Time (37)", 37},
    Choice{"who", "Who service (rwho, 513)", 513},
    Choice{"xdmcp", "X Display Manager Control Protocol (177)", 177},
};

constexpr int message(int type, int code = 255) { return type * 256 + code; }

constexpr std::array icmp_messages{
    Choice{"administratively-prohibited", "Administratively prohibited", message(3, 13)},
    Choice{"alternate-address", "Alternate address", message(6)},
    Choice{"conversion-error", "Datagram conversion", message(31)},
    Choice{"dod-host-prohibited", "Host prohibited", message(3, 10)},
    Choice{"dod-net-prohibited", "Net prohibited", message(3, 9)},
    Choice{"echo", "Echo (ping)", message(8)},
    Choice{"echo-reply", "Echo reply", message(0)},
    Choice{"general-parameter-problem", "Parameter problem", message(12, 0)},
    Choice{"host-isolated", "Host isolated", message(3, 8)},
    Choice{"host-precedence-unreachable", "Host unreachable for precedence", message(3, 14)},
    Choice{"host-redirect", "Host redirect", message(5, 1)},
    Choice{"host-tos-redirect", "Host redirect for TOS", message(5, 3)},
    Choice{"host-tos-unreachable", "Host unreachable for TOS", message(3, 12)},
    Choice{"host-unknown", "Host unknown", message(3, 7)},
    Choice{"host-unreachable", "Host unreachable", message(3, 1)},
    Choice{"information-reply", "Information replies", message(16)},
    Choice{"information-request", "Information requests", message(15)},
    Choice{"mask-reply", "Mask replies", message(18)},
    Choice{"mask-request", "Mask requests", message(17)},
    Choice{"mobile-redirect", "Mobile host redirect", message(32)},
    Choice{"net-redirect", "Network redirect", message(5, 0)},
    Choice{"net-tos-redirect", "Net redirect for TOS", message(5, 2)},
    Choice{"net-tos-unreachable", "Network unreachable for TOS", message(3, 11)},
    Choice{"net-unreachable", "Net unreachable", message(3, 0)},
    Choice{"network-unknown", "Network unknown", message(3, 6)},
    Choice{"no-room-for-option", "Parameter required but no room", message(12, 2)},
    Choice{"option-missing", "Parameter required but not present", message(12, 1)},
    Choice{"packet-too-big", "Fragmentation needed and DF set", message(3, 4)},
    Choice{"parameter-problem", "All parameter problems", message(12)},
    Choice{"port-unreachable", "Port unreachable", message(3, 3)},
    Choice{"precedence-unreachable", "Precedence cutoff", message(3, 15)},
    Choice{"protocol-unreachable", "Protocol unreachable", message(3, 2)},
    Choice{"reassembly-timeout", "Reassembly timeout", message(11, 1)},
    Choice{"redirect", "All redirects", message(5)},
    Choice{"router-advertisement", "Router discovery advertisements", message(9)},
    Choice{"router-solicitation", "Router discovery solicitations", message(10)},
    Choice{"source-quench", "Source quenches", message(4)},
    Choice{"source-route-failed", "Source route failed", message(3, 5)},
    Choice{"time-exceeded", "All time exceededs", message(11)},
    Choice{"timestamp-reply", "Timestamp replies", message(14)},
    Choice{"timestamp-request", "Timestamp requests", message(13)},
    Choice{"traceroute", "Traceroute", message(30)},
    Choice{"ttl-exceeded", "TTL exceeded", message(11, 0)},
    Choice{"unreachable", "All unreachables", message(3)},
};

std::string_view word_of(std::span<const Choice> choices, int value) {
    for (const auto& choice : choices)
        if (choice.value == value) return choice.word;
    return {};
}

std::string word_or_number(std::span<const Choice> choices, unsigned value) {
    const auto found = word_of(choices, static_cast<int>(value));
    return found.empty() ? std::to_string(value) : std::string{found};
}

}  // namespace

std::span<const Choice> plain_protocol_words() { return protocols; }
std::span<const Choice> tcp_port_words() { return tcp_ports; }
std::span<const Choice> udp_port_words() { return udp_ports; }
std::span<const Choice> icmp_message_words() { return icmp_messages; }

std::string protocol_text(std::uint8_t protocol) {
    switch (protocol) {
        case protocol_tcp: return "tcp";
        case protocol_udp: return "udp";
        case protocol_icmp: return "icmp";
        case protocol_igmp: return "igmp";
        default: return word_or_number(protocols, protocol);
    }
}

std::string port_text(std::uint8_t protocol, std::uint16_t port) {
    if (protocol == protocol_tcp) return word_or_number(tcp_ports, port);
    if (protocol == protocol_udp) return word_or_number(udp_ports, port);
    return std::to_string(port);
}

}  // namespace config
