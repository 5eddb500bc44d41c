#!/usr/bin/python3
"""IKEv1 with Xauth and mode configuration: strongSwan as a client of our hub (aggressive and main mode), and our EzVPN client (both modes)
at a strongSwan server with a pool and a split tunnel.

usage: strongswan_xauth.py IKE-ROUTER
"""

import re
import sys

from peer_lab import CHARON, comes_true, expect, require_root_and, with_both

XAUTH_PLUGIN = "/usr/lib/ipsec/plugins/libstrongswan-xauth-generic.so"

HUB = """
version 15.2
hostname Hub
no logging console
username traveller password 0 far-away
aaa new-model
aaa authentication login CLIENTS local
aaa authorization network GROUPS local
crypto isakmp policy 10
 encr aes 256
 hash sha
 authentication pre-share
 group 14
crypto isakmp client configuration group staff
 key group-key
 dns 192.168.1.53
 pool POOL
 acl SPLIT
crypto ipsec transform-set TS esp-aes 256 esp-sha-hmac
crypto dynamic-map DYN 10
 set transform-set TS
crypto map CM client authentication list CLIENTS
%(groups)s
crypto map CM client configuration address respond
crypto map CM 10 ipsec-isakmp dynamic DYN
ip local pool POOL 10.5.5.1 10.5.5.254
ip access-list extended SPLIT
 permit ip 192.168.1.0 0.0.0.255 any
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto map CM
ip route 0.0.0.0 0.0.0.0 10.9.0.2
end
"""

SWAN_CLIENT = """
connections {
  router {
    version = 1
    aggressive = %(aggressive)s
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    vips = 0.0.0.0
    proposals = aes256-sha1-modp2048
    local { auth = psk
      id = %(id)s }
    local-xauth { auth = xauth
      xauth_id = traveller }
    remote { auth = psk
      id = 10.9.0.1 }
    children { net {
      remote_ts = 192.168.1.0/24
      esp_proposals = aes256-sha1 } }
  }
}
secrets {
  ike-group { id-ours = %(id)s
    id-theirs = 10.9.0.1
    secret = group-key }
  xauth-user { id = traveller
    secret = %(password)s }
}
"""
GROUP = '"@#7374616666"'   # the key identifier "staff"

SPOKE = """
version 15.2
hostname Spoke
no logging console
crypto isakmp policy 10
 encr aes 256
 hash sha
 authentication pre-share
 group 14
crypto ipsec client ezvpn EZ
 connect auto
 group staff key group-key
 mode %(mode)s
 peer 10.9.0.2
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
 crypto ipsec client ezvpn EZ inside
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto ipsec client ezvpn EZ
ip route 0.0.0.0 0.0.0.0 10.9.0.2
end
"""

SWAN_SERVER = """
connections {
  router {
    version = 1
    aggressive = yes
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    pools = staff
    proposals = aes256-sha1-modp2048,aes256-sha1-modp1024,aes128-sha1-modp1024
    local { auth = psk
      id = 10.9.0.2 }
    remote { auth = psk
      id = "@#7374616666" }
    remote-xauth { auth = xauth }
    children { net {
      local_ts = 192.168.2.0/24
      remote_ts = %(theirs)s
      esp_proposals = aes256-sha1,aes128-sha1 } }
  }
}
pools {
  staff { addrs = 10.5.5.1-10.5.5.20
    dns = 192.168.2.53
    split_include = 192.168.2.0/24 }
}
secrets {
  ike-group { id-group = "@#7374616666"
    id-ours = 10.9.0.2
    secret = group-key }
  xauth-user { id = traveller
    secret = far-away }
}
"""


AGGRESSIVE_MODE = {"aggressive": "yes", "id": GROUP}
MAIN_MODE = {"aggressive": "no", "id": "10.9.0.2"}
BY_GROUP = "crypto map CM isakmp authorization list GROUPS"
BY_ADDRESS = "crypto isakmp key group-key address 10.9.0.2\ncrypto isakmp client configuration address-pool local POOL"


def client_of_hub(program, name, mode, groups):
    def check(router, swan, namespaces):
        said = swan.swanctl("--initiate", "--child", "net", check=False)
        sas = swan.swanctl("--list-sas")
        expect("ESTABLISHED" in sas and "INSTALLED" in sas and "10.5.5.1/32" in sas, "an address and SAs for the client: " + said + sas, router, swan)
        answer = namespaces.inside(namespaces.peer, "ping", "-c", "3", "-W", "2", "-I", "10.5.5.1", "192.168.1.1", check=False)
        expect(" 0% packet loss" in answer, "ping from the client: " + answer, router, swan)
        answer = router.command("ping 10.5.5.1 source Loopback0")
        expect("Success rate is 100 percent" in answer, "ping from the hub", router, swan)
        expect("traveller" in router.command("show crypto session detail"), "the user's name", router, swan)
        swan.swanctl("--terminate", "--ike", "router")
        expect(comes_true(lambda: "QM_IDLE" not in router.command("show crypto isakmp sa")), "DELETE understood", router, swan)
        expect(re.search(r"POOL +10\.5\.5\.1 +10\.5\.5\.254 +254 +0", router.command("show ip local pool")), "the address is free again", router, swan)
    with_both(program, (HUB % {"groups": groups}, SWAN_CLIENT % dict(mode, password="far-away")), check)
    print("passed: strongSwan as client, %s" % name)


def client_with_wrong_password(program):
    def check(router, swan, namespaces):
        said = swan.swanctl("--initiate", "--child", "net", check=False)
        expect("INSTALLED" not in swan.swanctl("--list-sas"), "no SAs for a wrong password: " + said, router, swan)
        expect("10.5.5.1" not in router.command("show crypto ipsec sa"), "no SAs of ours for a wrong password", router, swan)
    with_both(program, (HUB % {"groups": BY_GROUP}, SWAN_CLIENT % dict(AGGRESSIVE_MODE, password="not-it")), check)
    print("passed: strongSwan as client with a wrong password is refused")


def log_in(router):
    """What a user is asked to do whose group may not store a password."""
    router.wait_until("show crypto ipsec client ezvpn", "Current State: XAUTH_REQ", 30)
    router.type(b"crypto ipsec client ezvpn xauth\r")
    router.wait_for("Username:$")
    router.type(b"traveller\r")
    router.wait_for("Password:$")
    router.command("far-away")


def our_client(program, mode):
    def check(router, swan, namespaces):
        namespaces.inside(namespaces.peer, "ip", "route", "add", "192.168.1.0/24", "via", "10.9.0.1", check=False)
        log_in(router)
        router.wait_until("show crypto ipsec client ezvpn", "Current State: IPSEC_ACTIVE", 30)
        screen = router.command("show crypto ipsec client ezvpn")
        if mode == "client":   # strongSwan speaks of networks to those who ask for an address
            expect("192.168.2.0" in screen, "the split tunnel: " + screen, router, swan)
            expect(re.search(r"Address: 10\.5\.5\.\d+", screen), "an address of the pool: " + screen, router, swan)
        answer = router.command("ping 192.168.2.1 source Loopback0 repeat 5")
        expect("Success rate is 100 percent" in answer, "ping from the inside: " + answer, router, swan)
        sas = swan.swanctl("--list-sas")
        expect("INSTALLED" in sas and "traveller" in sas, "SAs and user at strongSwan: " + sas, router, swan)
        before = router.command("show crypto ipsec sa")
        router.command("clear crypto ipsec client ezvpn")
        old = set(re.findall(r"spi: 0x([0-9A-F]+)", before))
        expect(old and comes_true(lambda: not any(spi.lower().lstrip("0") in swan.swanctl("--list-sas") for spi in old)),
               "DELETE understood by strongSwan", router, swan)
        log_in(router)   # it connects again by itself
        router.wait_until("show crypto ipsec client ezvpn", "Current State: IPSEC_ACTIVE", 30)
    theirs = "dynamic" if mode == "client" else "192.168.1.0/24"
    with_both(program, (SPOKE % {"mode": mode}, SWAN_SERVER % {"theirs": theirs}), check)
    print("passed: our EzVPN client, mode %s" % mode)


def main():
    program = sys.argv[1]
    require_root_and(CHARON, XAUTH_PLUGIN, "swanctl", "ip")
    client_of_hub(program, "aggressive mode with a group", AGGRESSIVE_MODE, BY_GROUP)
    client_of_hub(program, "main mode with a key for its address", MAIN_MODE, BY_ADDRESS)
    client_with_wrong_password(program)
    for mode in ("client", "network-extension"):
        our_client(program, mode)


main()
