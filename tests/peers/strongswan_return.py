#!/usr/bin/python3
"""An end that dies without a word and comes back: IKEv1 dead-peer detection of a killed charon, periodic and on demand, and a killed router
whose INITIAL_CONTACT puts the new SAs in the place of the old ones (IKEv1 and IKEv2).

usage: strongswan_return.py IKE-ROUTER
"""

import sys
import tempfile
import time

from peer_lab import CHARON, Router, check_site_to_site, comes_true, expect, require_root_and, with_both

ROUTER = """
version 15.4
hostname R1
no logging console
logging buffered
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KR
 peer SWAN
  address 10.9.0.2
  pre-shared-key known-to-both
crypto ikev2 profile PROFILE
 match identity remote address 10.9.0.2 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
crypto isakmp policy 10
 encryption aes 256
 hash sha256
 group 14
 authentication pre-share
crypto isakmp key known-to-both address 10.9.0.2
crypto isakmp keepalive 10 2 %(keepalive)s
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
%(profile)s
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
    version = %(version)d
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    proposals = aes256-sha256-modp2048
    local { auth = psk }
    remote { auth = psk }
    children { net {
      local_ts = 192.168.2.0/24
      remote_ts = 192.168.1.0/24
      esp_proposals = aes256-sha256 } }
  }
}
secrets {
  ike-router { id-ours = 10.9.0.2
    id-theirs = 10.9.0.1
    secret = known-to-both }
}
"""
PING = "ping 192.168.2.1 source Loopback0 repeat %d timeout 1"


def configurations(version, keepalive="periodic"):
    profile = " set ikev2-profile PROFILE" if version == 2 else ""
    return ROUTER % {"keepalive": keepalive, "profile": profile}, SWAN % {"version": version}


def killed_charon(program, keepalive):
    """On demand, nobody asks before there is something to send that is not answered."""
    on_demand = keepalive != "periodic"

    def is_gone(router):
        if on_demand:
            router.command(PING % 1)
        return "QM_IDLE" not in router.command("show crypto isakmp sa")

    def check(router, swan, namespaces):
        router.command(PING % 4)
        check_site_to_site(router, swan, namespaces)
        swan.kill()
        since = time.monotonic()
        expect(comes_true(lambda: is_gone(router), 60), "a dead peer noticed", router, swan)
        took = time.monotonic() - since
        expect(took > 8, "a dead peer noticed after its silence, not after %d s" % took, router, swan)
        screen = router.command("show crypto ipsec sa")
        expect("spi: 0x0(0)" in screen or "inbound esp sas:\r\n\r\n" in screen, "nothing left of a dead peer: " + screen, router, swan)
        swan.start()
        router.command(PING % 6)
        check_site_to_site(router, swan, namespaces)
    with_both(program, configurations(1, keepalive), check)
    print("passed: IKEv1, charon killed, keepalives %s" % keepalive)


def killed_router(program, version):
    def check(router, swan, namespaces):
        router.command(PING % 4)
        check_site_to_site(router, swan, namespaces)
        router.process.kill()
        router.process.wait()
        with tempfile.TemporaryDirectory(prefix="ike-router-") as folder:
            again = Router(program, namespaces, configurations(version)[0], folder)
            try:
                again.command(PING % 6)
                check_site_to_site(again, swan, namespaces)
                left = lambda: swan.swanctl("--list-sas").count("ESTABLISHED")
                expect(comes_true(lambda: left() == 1, 20), "the old SA replaced: " + swan.swanctl("--list-sas"), again, swan)
            finally:
                expect(again.stop() == 0, "status 0 of the router", again, swan)
    with_both(program, configurations(version), check, ends_well=False)
    print("passed: IKEv%d, the router killed" % version)


def main():
    program = sys.argv[1]
    require_root_and(CHARON, "swanctl", "ip", "ethtool")
    for keepalive in ("periodic", "on-demand"):
        killed_charon(program, keepalive)
    for version in (1, 2):
        killed_router(program, version)


main()
