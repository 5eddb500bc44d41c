#!/usr/bin/python3
"""Two routers on a wire that loses a fifth of all frames, repeats some and delivers some late: their tunnels (IKEv2 with a VTI, IKEv1 with a
crypto map) come up, are rekeyed every two minutes and stay up; memory does not grow.

usage: lossy_wires.py IKE-ROUTER [ESP-BY-HAND [SECONDS]]
"""

import os
import re
import sys
import tempfile
import time

from iol_lab import Image
from lossy_lab import LossyWire
from peer_lab import require_root_and

LOSS, REPEAT, LATE, MOST_DELAY = 0.2, 0.1, 0.25, 0.03
LIFETIME = 120             # seconds, the least that both versions of IKE accept
MOST_GROWTH = 1024         # KiB from the second rekeying on
MOST_SILENCE = 75          # seconds: IKEv1 sends again every ten, and a third of all exchanges of two messages fail
ROUTER = """
hostname R%(own)d
no logging console
logging buffered 65536
crypto ikev2 keyring KR
 peer OTHER
  address 10.9.0.%(other)d
  pre-shared-key known-to-both
crypto ikev2 profile PROFILE
 match identity remote address 10.9.0.%(other)d 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
 lifetime %(lifetime)d
 dpd 10 2 periodic
crypto isakmp policy 10
 encryption aes
 hash sha
 group 14
 authentication pre-share
 lifetime %(lifetime)d
crypto isakmp key known-to-both address 10.9.0.%(other)d
crypto isakmp keepalive 10
crypto ipsec security-association lifetime seconds %(lifetime)d
crypto ipsec transform-set TS esp-aes esp-sha-hmac
crypto ipsec profile VTI
 set ikev2-profile PROFILE
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.%(other)d
 set transform-set TS
 set pfs group14
 match address VPN
ip access-list extended VPN
 permit ip 192.168.%(own)d.0 0.0.0.255 192.168.%(other)d.0 0.0.0.255
interface Loopback0
 ip address 192.168.%(own)d.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.%(own)d 255.255.255.0
 crypto map CM
interface Tunnel0
 ip address 172.16.0.%(own)d 255.255.255.252
 tunnel source Ethernet0/0
 tunnel mode ipsec ipv4
 tunnel destination 10.9.0.%(other)d
 tunnel protection ipsec profile VTI
ip route 192.168.%(other)d.0 255.255.255.0 10.9.0.%(other)d
end
"""


def start_router(program, folder, own):
    path = os.path.join(folder, "r%d.cfg" % own)
    with open(path, "w") as file:
        file.write(ROUTER % {"own": own, "other": 3 - own, "lifetime": LIFETIME})
    return Image([program, path, "--link", "Ethernet0/0=packet:wan%d" % own])


def answered(router, destination, echoes):
    """Of so many echoes. On this wire not quite two thirds come back."""
    screen = router.command("ping %s source %s repeat %d timeout 1" % (*destination, echoes), seconds=3 * echoes)
    return int(re.search(r"\((\d+)/%d\)" % echoes, screen).group(1))


def spis(router):
    return frozenset(re.findall(r"spi: (0x[0-9A-F]+)", router.command("show crypto ipsec sa")))


def memory(router):
    """KiB that are the process's own."""
    with open("/proc/%d/smaps_rollup" % router.process.pid) as file:
        return int(re.search(r"^Anonymous: +(\d+) kB", file.read(), re.M).group(1))


TUNNELS = {"IKEv2": ("172.16.0.2", "Tunnel0"), "IKEv1": ("192.168.2.1", "Loopback0")}


def come_up(router):
    for name, destination in TUNNELS.items():
        deadline = time.monotonic() + 60
        while answered(router, destination, 5) == 0:
            assert time.monotonic() < deadline, name + " came up"


class Watch:
    """What is seen of both routers while time passes."""

    def __init__(self, routers):
        self.routers, self.start = routers, time.monotonic()
        self.spis, self.sizes, self.echoes, self.answers = set(), [], 0, 0
        self.heard = {name: self.start for name in TUNNELS}
        self.longest_silence = 0

    def age(self):
        return time.monotonic() - self.start

    def look(self):
        for name, destination in TUNNELS.items():
            count = answered(self.routers[0], destination, 5)
            self.echoes, self.answers = self.echoes + 5, self.answers + count
            self.longest_silence = max(self.longest_silence, time.monotonic() - self.heard[name])
            assert self.longest_silence < MOST_SILENCE, "%s is up after %d s" % (name, self.age())
            if count > 0:
                self.heard[name] = time.monotonic()
        self.spis |= spis(self.routers[0])
        self.sizes.append((self.age(), [memory(router) for router in self.routers]))

    def growth(self):
        """Of each router, since the second rekeying."""
        early = [sizes for age, sizes in self.sizes if age < 2.2 * LIFETIME][-1]
        return [late - before for before, late in zip(early, self.sizes[-1][1])]


def check_end(watch, seconds):
    rekeyings = int(seconds // LIFETIME) - 1
    assert len(watch.spis) >= 4 * (rekeyings + 1), "four SPIs a rekeying, at least %d: %d" % (rekeyings, len(watch.spis))
    for router in watch.routers:
        router.wait_until("show crypto ipsec sa count", r"active: 4, ", 60)
        ages = [int(age) for age in re.findall(r"Active Time: \d+/(\d+) sec", router.command("show crypto ikev2 sa"))]
        assert ages and all(age <= LIFETIME for age in ages), "IKE SAs are no older than their lifetime: %s" % ages
        isakmp = len(re.findall("QM_IDLE +[0-9]+ ACTIVE", router.command("show crypto isakmp sa")))
        assert isakmp <= 2, "none, one, or its heir too: %d ISAKMP SAs" % isakmp
    assert seconds < 3 * LIFETIME or max(watch.growth()) < MOST_GROWTH, "memory, KiB: %s" % watch.sizes
    for router in watch.routers:
        assert router.terminate() == 0, "status 0 at SIGTERM"


def main():
    require_root_and("unshare", "ip")
    if os.environ.get("LOSSY_LAB") is None:   # what it starts ends with it
        os.execvpe("unshare", ["unshare", "-n", "-p", "-f", "--kill-child", "--mount-proc", sys.executable, *sys.argv], dict(os.environ, LOSSY_LAB="1"))
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 600
    wire = LossyWire("wan1", "wan2", LOSS, REPEAT, LATE, MOST_DELAY, seed=1)
    with tempfile.TemporaryDirectory(prefix="ike-router-lossy-") as folder:
        routers = [start_router(os.path.abspath(sys.argv[1]), folder, own) for own in (1, 2)]
        try:
            for router in routers:
                router.enable()
            come_up(routers[0])
            watch = Watch(routers)
            while watch.age() < seconds:
                watch.look()
            check_end(watch, seconds)
        except AssertionError as error:
            for router in routers:
                print(router.transcript[-4000:])
                if router.process.poll() is None:
                    print(router.command("show logging")[-6000:])
            sys.exit("failed: %s" % error)
        finally:
            for router in routers:
                router.kill()
            wire.stop()
    print("passed: %d s, %d of %d echoes answered, never silent for more than %d s, %d SPIs; memory since the second rekeying %s KiB; "
          "frames carried %d, lost %d, repeated %d, late %d" %
          (watch.age(), watch.answers, watch.echoes, watch.longest_silence, len(watch.spis), watch.growth() if seconds >= 3 * LIFETIME else "not measured",
           wire.carried, wire.lost, wire.repeated, wire.delayed))


main()
