#include <algorithm>
#include <array>

#include "config-model/known_commands/kept_commands.h"
#include "config-model/modes.h"

namespace config {

namespace {

/// A section of one-line commands that share a `!` with their neighbours.
constexpr Section lines(std::string_view name) { return {.name = name}; }
/// One-line commands with a `!` after the last of them.
constexpr Section group(std::string_view name, unsigned bangs = 1) { return {.name = name, .bangs_after = bangs}; }
/// Blocks with a `!` after each.
constexpr Section blocks(std::string_view name) { return {.name = name, .bang_between = true}; }
/// A place that only some releases give the section.
constexpr Section since(Look look, Section section) { return section.from = look, section; }
constexpr Section until(Look look, Section section) { return section.to = look, section; }

// Names are the leading words of the lines that print there; the longest name that fits a line is its section.
constexpr std::array sections{
    lines("version"), lines("service"), lines("platform"), Section{.name = "", .bangs_always = 1},
    group("hostname"), Section{.name = "boot-start-marker", .text = "boot-start-marker"}, lines("boot"),
    Section{.name = "boot-end-marker", .bangs_always = 2, .text = "boot-end-marker"},
    lines("aqm-register-fnf"), lines("security"), blocks("vrf definition"), lines("logging"), group("enable"),
    group("aaa new-model"), blocks("aaa group server"), lines("aaa authentication"), lines("aaa authorization"),
    blocks("aaa accounting"), blocks("aaa server"), lines("aaa"), lines("bsd-client"), group("aaa session-id"),
    lines("resource policy"), lines("memory-size"), lines("clock"), lines("switch"), lines("network-clock-participate"),
    lines("no-ip"), lines("mmi"), lines("ip subnet-zero"), lines("ip source-route"), lines("ip icmp"), lines("ip gratuitous-arps"),
    until(Look::ios15_1, lines("ip cef")), blocks("ip vrf"), lines("ip dhcp"), blocks("ip dhcp pool"), lines("ip bootp"),
    lines("ip domain"), lines("ip domain-name"), lines("ip host"), lines("ip name-server"), lines("ip inspect"),
    lines("ip multicast-routing"), lines("ip routing"), since(Look::ios15_4, lines("ip cef")), lines("login"), lines("vtp"),
    blocks("pseudowire-class"), lines("ipv6 unicast-routing"), lines("ipv6 cef"), group("ipv6 dhcp"),
    blocks("ipv6 dhcp pool"), lines("subscriber"), group("multilink"), lines("cts"), lines("miscellaneous"), blocks("key chain"), lines("vpdn"),
    blocks("vpdn-group"), lines("voice"), blocks("voice-card"),
    blocks("crypto pki server"), blocks("crypto pki trustpoint"), blocks("crypto pki"), blocks("crypto pki certificate chain"),
    blocks("crypto ca"), lines("license"), blocks("archive"), lines("diagnostic"), lines("memory"), lines("spanning-tree"), lines("file"),
    group("username"), group("redundancy"), lines("controller"), blocks("transceiver"), lines("vlan internal"),
    blocks("vlan"), lines("lldp"), lines("cdp"), lines("ip tcp"), lines("ip ftp"), lines("ip tftp"), until(Look::ios12, lines("ip ssh")), blocks("track"),
    blocks("class-map"), blocks("policy-map"), blocks("zone"), blocks("zone-pair"), blocks("bba-group"),
    lines("crypto ikev2 options"), blocks("crypto ikev2 authorization policy"), blocks("crypto ikev2 proposal"),
    blocks("crypto ikev2 policy"), Section{.name = "crypto ikev2 keyring", .bang_between = true, .bangs_after = 1}, blocks("crypto ikev2 name-mangler"),
    blocks("crypto ikev2 profile"), group("crypto ikev2"), blocks("crypto ikev2 client"), lines("crypto logging"),
    Section{.name = "crypto keyring", .bang_between = true, .closes = true}, Section{.name = "crypto isakmp policy", .bang_between = true, .closes = true},
    Section{.name = "crypto isakmp", .follows_on = true, .closes = true}, blocks("crypto isakmp peer"),
    blocks("crypto isakmp client configuration group"), Section{.name = "crypto isakmp profile", .follows_on = true, .closes = true},
    group("crypto ipsec security-association"), blocks("crypto ipsec transform-set"), group("crypto ipsec"),
    blocks("crypto ipsec profile"), blocks("crypto ipsec client"), blocks("crypto gdoi"), group("crypto dynamic-map"),
    blocks("crypto map"), lines("crypto"),
    lines("bridge irb"), blocks("pre-interface"), blocks("interface"), blocks("router"), blocks("virtual-service"),
    lines("ip local"), lines("ip default-gateway"), lines("ip classless"), group("ip forward-protocol"),
    lines("ip as-path"), lines("ip community-list"), lines("ip http"), lines("ip flow-export"), lines("ip nat"),
    lines("ip route"), lines("ip tacacs"), lines("ip radius"), since(Look::ios15_1, lines("ip ssh")), lines("ip scp"), lines("ipv6 ioam"), Section{.name = "", .bangs_always = 1},
    blocks("ip access-list"), lines("ip prefix-list"), lines("ip sla"), lines("ip"),
    lines("logging origin-id"), lines("logging facility"), lines("logging trap"), lines("logging source-interface"), lines("logging host"),
    lines("dialer-list"), lines("ipv6 route"), blocks("ipv6 router"), lines("ipv6"), blocks("route-map"), lines("snmp-server"), lines("tacacs-server"),
    lines("tacacs server"), lines("radius-server"), blocks("radius server"), lines("access-list"), blocks("ipv6 access-list"),
    group("control-plane"), lines("bridge"), blocks("dial-peer"), blocks("gateway"), blocks("gatekeeper"), blocks("sip-ua"),
    blocks("mgcp"), lines("alias"), lines("privilege"), group("banner"), group("line"), blocks("webvpn"),
    lines("scheduler"), lines("ntp"), blocks("call-home"), blocks("event manager"), blocks("app-hosting"),
};

bool leads(std::string_view name, std::string_view words) {
    return !name.empty() && words.starts_with(name) && (words.size() == name.size() || words[name.size()] == ' ');
}

}  // namespace

const RenderOrder& running_config_order() {
    static const RenderOrder order{sections, &known_command};
    return order;
}

std::string_view section_of(std::string_view words) {
    std::string_view best = "miscellaneous";
    bool found = false;
    for (const auto& section : sections)
        if (leads(section.name, words) && (!found || section.name.size() > best.size())) best = section.name, found = true;
    return best;
}

}  // namespace config
