#!/usr/bin/python3
"""Traffic of hosts through a tunnel with strongSwan: 1400-byte pings that may not be cut, TCP both ways by iperf3, over a crypto map (CBC)
and a VTI (GCM). What TCP reached is printed.

usage: strongswan_traffic.py IKE-ROUTER
"""

import json
import re
import subprocess
import sys

from peer_lab import CHARON, Namespaces, Router, StrongSwan, expect, in_temporary_folder, require_root_and, run

ROUTER = """
version 15.4
hostname R1
no logging console
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 19
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
crypto ipsec transform-set TS %(transform)s
%(protection)s
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
%(applied)s
interface Ethernet0/1
 ip address 192.168.1.1 255.255.255.0
%(route)s
end
"""

CRYPTO_MAP = """ip access-list extended VPN
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 set ikev2-profile PROFILE
 match address VPN
"""

VTI = """crypto ipsec profile VTI
 set transform-set TS
 set ikev2-profile PROFILE
interface Tunnel0
 ip address 172.16.0.1 255.255.255.252
 tunnel source Ethernet0/0
 tunnel mode ipsec ipv4
 tunnel destination 10.9.0.2
 tunnel protection ipsec profile VTI
"""

SWAN = """
connections {
  router {
    version = 2
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    proposals = aes256-sha256-ecp256
    local { auth = psk }
    remote { auth = psk }
    children { net {
      local_ts = %(local_ts)s
      remote_ts = %(remote_ts)s
      esp_proposals = %(esp)s } }
  }
}
secrets {
  ike-router { id-ours = 10.9.0.2
    id-theirs = 10.9.0.1
    secret = known-to-both }
}
"""

WAYS = {
    "crypto map, AES-CBC-128 and SHA-1": (
        {"transform": "esp-aes esp-sha-hmac", "protection": CRYPTO_MAP, "applied": " crypto map CM",
         "route": "ip route 192.168.2.0 255.255.255.0 10.9.0.2"},
        {"local_ts": "192.168.2.0/24", "remote_ts": "192.168.1.0/24", "esp": "aes128-sha1"}),
    "VTI, AES-GCM-128": (
        {"transform": "esp-gcm 128", "protection": VTI, "applied": "", "route": "ip route 192.168.2.0 255.255.255.0 Tunnel0"},
        {"local_ts": "0.0.0.0/0", "remote_ts": "0.0.0.0/0", "esp": "aes128gcm16"}),
}
SECONDS = 3


class Host:
    """A host in a namespace of its own behind Ethernet0/1, offloads on as they come."""

    def __init__(self, namespaces):
        self.name, self.namespaces = namespaces.dut.replace("dut", "host"), namespaces
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", "lan0", "netns", namespaces.dut, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        namespaces.inside(namespaces.dut, "ip", "link", "set", "lan0", "up")
        for command in ("link set eth0 up", "address add 192.168.1.10/24 dev eth0", "route add default via 192.168.1.1"):
            self.run("ip", *command.split())

    def run(self, *command, check=True):
        return self.namespaces.inside(self.name, *command, check=check)

    def remove(self):
        run("ip", "netns", "delete", self.name, check=False)


def errors(router):
    """Of both directions, and packets that the router protected and opened."""
    screen = router.command("show crypto ipsec sa")
    sent, received = re.search(r"#send errors (\d+), #recv errors (\d+)", screen).groups()
    count = [int(re.search(r"#pkts %s: (\d+)" % what, screen).group(1)) for what in ("encaps", "decaps")]
    return int(sent) + int(received), count


def tcp(host, swan_side, router, swan, reverse):
    """Megabits a second that arrived."""
    server = subprocess.Popen(["ip", "netns", "exec", swan_side, "iperf3", "-s", "-1", "-B", "192.168.2.1"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.STDOUT)
    try:
        host.run("sh", "-c", "sleep 0.5")
        answer = host.run("iperf3", "-J", "-c", "192.168.2.1", "-t", str(SECONDS), *(["-R"] if reverse else []), check=False)
        try:
            rate = json.loads(answer)["end"]["sum_received"]["bits_per_second"] / 1e6
        except (ValueError, KeyError):
            rate = 0
        expect(rate > 0, "TCP through the tunnel: " + answer, router, swan)
        return rate
    finally:
        server.kill()
        server.wait()


def check(host, router, swan, namespaces):
    router.command("ping 192.168.2.1 source Ethernet0/1 repeat 4")
    answer = host.run("ping", "-c", "5", "-i", "0.2", "-W", "2", "-M", "do", "-s", "1372", "192.168.2.1", check=False)
    expect(" 0% packet loss" in answer, "1400-byte ping that may not be cut: " + answer, router, swan)
    waited, before = errors(router)
    rates = [tcp(host, namespaces.peer, router, swan, reverse) for reverse in (False, True)]
    failed, after = errors(router)
    expect(failed == waited, "no errors at the SAs but for who came before them", router, swan)
    expect(all(late > early + 100 for early, late in zip(before, after)), "counters grow: %s %s" % (before, after), router, swan)
    return rates


def one_way(program, name):
    router_parts, swan_parts = WAYS[name]
    rates = []

    def test(folder):
        with Namespaces("10.9.0.2/24", "192.168.2.1/24") as namespaces:
            host = Host(namespaces)
            swan = router = None
            try:
                swan = StrongSwan(namespaces, SWAN % swan_parts, folder)
                router = Router(program, namespaces, ROUTER % router_parts, folder, "--link", "Ethernet0/1=packet:lan0")
                rates.extend(check(host, router, swan, namespaces))
                expect(router.stop() == 0, "status 0 of the router", router, swan)
            finally:
                for each in (router, swan):
                    if each:
                        each.stop()
                host.remove()
    in_temporary_folder(test)
    print("passed: %s; TCP towards strongSwan %d Mbit/s, from it %d Mbit/s" % (name, *rates))


def main():
    require_root_and(CHARON, "swanctl", "ip", "iperf3")
    for name in WAYS:
        one_way(sys.argv[1], name)


main()
