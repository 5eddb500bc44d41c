#!/usr/bin/python3
"""Tunnels over a wire that loses every fifth frame, reorders and doubles others: they come up, rekey and stay up, and nothing is left
behind. IKEv2 with a crypto map and with a tunnel interface, and IKEv1, beside each other.

usage: lossy_wires.py IKE-ROUTER HEAP-WATCH [SECONDS]
"""

import multiprocessing
import re
import signal
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

from lossy_lab import LOSS, LossyWire, WatchedRouter
from peer_lab import require_root_and

IKEV2 = """
crypto ikev2 proposal PROP
 encryption aes-cbc-128
 integrity sha256
 group 19
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer other
  address 10.9.0.%(other)d
  pre-shared-key known-to-both
crypto ikev2 profile PROF
 match identity remote address 10.9.0.%(other)d 255.255.255.255
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
 dpd 10 3 on-demand
 lifetime 120
"""
IKEV1 = """
crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 14
 lifetime 120
crypto isakmp key known-to-both address 10.9.0.%(other)d
"""
MAP = """
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.%(other)d
 set transform-set TS
 %(profile)s
 match address VPN
ip access-list extended VPN
 permit ip 192.168.%(own)d.0 0.0.0.255 192.168.%(other)d.0 0.0.0.255
ip route 192.168.%(other)d.0 255.255.255.0 10.9.0.%(other)d
interface Ethernet0/0
 crypto map CM
"""
TUNNEL = """
crypto ipsec profile VTI
 set transform-set TS
 set ikev2-profile PROF
interface Tunnel0
 ip address 172.16.0.%(own)d 255.255.255.252
 tunnel source Ethernet0/0
 tunnel mode ipsec ipv4
 tunnel destination 10.9.0.%(other)d
 tunnel protection ipsec profile VTI
ip route 192.168.%(other)d.0 255.255.255.0 Tunnel0
"""
BASE = """
hostname R%(own)d
no logging console
crypto ipsec transform-set TS esp-aes esp-sha256-hmac
crypto ipsec security-association lifetime kilobytes %(kilobytes)d
crypto ipsec security-association lifetime seconds 120
interface %(lan)s
 ip address 192.168.%(own)d.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.%(own)d 255.255.255.0
"""


class Way(NamedTuple):
    """IKEv1 sends again every ten seconds only, and must come through six messages and then three; its IKE SA is made when there is something
    to protect, not when the last one expires; its ESP pairs, one that each end began and those before, live their time out."""
    configuration: str
    profile: str
    kilobytes: int
    screen: tuple
    silence: int              # most seconds without an echo
    pairs: int                # of ESP SAs at the end, at most
    left: tuple               # IKE SAs at the end
    sa_seconds: int           # from one IKE SA to the next, at most


IKEV2_SAS = ("show crypto ikev2 sa detailed", r"Local spi: (\w+) +Remote spi: (\w+)")
IKEV1_SAS = ("show crypto isakmp sa", r"QM_IDLE +(\d+) ACTIVE")
WAYS = {
    "IKEv2 with a crypto map": Way(BASE + IKEV2 + MAP, "set ikev2-profile PROF", 2560, IKEV2_SAS, 60, 1, (1,), 120),
    "IKEv2 with a tunnel interface": Way(BASE + IKEV2 + TUNNEL, "", 2560, IKEV2_SAS, 60, 1, (1,), 120),
    "IKEv1 with a crypto map": Way(BASE + IKEV1 + MAP, "", 4608000, IKEV1_SAS, 100, 3, (0, 1, 2), 300),
}

LIFETIME = 120                # seconds, of all SAs
PING_INTERVAL = 0.025
SETTLED_SECONDS = 180         # deletions of IKEv1 are not answered: when one is lost, the SA lives its lifetime out
HEAP_ALLOWED = 48 * 1024


def configuration(way, own):
    return way.configuration % dict(own=own, other=3 - own, profile=way.profile, kilobytes=way.kilobytes,
                                    lan="Ethernet0/1" if own == 1 else "Loopback0") + "end\n"


def esp_spis(router):
    return sorted(re.findall(r"  spi: 0x(\w+)\(", router.command("show crypto ipsec sa | include spi: 0x")))


def ike_sas(router, screen):
    return sorted(map(str, re.findall(screen[1], router.command(screen[0]))))


class Echoes:
    """Of the host, all the while, through the tunnel."""

    def __init__(self, wire, file):
        self.file = file
        self.process = subprocess.Popen(["ip", "netns", "exec", wire.names["host"], "ping", "-D", "-n", "-s", "1200", "-i", str(PING_INTERVAL),
                                         "192.168.2.1"], stdout=open(file, "w"), stderr=subprocess.STDOUT)
        self.since = time.time()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=10)
        return open(self.file).read()

    def check(self, most_silence):
        screen = self.stop()
        times = [self.since] + [float(second) for second in re.findall(r"\[([\d.]+)\] \d+ bytes", screen)] + [time.time()]
        silence = max(after - before for before, after in zip(times, times[1:]))
        answered = (len(times) - 2) / int(re.search(r"(\d+) packets transmitted", screen).group(1))
        assert "DUP!" not in screen, "a doubled ESP packet is a replay"
        assert silence < most_silence, "no silence of %.0f s" % silence
        assert 0.4 < answered < 0.8, "%.2f of the echoes answered" % answered
        return "%.0f %% of the echoes answered, silent for %.1f s at most" % (answered * 100, silence)


def check_settled(routers, way):
    """ESP SAs are the same at both ends, and there are no more SAs than it takes."""
    deadline, ends = time.monotonic() + SETTLED_SECONDS, None
    while time.monotonic() < deadline:
        routers[0].command("ping 192.168.2.1 source 192.168.1.1 repeat 1 timeout 1")
        ends = [(esp_spis(router), ike_sas(router, way.screen)) for router in routers]
        if ends[0][0] == ends[1][0] and all(2 <= len(spis) <= 2 * way.pairs and len(sas) in way.left for spis, sas in ends):
            return
        time.sleep(1)
    raise AssertionError("the same few SAs at both ends: %s" % ends)


def check_heap(routers):
    """What it has in use at its least, late against early: SAs in the making come and go in between."""
    found = []
    for router in routers:
        quarter = len(router.heap) // 4
        early, late = min(router.heap[quarter:2 * quarter]), min(router.heap[-quarter:])
        assert late - early < HEAP_ALLOWED, "heap of %d octets in use, then %d" % (early, late)
        found.append("%d KiB then %d KiB" % (early // 1024, late // 1024))
    return "heap " + ", ".join(found)


def check_wire(wire):
    frames = wire.ends()
    if not wire.by_netem:
        assert abs(frames["lost"] / frames["came"] - LOSS) < 0.03 and frames["held"] and frames["doubled"], "a bad wire: %s" % frames
    return "%d frames" % frames["came"]


def stay_up(routers, way, seconds):
    """The SAs that were seen."""
    pairs, sas, ends = set(), set(), time.monotonic() + seconds
    while time.monotonic() < ends:
        pairs.update(esp_spis(routers[0]))
        sas.update(ike_sas(routers[0], way.screen))
        for router in routers:
            router.sample_heap()
        time.sleep(1)
    enough = len(pairs) >= 2 * max(1, seconds // LIFETIME) and len(sas) >= max(1, seconds // way.sa_seconds)
    assert enough, "rekeyed: %d SPIs, %d IKE SAs" % (len(pairs), len(sas))
    return "%d ESP and %d IKE SAs" % (len(pairs), len(sas))


def one_way(name, arguments, seconds, seed):
    way = WAYS[name]
    with tempfile.TemporaryDirectory(prefix="ike-router-") as folder, LossyWire(seed) as wire:
        routers = [WatchedRouter(*arguments, wire, "r%d" % own, configuration(way, own), folder) for own in (1, 2)]
        echoes = Echoes(wire, folder + "/echoes")
        try:
            said = [stay_up(routers, way, seconds), echoes.check(way.silence), check_heap(routers)]
            check_settled(routers, way)
            assert [router.stop() for router in routers] == [0, 0], "status 0 of the routers"
            said.append(check_wire(wire))
        except (AssertionError, subprocess.SubprocessError, OSError) as error:
            for router in routers:
                print(router.transcript[-6000:])
            sys.exit("failed: %s: %s" % (name, error))
        finally:
            echoes.stop()
            for router in routers:
                router.stop()
    print("passed: %s: %s" % (name, "; ".join(said)), flush=True)


def main():
    require_root_and("ip", "tc", "ethtool", "ping")
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    ways = [multiprocessing.Process(target=one_way, args=(name, sys.argv[1:3], seconds, seed)) for seed, name in enumerate(WAYS, 1)]
    for way in ways:
        way.start()
    for way in ways:
        way.join()
    sys.exit(any(way.exitcode != 0 for way in ways))


main()
