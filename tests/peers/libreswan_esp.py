#!/usr/bin/python3
"""libreswan on a kernel with ESP (User Mode Linux): IKEv2 over a crypto map, a VTI and for GRE in transport mode, IKEv1 main mode over a
crypto map; each in both directions, with ESP of its own IP protocol.

usage: libreswan_esp.py IKE-ROUTER [ESP-BY-HAND]
"""

import os
import shlex
import sys
from dataclasses import dataclass

from peer_lab import comes_true, require_root_and
from uml_lab import LINUX, check_traffic, kernel_spis, router_spis, with_kernel

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
%(transform_mode)s
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

TUNNEL = """crypto ipsec profile PROTECTION
 set transform-set TS
 set ikev2-profile PROFILE
interface Tunnel0
 ip address 172.16.0.1 255.255.255.252
 tunnel source Ethernet0/0
 tunnel %s
 tunnel destination 10.9.0.2
 tunnel protection ipsec profile PROTECTION
"""
INTO_TUNNEL = "ip route 192.168.2.0 255.255.255.0 Tunnel0"

LIBRESWAN = """
config setup
  ikev1-policy=accept
conn net
  ikev2=%(ikev2)s
  left=10.9.0.2
  right=10.9.0.1
  authby=secret
  %(left)s
  %(right)s
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
NETS = {"left": "leftsubnet=192.168.2.0/24", "right": "rightsubnet=192.168.1.0/24"}
TO_ROUTER = "ip route add 192.168.1.0/24 via 10.9.0.1 src 192.168.2.1"
TO_VTI = ("ip tunnel add vti5 mode vti local 10.9.0.2 remote 10.9.0.1 key 5 && ip link set vti5 up mtu 1400 && "
          "sysctl -qw net.ipv4.conf.vti5.disable_policy=1 && ip route add 192.168.1.0/24 dev vti5 src 192.168.2.1")
TO_GRE = ("ip tunnel add gre5 mode gre local 10.9.0.2 remote 10.9.0.1 && ip link set gre5 up && ip address add 172.16.0.2/30 dev gre5 && "
          "ip route add 192.168.1.0/24 dev gre5 src 192.168.2.1")


@dataclass
class Way:
    name: str
    suite: str
    router: dict
    libreswan: dict
    routes: str
    mode: str = "Tunnel"


WAYS = [
    Way("IKEv2, crypto map", "cbc", {"protection": CRYPTO_MAP % "set ikev2-profile PROFILE", "map": APPLIED},
        dict(NETS, ikev2="insist", pfs="no", more=""), TO_ROUTER),
    Way("IKEv2, VTI", "gcm", {"protection": TUNNEL % "mode ipsec ipv4", "map": INTO_TUNNEL},
        {"left": "leftsubnet=0.0.0.0/0", "right": "rightsubnet=0.0.0.0/0", "ikev2": "insist", "pfs": "no", "more": "  mark=5/0xffffffff"}, TO_VTI),
    Way("IKEv2, GRE over transport mode", "cbc", {"transform_mode": " mode transport", "protection": TUNNEL % "mode gre ip", "map": INTO_TUNNEL},
        {"left": "leftprotoport=gre", "right": "rightprotoport=gre", "ikev2": "insist", "pfs": "no", "more": "  type=transport"}, TO_GRE, "Transport"),
    Way("IKEv1 main mode, crypto map", "cbc", {"protection": CRYPTO_MAP % "set pfs group14", "map": APPLIED},
        dict(NETS, ikev2="no", pfs="yes", more=""), TO_ROUTER),
]
MODULES = ("esp4", "xfrm_user", "af_key", "ip_vti", "ip_gre")


class Libreswan:
    """pluto inside User Mode Linux."""

    def __init__(self, uml, configuration, package):
        self.uml, self.programs = uml, "/usr/libexec/ipsec"
        uml.must("mount --bind %s /usr/libexec" % os.path.join(package, "usr/libexec"))
        uml.must("mkdir -p /run/pluto /run/nss")
        uml.must("certutil -N -d sql:/run/nss --empty-password")
        self.configuration = uml.write("ipsec.conf", configuration)
        secrets = uml.write("ipsec.secrets", '10.9.0.2 10.9.0.1 : PSK "known-to-both"\n')
        uml.start_daemon("%s --nofork --stderrlog --no-dnssec --config %s --nssdir /run/nss --secretsfile %s --rundir /run/pluto" %
                         (os.path.join(self.programs, "pluto"), self.configuration, secrets), "pluto.log")
        uml.wait_for_output("ls /run/pluto", "pluto.ctl")
        self.whack("--listen")
        uml.must("%s --config %s --ctlsocket /run/pluto/pluto.ctl net" % (os.path.join(self.programs, "addconn"), self.configuration))

    def whack(self, *arguments, seconds=40):
        return self.uml.command("%s --ctlsocket /run/pluto/pluto.ctl %s" % (os.path.join(self.programs, "whack"), shlex.join(arguments)), seconds)


def check_way(router, uml, libreswan, router_starts, mode):
    if router_starts:
        router.command("ping 192.168.2.1 source Loopback0 repeat 4")
    else:
        said = libreswan.whack("--initiate", "--name", "net")
        assert "established" in said or "existing" in said, said
    check_traffic(router, uml, mode)
    if mode == "Tunnel":
        answer = uml.command("ping -c 3 -W 2 -M do -s 1372 -I 192.168.2.1 192.168.1.1")
        assert " 0% packet loss" in answer, "1400-byte ping that may not be cut: " + answer
    if router_starts:   # always-on tunnels have new SAs at once
        before = kernel_spis(uml)
        router.command("clear crypto session")
        assert before and comes_true(lambda: not before & kernel_spis(uml)), "DELETE understood by libreswan"
    else:
        before = router_spis(router)
        libreswan.whack("--terminate", "--name", "net")
        assert before and comes_true(lambda: not before & router_spis(router)), "DELETE understood"


def one_way(program, package, way, router_starts):
    def check(uml, start):
        uml.must(way.routes)
        libreswan = Libreswan(uml, LIBRESWAN % dict(SUITES[way.suite], **way.libreswan), package)
        check_way(start(), uml, libreswan, router_starts, way.mode)
    name = "%s, %s starts" % (way.name, "the router" if router_starts else "libreswan")
    configuration = ROUTER % {"transform_mode": " mode tunnel", **SUITES[way.suite], **way.router}
    with_kernel(program, name, configuration, MODULES, [("10.9.0.2/24", "vec0"), ("192.168.2.1/24", "lo")], check)


def main():
    program = os.path.abspath(sys.argv[1])
    package = os.path.join(os.path.dirname(program), "peer-packages/libreswan")
    require_root_and("ip", LINUX, "modprobe", "certutil", package)
    for way in WAYS:
        for router_starts in (True, False):
            one_way(program, package, way, router_starts)


main()
