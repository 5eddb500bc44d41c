#!/usr/bin/python3
"""IKEv1 main mode with a pre-shared key against strongSwan, in both directions, over a crypto map; ESP in UDP.

usage: strongswan_ikev1.py IKE-ROUTER
"""

import sys

from peer_lab import CHARON, check_peer_pings, check_site_to_site, expect, one_direction, require_root_and

ROUTER = """
version 15.2
hostname R1
no logging console
crypto isakmp policy 10
 %(policy)s
 authentication pre-share
crypto isakmp key known-to-both address 10.9.0.2
crypto isakmp keepalive 10
%(fragmentation)s
crypto ipsec transform-set TS %(transform)s
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 %(pfs)s
 match address VPN
ip access-list extended VPN
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto map CM
ip route 0.0.0.0 0.0.0.0 10.9.0.2
end
"""

SWAN = """
connections {
  router {
    version = 1
    aggressive = no
    fragmentation = yes
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    proposals = %(swan_ike)s
    local { auth = psk }
    remote { auth = psk }
    children { net {
      local_ts = 192.168.2.0/24
      remote_ts = 192.168.1.0/24
      esp_proposals = %(swan_esp)s } }
  }
}
secrets {
  ike-router { id-ours = 10.9.0.2
    id-theirs = 10.9.0.1
    secret = known-to-both }
}
"""

SUITES = [
    dict(policy="encr aes 256\n hash sha256\n group 14", transform="esp-aes 256 esp-sha256-hmac", pfs="set pfs group14", fragmentation="",
         swan_ike="aes256-sha256-modp2048", swan_esp="aes256-sha256-modp2048"),
    dict(policy="encr 3des\n group 2", transform="esp-3des esp-sha-hmac", pfs="", fragmentation="crypto isakmp fragmentation",
         swan_ike="3des-sha1-modp1024", swan_esp="3des-sha1"),
    dict(policy="encr aes\n hash md5\n group 5", transform="esp-aes esp-md5-hmac", pfs="", fragmentation="",
         swan_ike="aes128-md5-modp1536", swan_esp="aes128-md5"),
]


def check_tunnel(router, swan, namespaces):
    sas = router.command("show crypto isakmp sa")
    expect("QM_IDLE" in sas and "ACTIVE" in sas, "an ISAKMP SA in state QM_IDLE", router, swan)
    check_site_to_site(router, swan, namespaces)
    detail = router.command("show crypto isakmp sa detail")
    expect("DN" in detail, "dead peer detection and NAT traversal among the capabilities", router, swan)


def check_renewal(router, swan, namespaces):
    before = router.command("show crypto ipsec sa | include current outbound spi")
    swan.swanctl("--rekey", "--child", "net", check=False)
    router.wait_until("show crypto ipsec sa | include current outbound spi", r"(?s)^(?!.*%s)" % before.split("0x")[1].split("(")[0])
    check_peer_pings(router, swan, namespaces, " after a renewal")


def check(router, swan, namespaces):
    check_tunnel(router, swan, namespaces)
    check_renewal(router, swan, namespaces)


def main():
    require_root_and("ip", "swanctl", CHARON)
    for suite in SUITES:
        for router_starts in (True, False):
            one_direction(sys.argv[1], (ROUTER % suite, SWAN % suite), router_starts, check, ("show crypto isakmp sa", "QM_IDLE"))
            print("passed: %s, %s starts" % (suite["swan_ike"], "router" if router_starts else "strongSwan"))


main()
