#!/usr/bin/python3
"""Keys set by hand at both ends: `crypto map … ipsec-manual` and a Linux kernel's `ip xfrm` (User Mode Linux). Tunnel and transport mode,
IPv4 and IPv6, all four at once; GRE over the transport-mode pair.

usage: kernel_manual.py IKE-ROUTER [ESP-BY-HAND]
"""

import os
import re
import sys

from peer_lab import require_root_and
from uml_lab import LINUX, with_kernel

ROUTER = """
version 15.4
hostname R1
no logging console
ipv6 unicast-routing
crypto ipsec transform-set TUNNEL esp-aes esp-sha-hmac
crypto ipsec transform-set TRANSPORT esp-aes 256 esp-sha256-hmac
 mode transport
crypto map CM 10 ipsec-manual
 set peer 10.9.0.2
%(tunnel4)s
 set transform-set TUNNEL
 match address LANS
crypto map CM 20 ipsec-manual
 set peer 10.9.0.2
%(transport4)s
 set transform-set TRANSPORT
 match address HOSTS
crypto map ipv6 CM6 10 ipsec-manual
 set peer 2001:DB8:9::2
%(tunnel6)s
 set transform-set TUNNEL
 match address LANS6
crypto map ipv6 CM6 20 ipsec-manual
 set peer 2001:DB8:9::2
%(transport6)s
 set transform-set TRANSPORT
 match address HOSTS6
ip access-list extended LANS
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
ip access-list extended HOSTS
 permit ip host 10.9.0.1 host 10.9.0.2
ipv6 access-list LANS6
 permit ipv6 2001:DB8:1::/64 2001:DB8:2::/64
ipv6 access-list HOSTS6
 permit ipv6 host 2001:DB8:9::1 host 2001:DB8:9::2
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
 ipv6 address 2001:DB8:1::1/64
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 ipv6 address 2001:DB8:9::1/64
 crypto map CM
 ipv6 crypto map CM6
interface Tunnel0
 ip address 172.16.0.1 255.255.255.252
 tunnel source Ethernet0/0
 tunnel destination 10.9.0.2
ip route 192.168.2.0 255.255.255.0 10.9.0.2
ipv6 route 2001:DB8:2::/64 2001:DB8:9::2
end
"""

ENDS = {4: ("10.9.0.1", "10.9.0.2"), 6: ("2001:db8:9::1", "2001:db8:9::2")}
LANS = {4: ("192.168.1.0/24", "192.168.2.0/24"), 6: ("2001:db8:1::/64", "2001:db8:2::/64")}
SUITES = {"tunnel": (16, "hmac(sha1)", 20, 96), "transport": (32, "hmac(sha256)", 32, 128)}


class Pair:
    """One direction each way, with keys of its own: drawn once."""

    def __init__(self, mode, family, number):
        self.mode, self.family = mode, family
        cipher_length, self.hash, hash_length, self.truncated = SUITES[mode]
        self.spis = (1000 + number, 2000 + number)   # to the router, from it
        self.ciphers = [os.urandom(cipher_length).hex() for _ in range(2)]
        self.hashes = [os.urandom(hash_length).hex() for _ in range(2)]

    def of_router(self):
        return "\n".join(" set session-key %s esp %d cipher %s authenticator %s" % (way, self.spis[i], self.ciphers[i], self.hashes[i])
                         for i, way in enumerate(("inbound", "outbound")))

    def selectors(self):
        return LANS[self.family] if self.mode == "tunnel" else ENDS[self.family]

    def of_kernel(self):
        router, kernel = ENDS[self.family]
        ours, theirs = self.selectors()
        for i, (source, destination) in enumerate(((kernel, router), (router, kernel))):
            yield "ip xfrm state add src %s dst %s proto esp spi %d mode %s auth-trunc '%s' 0x%s %d enc 'cbc(aes)' 0x%s" % (
                source, destination, self.spis[i], self.mode, self.hash, self.hashes[i], self.truncated, self.ciphers[i])
        yield "ip xfrm policy add src %s dst %s dir out priority 10 tmpl src %s dst %s proto esp mode %s" % (theirs, ours, kernel, router, self.mode)
        yield "ip xfrm policy add src %s dst %s dir in priority 10 tmpl src %s dst %s proto esp mode %s" % (ours, theirs, router, kernel, self.mode)


PAIRS = {mode + str(family): Pair(mode, family, number)
         for number, (mode, family) in enumerate((mode, family) for mode in SUITES for family in ENDS)}

PINGS = [("192.168.2.1", "192.168.1.1", "ping 192.168.2.1 source Loopback0"), ("10.9.0.2", "10.9.0.1", "ping 10.9.0.2"),
         ("172.16.0.2", "172.16.0.1", "ping 172.16.0.2"),
         ("2001:db8:2::1", "2001:db8:1::1", "ping ipv6 2001:DB8:2::1 source Loopback0"), ("2001:db8:9::2", "2001:db8:9::1", "ping ipv6 2001:DB8:9::2")]


def neighbours_in_clear():
    """Neighbour discovery goes before the policies, as it does at the router."""
    for kind in (135, 136):
        for way in ("in", "out"):
            yield "ip xfrm policy add src ::/0 dst ::/0 proto ipv6-icmp type %d dir %s priority 1 action allow" % (kind, way)


def check(uml, start):
    uml.must("ip route add 192.168.1.0/24 via 10.9.0.1 src 192.168.2.1")
    uml.must("ip -6 route add 2001:db8:1::/64 via 2001:db8:9::1 src 2001:db8:2::1")
    for command in [*neighbours_in_clear(), *(command for pair in PAIRS.values() for command in pair.of_kernel())]:
        uml.must(command)
    uml.must("ip link add gre1 type gre local 10.9.0.2 remote 10.9.0.1 && ip address add 172.16.0.2/30 dev gre1 && ip link set gre1 up")
    router = start()
    for source, destination, back in PINGS:
        uml.command("ping -c 1 -W 2 -I %s %s" % (source, destination))   # neighbours are found
        answer = uml.command("ping -c 3 -W 2 -I %s %s" % (source, destination))
        assert " 0% packet loss" in answer, "ping from the kernel: " + answer
        answer = router.command(back)
        assert "Success rate is 100 percent" in answer, "ping from the router: " + answer
    screen = router.command("show crypto ipsec sa")
    assert screen.count("no sa timing") == 8 and screen.count("replay detection support: N") == 8, screen
    counts = [int(number) for number in re.findall(r"#pkts (?:encaps|decaps): (\d+)", screen)]
    assert len(counts) == 8 and min(counts) >= 8, "counters: " + screen
    assert "errors 0" in screen and not re.search(r"errors [1-9]", screen), screen


def main():
    require_root_and("ip", "ethtool", LINUX, "modprobe")
    configuration = ROUTER % {name: pair.of_router() for name, pair in PAIRS.items()}
    addresses = [("10.9.0.2/24", "vec0"), ("192.168.2.1/24", "lo"), ("2001:db8:9::2/64", "vec0 nodad"), ("2001:db8:2::1/64", "lo nodad")]
    with_kernel(os.path.abspath(sys.argv[1]), "keys by hand, tunnel and transport mode, IPv4 and IPv6, GRE over transport", configuration,
                ("esp4", "esp6", "xfrm_user", "af_key", "ip_gre"), addresses, check)


main()
