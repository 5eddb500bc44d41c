#!/usr/bin/python3
"""libreswan on a kernel with ESP (User Mode Linux): IKEv2 over a crypto map and a VTI, IKEv1 main mode over a crypto map; each in both
directions, with ESP of its own IP protocol.

usage: libreswan_esp.py IKE-ROUTER [ESP-BY-HAND]
"""

import os
import re
import shlex
import subprocess
import sys

from peer_lab import Namespaces, Router, comes_true, in_temporary_folder, require_root_and
from uml_lab import LINUX, Uml

ROUTER = """
version 15.2
hostname R1
no logging console
crypto ikev2 proposal PROP
 %(ikev2)s
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KR
 peer LIBRESWAN
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
crypto ipsec transform-set TS %(transform)s
%(protection)s
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
%(map)s
end
"""

CRYPTO_MAP = """ip access-list extended VPN
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 %s
 match address VPN
"""
APPLIED = " crypto map CM\nip route 192.168.2.0 255.255.255.0 10.9.0.2"

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

LIBRESWAN = """
config setup
  ikev1-policy=accept
conn net
  ikev2=%(ikev2)s
  left=10.9.0.2
  right=10.9.0.1
  authby=secret
  leftsubnet=%(left)s
  rightsubnet=%(right)s
  ike=%(ike)s
  esp=%(esp)s
  pfs=%(pfs)s
  leftupdown=%%disabled
  auto=add
%(more)s
"""

SUITES = {
    "cbc": {"ikev2": "encryption aes-cbc-256\n integrity sha256\n group 14", "transform": "esp-aes 256 esp-sha256-hmac",
            "ike": "aes256-sha2_256;modp2048", "esp": "aes256-sha2_256"},
    "gcm": {"ikev2": "encryption aes-gcm-256\n prf sha384\n group 19", "transform": "esp-gcm 256", "ike": "aes_gcm256-sha2_384;dh19",
            "esp": "aes_gcm256"},
}
NETS = {"left": "192.168.2.0/24", "right": "192.168.1.0/24"}
WAYS = {
    "IKEv2, crypto map": ("cbc", {"protection": CRYPTO_MAP % "set ikev2-profile PROFILE", "map": APPLIED},
                          dict(NETS, ikev2="insist", pfs="no", more="")),
    "IKEv2, VTI": ("gcm", {"protection": VTI, "map": "ip route 192.168.2.0 255.255.255.0 Tunnel0"},
                   {"left": "0.0.0.0/0", "right": "0.0.0.0/0", "ikev2": "insist", "pfs": "no", "more": "  mark=5/0xffffffff"}),
    "IKEv1 main mode, crypto map": ("cbc", {"protection": CRYPTO_MAP % "set pfs group14", "map": APPLIED},
                                    dict(NETS, ikev2="no", pfs="yes", more="")),
}
TO_VTI = ("ip tunnel add vti5 mode vti local 10.9.0.2 remote 10.9.0.1 key 5 && ip link set vti5 up mtu 1400 && "
          "sysctl -qw net.ipv4.conf.vti5.disable_policy=1 && ip route add 192.168.1.0/24 dev vti5 src 192.168.2.1")
MODULES = ("esp4", "xfrm_user", "af_key", "ip_vti")


class Libreswan:
    """pluto inside User Mode Linux."""

    def __init__(self, uml, configuration, package):
        self.uml, self.programs = uml, "/usr/libexec/ipsec"
        uml.must("mount --bind %s /usr/libexec" % os.path.join(package, "usr/libexec"))
        uml.must("mkdir -p /run/pluto /tmp/nss")
        uml.must("certutil -N -d sql:/tmp/nss --empty-password")
        self.configuration = uml.write("ipsec.conf", configuration)
        secrets = uml.write("ipsec.secrets", '10.9.0.2 10.9.0.1 : PSK "known-to-both"\n')
        uml.start_daemon("%s --nofork --stderrlog --no-dnssec --config %s --nssdir /tmp/nss --secretsfile %s --rundir /run/pluto" %
                         (os.path.join(self.programs, "pluto"), self.configuration, secrets), "pluto.log")
        uml.wait_for_output("ls /run/pluto", "pluto.ctl")
        self.whack("--listen")
        uml.must("%s --config %s --ctlsocket /run/pluto/pluto.ctl net" % (os.path.join(self.programs, "addconn"), self.configuration))

    def whack(self, *arguments, seconds=40):
        return self.uml.command("%s --ctlsocket /run/pluto/pluto.ctl %s" % (os.path.join(self.programs, "whack"), shlex.join(arguments)), seconds)


def check_traffic(router, uml):
    answer = uml.command("ping -c 3 -W 2 -I 192.168.2.1 192.168.1.1")
    assert " 0% packet loss" in answer, "ping from libreswan: " + answer
    answer = router.command("ping 192.168.2.1 source Loopback0 repeat 5")
    assert "Success rate is 100 percent" in answer, "ping from the router: " + answer
    answer = uml.command("ping -c 3 -W 2 -M do -s 1372 -I 192.168.2.1 192.168.1.1")
    assert " 0% packet loss" in answer, "1400-byte ping that may not be cut: " + answer
    screen = router.command("show crypto ipsec sa")
    assert "UDP-Encaps" not in screen and "in use settings ={Tunnel, }" in screen, "ESP of its own: " + screen
    assert int(re.search(r"#pkts encaps: (\d+)", screen).group(1)) >= 11 and int(re.search(r"#pkts decaps: (\d+)", screen).group(1)) >= 11, screen
    states = uml.command("ip -s xfrm state")
    assert "proto esp" in states and "encap type" not in states, states


def spis(uml):
    return set(re.findall(r"proto esp spi (0x[0-9a-f]+)", uml.command("ip xfrm state")))


def ours(router):
    return set(re.findall(r"spi: (0x[0-9A-F]+)", router.command("show crypto ipsec sa")))


def check_way(router, uml, libreswan, router_starts):
    if router_starts:
        router.command("ping 192.168.2.1 source Loopback0 repeat 4")
    else:
        said = libreswan.whack("--initiate", "--name", "net")
        assert "IPsec SA established" in said or "established Child SA" in said or "existing" in said, said
    check_traffic(router, uml)
    if router_starts:   # a VTI has new ones at once
        before = spis(uml)
        router.command("clear crypto session")
        assert before and comes_true(lambda: not before & spis(uml)), "DELETE understood by libreswan"
    else:
        before = ours(router)
        libreswan.whack("--terminate", "--name", "net")
        assert before and comes_true(lambda: not before & ours(router)), "DELETE understood"


def one_way(program, package, name, router_starts):
    suite, router_parts, libreswan_parts = WAYS[name]
    def test(folder):
        with Namespaces("10.9.0.2/24", "172.20.0.1/24") as namespaces:
            uml = Uml(namespaces, folder, MODULES, [("10.9.0.2/24", "vec0"), ("192.168.2.1/24", "lo")])
            router = None
            try:
                uml.must(TO_VTI if "VTI" in name else "ip route add 192.168.1.0/24 via 10.9.0.1 src 192.168.2.1")
                libreswan = Libreswan(uml, LIBRESWAN % dict(SUITES[suite], **libreswan_parts), package)
                router = Router(program, namespaces, ROUTER % dict(SUITES[suite], **router_parts), folder)
                check_way(router, uml, libreswan, router_starts)
                assert router.stop() == 0, "status 0 of the router"
            except (AssertionError, subprocess.SubprocessError) as error:
                print(router.transcript if router else "", uml.transcript, uml.read("pluto.log"))
                sys.exit("failed: %s, %s starts: %s" % (name, "router" if router_starts else "libreswan", error))
            finally:
                if router:
                    router.stop()
                uml.stop()
    in_temporary_folder(test)
    print("passed: %s, %s starts" % (name, "the router" if router_starts else "libreswan"))


def main():
    program = os.path.abspath(sys.argv[1])
    package = os.path.join(os.path.dirname(program), "peer-packages/libreswan")
    require_root_and("ip", "ethtool", LINUX, "modprobe", "certutil", package)
    for name in WAYS:
        for router_starts in (True, False):
            one_way(program, package, name, router_starts)


main()
