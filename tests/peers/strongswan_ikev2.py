#!/usr/bin/python3
"""IKEv2 with a pre-shared key against strongSwan, in both directions, over a crypto map; ESP in UDP; IKE in fragments
and whole.

usage: strongswan_ikev2.py IKE-ROUTER
"""

import sys

from peer_lab import CHARON, check_site_to_site, expect, one_direction, require_root_and

ROUTER = """
hostname R1
no logging console
%(fragmentation)s
crypto ikev2 proposal PROP
 encryption %(encryption)s
 %(integrity)s
 group %(group)s
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer swan
  address 10.9.0.2
  pre-shared-key known-to-both
crypto ikev2 profile PROF
 match identity remote fqdn swan.example.com
 identity local fqdn router.example.com
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
crypto ipsec transform-set TS %(transform)s
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 set ikev2-profile PROF
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
    version = 2
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    proposals = %(swan_ike)s
    local { auth = psk
      id = swan.example.com }
    remote { auth = psk
      id = router.example.com }
    children { net {
      local_ts = 192.168.2.0/24
      remote_ts = 192.168.1.0/24
      esp_proposals = %(swan_esp)s } }
  }
}
secrets {
  ike-router { id-ours = swan.example.com
    id-theirs = router.example.com
    secret = known-to-both }
}
"""

SUITES = [
    dict(fragmentation="crypto ikev2 fragmentation mtu 200", encryption="aes-cbc-256", integrity="integrity sha256", group="14", transform="esp-aes 256 esp-sha256-hmac",
         swan_ike="aes256-sha256-modp2048", swan_esp="aes256-sha256"),
    dict(fragmentation="crypto ikev2 fragmentation mtu 200", encryption="aes-gcm-256", integrity="prf sha384", group="19", transform="esp-gcm 256",
         swan_ike="aes256gcm16-prfsha384-ecp256", swan_esp="aes256gcm16"),
    dict(fragmentation="", encryption="3des", integrity="integrity sha1", group="2", transform="esp-3des esp-sha-hmac",
         swan_ike="3des-sha1-modp1024", swan_esp="3des-sha1"),
]


def check_tunnel(router, swan, namespaces):
    sas = router.command("show crypto ikev2 sa")
    expect("READY" in sas, "an IKE SA in state READY", router, swan)
    check_site_to_site(router, swan, namespaces)


def check_fragmented_tunnel(router, swan, namespaces):
    log = swan.read_log()
    expect("splitting IKE message" in log and "reassembled fragmented IKE message" in log, "fragments both ways", router, swan)
    check_tunnel(router, swan, namespaces)


def main():
    require_root_and("ip", "swanctl", CHARON)
    for suite in SUITES:
        check = check_fragmented_tunnel if suite["fragmentation"] else check_tunnel
        for router_starts in (True, False):
            one_direction(sys.argv[1], (ROUTER % suite, SWAN % suite), router_starts, check, ("show crypto ikev2 sa", "READY"))
            print("passed: %s, %s starts" % (suite["swan_ike"], "router" if router_starts else "strongSwan"))


main()
