#!/usr/bin/python3
"""IKEv1 main mode with a pre-shared key against strongSwan, in both directions, over a crypto map; ESP in UDP.

usage: strongswan_ikev1.py IKE-ROUTER
"""

import sys

from peer_lab import CHARON, Namespaces, Router, StrongSwan, in_temporary_folder, require_root_and

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


def expect(condition, what, router, swan):
    if not condition:
        print(router.transcript)
        print(swan.read_log())
        sys.exit("failed: " + what)


def check_tunnel(router, swan, namespaces):
    sas = router.command("show crypto isakmp sa")
    expect("QM_IDLE" in sas and "ACTIVE" in sas, "an ISAKMP SA in state QM_IDLE", router, swan)
    swan_sas = swan.swanctl("--list-sas")
    expect("ESTABLISHED" in swan_sas and "INSTALLED" in swan_sas, "SAs at strongSwan: " + swan_sas, router, swan)
    answer = namespaces.inside(namespaces.peer, "ping", "-c", "3", "-W", "2", "-I", "192.168.2.1", "192.168.1.1", check=False)
    expect(" 0% packet loss" in answer, "ping from strongSwan: " + answer, router, swan)
    answer = router.command("ping 192.168.2.1 source Loopback0")
    expect("Success rate is 100 percent" in answer, "ping from the router", router, swan)
    screen = router.command("show crypto ipsec sa")
    expect("UDP-Encaps" in screen, "ESP in UDP", router, swan)
    expect("#pkts encaps: 0" not in screen and "#pkts decaps: 0" not in screen, "counters that count", router, swan)
    detail = router.command("show crypto isakmp sa detail")
    expect("DN" in detail, "dead peer detection and NAT traversal among the capabilities", router, swan)


def check_renewal(router, swan, namespaces):
    before = router.command("show crypto ipsec sa | include current outbound spi")
    swan.swanctl("--rekey", "--child", "net", check=False)
    router.wait_until("show crypto ipsec sa | include current outbound spi", r"(?s)^(?!.*%s)" % before.split("0x")[1].split("(")[0])
    answer = namespaces.inside(namespaces.peer, "ping", "-c", "3", "-W", "2", "-I", "192.168.2.1", "192.168.1.1", check=False)
    expect(" 0% packet loss" in answer, "ping after a renewal: " + answer, router, swan)


def one_direction(program, suite, router_starts):
    def test(folder):
        with Namespaces("10.9.0.2/24", "192.168.2.1/24") as namespaces:
            swan = StrongSwan(namespaces, SWAN % suite, folder)
            router = Router(program, namespaces, ROUTER % suite, folder)
            try:
                if router_starts:
                    router.command("ping 192.168.2.1 source Loopback0 repeat 3")
                else:
                    swan.swanctl("--initiate", "--child", "net", check=False)
                check_tunnel(router, swan, namespaces)
                check_renewal(router, swan, namespaces)
                if router_starts:
                    router.command("clear crypto session")
                    expect("ESTABLISHED" not in swan.swanctl("--list-sas"), "DELETE understood by strongSwan", router, swan)
                else:
                    swan.swanctl("--terminate", "--ike", "router")
                    expect("QM_IDLE" not in router.command("show crypto isakmp sa"), "DELETE understood", router, swan)
            except AssertionError as error:
                expect(False, str(error), router, swan)
            finally:
                router.stop()
                swan.stop()
    in_temporary_folder(test)
    print("passed: %s, %s starts" % (suite["swan_ike"], "router" if router_starts else "strongSwan"))


def main():
    require_root_and("ip", "swanctl", CHARON, "ethtool")
    for suite in SUITES:
        for router_starts in (True, False):
            one_direction(sys.argv[1], suite, router_starts)


main()
