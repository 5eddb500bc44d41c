#!/usr/bin/python3
"""OpenIKED on a kernel with ESP (User Mode Linux): IKEv2 over a crypto map, in both directions, with ESP of its own IP protocol.

usage: openiked_esp.py IKE-ROUTER [ESP-BY-HAND]
"""

import os
import sys

from peer_lab import comes_true, require_root_and
from uml_lab import LINUX, check_traffic, kernel_spis, router_spis, with_kernel

ROUTER = """
version 15.4
hostname R1
no logging console
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KR
 peer OPENIKED
  address 10.9.0.2
  pre-shared-key known-to-both
crypto ikev2 profile PROFILE
 match identity remote address 10.9.0.2 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
crypto ipsec transform-set TS esp-aes 256 esp-sha-hmac
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 set ikev2-profile PROFILE
 match address VPN
ip access-list extended VPN
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto map CM
ip route 192.168.2.0 255.255.255.0 10.9.0.2
end
"""

IKED = """ikev2 "net" %s esp from 192.168.2.0/24 to 192.168.1.0/24 local 10.9.0.2 peer 10.9.0.1 \\
  ikesa auth hmac-sha2-256 enc aes-256 prf hmac-sha2-256 group modp2048 childsa auth hmac-sha1 enc aes-256 \\
  srcid 10.9.0.2 dstid 10.9.0.1 psk "known-to-both"
"""
SOCKET = "/run/iked.sock"


def numbers(spis):
    return {int(spi, 16) for spi in spis}


def is_reached(router):
    """OpenIKED answers before it has read its configuration to the end, and forgets then."""
    if "Success rate is 0" not in router.command("ping 192.168.2.1 source Loopback0 repeat 2 timeout 1"):
        return True
    router.command("clear crypto session")
    return False


def one_way(program, router_starts):
    def check(uml, start):
        uml.must("ip route add 192.168.1.0/24 via 10.9.0.1 src 192.168.2.1")
        uml.write("iked.conf", IKED % ("passive" if router_starts else "active"))
        uml.must("cp /mnt/iked.conf /run/iked.conf && chmod 600 /run/iked.conf && chown root /run/iked.conf")
        router = start()
        uml.start_daemon("iked -d -v -f /run/iked.conf -s " + SOCKET, "iked.log")
        if router_starts:
            uml.wait_for_output("ls /run", "iked.sock")
            comes_true(lambda: is_reached(router), 60)
        else:
            router.wait_until("show crypto ipsec sa count", "active: 2,", 60)
        assert comes_true(lambda: len(kernel_spis(uml)) >= 2), "SAs of the kernel"
        check_traffic(router, uml)
        if router_starts:
            before = numbers(router_spis(router))
            router.command("clear crypto session")
            assert before and comes_true(lambda: not before & numbers(kernel_spis(uml)), 30), "DELETE understood by OpenIKED"
        else:
            before = router_spis(router)
            uml.command("ikectl -s %s reset sa" % SOCKET)
            assert before and comes_true(lambda: not before & router_spis(router), 20), "DELETE understood"
    name = "IKEv2, crypto map, %s starts" % ("the router" if router_starts else "OpenIKED")
    with_kernel(program, name, ROUTER, ("esp4", "xfrm_user", "af_key"), [("10.9.0.2/24", "vec0"), ("192.168.2.1/24", "lo")], check)


def main():
    require_root_and("ip", "ethtool", LINUX, "modprobe", "iked")
    for router_starts in (True, False):
        one_way(os.path.abspath(sys.argv[1]), router_starts)


main()
