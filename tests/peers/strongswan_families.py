#!/usr/bin/python3
"""Both families of addresses, outside and inside, against strongSwan, in both directions: IPv6 in IPv6 (VTI and crypto map),
IPv4 in IPv6, IPv6 in IPv4 (IKEv2 and IKEv1).

usage: strongswan_families.py IKE-ROUTER
"""

import re
import sys

from peer_lab import CHARON, comes_true, expect, require_root_and, with_both

ADDRESSES = {4: ("10.9.0.1", "10.9.0.2"), 6: ("2001:db8:9::1", "2001:db8:9::2")}
NETWORKS = {4: ("192.168.1.0/24", "192.168.2.0/24"), 6: ("2001:db8:1::/64", "2001:db8:2::/64")}
HOSTS = {4: ("192.168.1.1", "192.168.2.1"), 6: ("2001:db8:1::1", "2001:db8:2::1")}

ROUTER = """
version 15.4
hostname R1
no logging console
ipv6 unicast-routing
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KR
 peer SWAN
  address %(peer)s%(keyring_mask)s
  pre-shared-key known-to-both
crypto ikev2 profile PROFILE
 match identity remote address %(peer)s%(identity_mask)s
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
crypto isakmp policy 10
 encryption aes 256
 hash sha256
 group 14
 authentication pre-share
crypto isakmp key known-to-both address %(isakmp_peer)s
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
%(protection)s
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
 ipv6 address 2001:db8:1::1/64
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 ipv6 address 2001:db8:9::1/64
%(applied)s
end
"""

VTI = """crypto ipsec profile VTI
 set transform-set TS
%(version)s
interface Tunnel0
 ip address 172.16.0.1 255.255.255.252
 ipv6 address 2001:db8:ff::1/64
 tunnel source %(own)s
 tunnel mode %(mode)s
 tunnel destination %(peer)s
 tunnel protection ipsec profile VTI
"""

CRYPTO_MAP = """ipv6 access-list VPN
 permit ipv6 2001:db8:1::/64 2001:db8:2::/64
crypto map ipv6 CM 10 ipsec-isakmp
 set peer %(peer)s
 set transform-set TS
%(version)s
 match address VPN
"""
ROUTES = {4: "ip route 192.168.2.0 255.255.255.0 Tunnel0", 6: "ipv6 route 2001:db8:2::/64 Tunnel0"}

SWAN = """
connections {
  router {
    version = %(version)s
    local_addrs = %(peer)s
    remote_addrs = %(own)s
    proposals = aes256-sha256-modp2048
    local { auth = psk }
    remote { auth = psk }
    children { net {
      local_ts = %(local_ts)s
      remote_ts = %(remote_ts)s
      esp_proposals = aes256-sha256 } }
  }
}
secrets {
  ike-router { id-ours = %(peer)s
    id-theirs = %(own)s
    secret = known-to-both }
}
"""

# IKEv1 looks for a NAT over IPv4 only, and strongSwan's ESP in user space is always in UDP.
# name, family outside, family inside, the VTI's mode (or a crypto map), version of IKE
WAYS = [
    ("IPv6 in IPv6, VTI, IKEv2", 6, 6, "ipsec ipv6", 2),
    ("IPv6 in IPv6, crypto map, IKEv2", 6, 6, None, 2),
    ("IPv4 in IPv6, VTI, IKEv2", 6, 4, "ipsec ipv6 v4-overlay", 2),
    ("IPv6 in IPv4, VTI, IKEv2", 4, 6, "ipsec ipv4 v6-overlay", 2),
    ("IPv6 in IPv4, VTI, IKEv1", 4, 6, "ipsec ipv4 v6-overlay", 1),
]


def configurations(outside, inside, mode, version):
    own, peer = ADDRESSES[outside]
    parts = {"own": own, "peer": peer, "mode": mode, "version": " set ikev2-profile PROFILE" if version == 2 else ""}
    v6 = outside == 6
    router = ROUTER % {
        "peer": peer, "keyring_mask": "/128" if v6 else "", "identity_mask": "/128" if v6 else " 255.255.255.255",
        "isakmp_peer": "ipv6 %s/128" % peer if v6 else peer,
        "protection": (VTI if mode else CRYPTO_MAP) % parts,
        "applied": ROUTES[inside] if mode else " ipv6 crypto map CM\nipv6 route 2001:db8:2::/64 " + peer}
    everything = "0.0.0.0/0" if inside == 4 else "::/0"
    swan = SWAN % {"version": version, "own": own, "peer": peer, "local_ts": everything if mode else NETWORKS[inside][1],
                   "remote_ts": everything if mode else NETWORKS[inside][0]}
    return router, swan


def prepare(namespaces):
    inside = lambda *command: namespaces.inside(namespaces.peer, *command, check=False)
    inside("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0", "net.ipv6.conf.wan1.disable_ipv6=0")
    inside("ip", "address", "add", "2001:db8:9::2/64", "dev", "wan1", "nodad")
    inside("ip", "address", "add", "2001:db8:2::1/64", "dev", "lo", "nodad")
    inside("ip", "-6", "rule", "add", "pref", "100", "to", "2001:db8:9::1", "lookup", "main")


def one_way(program, name, outside, inside, mode, version, router_starts):
    def check(router, swan, namespaces):
        own, peer = HOSTS[inside]
        ping = "ping %s%s source Loopback0 repeat %%d" % ("ipv6 " if inside == 6 else "", peer)
        if router_starts:
            router.command(ping % 4)
        else:
            swan.swanctl("--initiate", "--child", "net", check=False)
        sas = swan.swanctl("--list-sas")
        expect("ESTABLISHED" in sas and "INSTALLED" in sas, "SAs at strongSwan: " + sas, router, swan)
        answer = namespaces.inside(namespaces.peer, "ping", "-%d" % inside, "-c", "3", "-W", "2", "-I", peer, own, check=False)
        expect(" 0% packet loss" in answer, "ping from strongSwan: " + answer, router, swan)
        answer = router.command(ping % 5)
        expect("Success rate is 100 percent" in answer, "ping from the router: " + answer, router, swan)
        screen = router.command("show crypto ipsec sa")
        expect("local crypto endpt.: %s" % ADDRESSES[outside][0].upper() in screen, "the outer address: " + screen, router, swan)
        expect(int(re.search(r"#pkts decaps: (\d+)", screen).group(1)) >= 8, "counters: " + screen, router, swan)
        swan.swanctl("--terminate", "--ike", "router")
        old = re.findall(r"spi: (0x[0-9A-F]+)", screen)
        expect(old and comes_true(lambda: old[0] not in router.command("show crypto ipsec sa")), "DELETE understood", router, swan)
    with_both(program, configurations(outside, inside, mode, version), check, prepare)
    print("passed: %s, %s starts" % (name, "the router" if router_starts else "strongSwan"))


def main():
    require_root_and(CHARON, "swanctl", "ip")
    for way in WAYS:
        for router_starts in (True, False):
            one_way(sys.argv[1], *way, router_starts)


main()
