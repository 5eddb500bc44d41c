#!/usr/bin/python3
"""strongSwan behind a NAT whose mappings change, IKEv2 and IKEv1: the router follows the newest authentic packet, ESP or IKE, to another port
and to another address, and no echo is lost; no keepalive and no stranger moves it.

usage: strongswan_nat.py IKE-ROUTER
"""

import re
import sys
import time

from nat_lab import CLIENT_ADDRESS, Nat, NatNamespaces, socket_in
from peer_lab import CHARON, Router, StrongSwan, check_peer_pings, comes_true, expect, in_temporary_folder, require_root_and

HUB = """
version 15.4
hostname Hub
no logging console
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 19
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer any
  address 0.0.0.0 0.0.0.0
  pre-shared-key known-to-both
crypto ikev2 profile PROF
 match identity remote fqdn swan.example.com
 identity local address 10.9.0.1
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
crypto isakmp policy 10
 encr aes 256
 hash sha
 authentication pre-share
 group 14
crypto isakmp key known-to-both address 0.0.0.0
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto dynamic-map DYN 10
 set transform-set TS
%(profile)s
crypto map CM 10 ipsec-isakmp dynamic DYN
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
    version = %(version)s
    mobike = no
    local_addrs = %(address)s
    remote_addrs = 10.9.0.1
    proposals = %(proposal)s
    local { auth = psk
      %(id)s }
    remote { auth = psk
      id = 10.9.0.1 }
    children { net {
      local_ts = 192.168.2.0/24
      remote_ts = 192.168.1.0/24
      esp_proposals = aes256-sha256 } }
  }
}
secrets {
  ike-router { secret = known-to-both }
}
"""

VERSIONS = {
    "IKEv2": ({"profile": " set ikev2-profile PROF"},
              {"version": 2, "proposal": "aes256-sha256-ecp256", "id": "id = swan.example.com", "address": CLIENT_ADDRESS}),
    "IKEv1": ({"profile": ""}, {"version": 1, "proposal": "aes256-sha1-modp2048", "id": "", "address": CLIENT_ADDRESS}),
}


class Lab:
    def __init__(self, program, namespaces, nat, folder, texts):
        self.namespaces, self.nat = namespaces, nat
        self.swan = StrongSwan(namespaces, SWAN % texts[1], folder)
        self.router = Router(program, namespaces, HUB % texts[0], folder)

    def expect(self, condition, what):
        expect(condition, what, self.router, self.swan)

    def peer_on_screen(self):
        return re.search(r"current_peer:? (\S+) port:? ?(\d+)", self.router.command("show crypto ipsec sa")).groups()

    def is_followed(self, when):
        """The router sends where strongSwan's mapping is now."""
        wanted = (self.nat.address, str(self.nat.port_of_esp()))
        self.expect(comes_true(lambda: self.peer_on_screen() == wanted), "%s %s, not %s" % (when, wanted, self.peer_on_screen()))
        answer = self.router.command("ping 192.168.2.1 source Loopback0")
        self.expect("Success rate is 100 percent" in answer, when + ": " + answer)

    def check_traffic(self, address, when):
        self.nat.forget(address)
        check_peer_pings(self.router, self.swan, self.namespaces, " " + when)
        self.is_followed(when)

    def check_ike(self):
        self.nat.forget()
        answer = self.router.command("ping 192.168.2.1 source Loopback0 repeat 1 timeout 1")
        self.expect("Success rate is 0 percent" in answer, "a mapping that is gone carries nothing")
        self.swan.swanctl("--rekey", "--child", "net")
        self.is_followed("after an IKE message from a new port")

    def check_strangers(self):
        before = self.peer_on_screen()
        with socket_in(self.namespaces.outside, "10.9.0.3", 4500) as stranger:
            for datagram in (b"\xff", b"\0\0\0\0" + bytes(40), bytes(8) + b"\1" * 72):
                stranger.sendto(datagram, ("10.9.0.1", 4500))
        time.sleep(0.3)
        self.expect(self.peer_on_screen() == before, "strangers move nobody")

    def check(self):
        self.swan.swanctl("--initiate", "--child", "net", check=False)
        check_peer_pings(self.router, self.swan, self.namespaces)
        self.is_followed("at first")
        self.check_traffic(None, "from a new port")
        self.check_traffic("10.9.0.3", "from a new address")
        self.check_ike()
        self.check_strangers()
        self.swan.swanctl("--terminate", "--ike", "router")
        self.expect(comes_true(lambda: "current_peer" not in self.router.command("show crypto ipsec sa | include current_peer|pkts")
                               or "inbound esp sas" not in self.router.command("show crypto ipsec sa | include spi: ")), "DELETE understood")
        self.expect(self.router.stop() == 0, "status 0 of the router")


def check_version(program, folder, texts):
    with NatNamespaces() as namespaces, Nat(namespaces) as nat:
        lab = Lab(program, namespaces, nat, folder, texts)
        try:
            lab.check()
        finally:
            lab.router.stop()
            lab.swan.stop()


def main():
    require_root_and("ip", "swanctl", CHARON)
    for name, texts in VERSIONS.items():
        in_temporary_folder(lambda folder: check_version(sys.argv[1], folder, texts))
        print("passed: %s behind a NAT that changes its mind" % name)


main()
