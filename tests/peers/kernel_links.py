#!/usr/bin/python3
"""The kernel's own interfaces as they come, every offload on. A host behind a veth and one behind a TAP send TCP and UDP through two
routers and a tunnel over a UDP link; super-frames and partial checksums reach the router, and only whole, right packets the other host.
Then the links go down and come back.

usage: kernel_links.py IKE-ROUTER
"""

import os
import re
import subprocess
import sys
import tempfile
import time

from console_lab import PipedConsole
from peer_lab import require_root_and, run

ROUTER = """hostname R%(own)d
no logging console
logging buffered 65536
ipv6 unicast-routing
crypto ikev2 proposal PROP
 encryption aes-cbc-128
 integrity sha256
 group 19
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring RING
 peer other
  address 10.0.0.%(far)d
  pre-shared-key cisco
crypto ikev2 profile PROF
 match identity remote address 10.0.0.%(far)d 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local RING
crypto ipsec transform-set TS esp-gcm
crypto ipsec profile IPSEC
 set transform-set TS
 set ikev2-profile PROF
interface Ethernet0/0
 ip address 10.0.0.%(own)d 255.255.255.0
 ipv6 address 2001:db8::%(own)d/64
interface Ethernet0/1
 ip address 192.168.%(own)d.1 255.255.255.0
 ipv6 address 2001:db8:%(own)d::1/64
interface Tunnel0
 ip address 172.16.0.%(own)d 255.255.255.0
 tunnel source Ethernet0/0
 tunnel mode ipsec ipv4
 tunnel destination 10.0.0.%(far)d
 tunnel protection ipsec profile IPSEC
ip route 192.168.%(far)d.0 255.255.255.0 Tunnel0
ipv6 route 2001:db8:%(far)d::/64 2001:db8::%(far)d
end
"""

# Sends SIZE octets of a pattern, or takes them and says what was wrong with them.
STREAM = """
import hashlib, socket, sys
role, family, address, size = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
block = bytes((i * 7 + i // 251) % 256 for i in range(65536))
expected = hashlib.sha256()
for _ in range(size // len(block)): expected.update(block)
kind = socket.AF_INET6 if family == "6" else socket.AF_INET
if role == "take":
    server = socket.socket(kind, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, 5001))
    server.listen(1)
    server.settimeout(20)
    print("ready", flush=True)
    peer = server.accept()[0]
    peer.settimeout(20)
    got, count = hashlib.sha256(), 0
    while True:
        piece = peer.recv(1 << 20)
        if not piece: break
        got.update(piece)
        count += len(piece)
    print("whole" if count == size and got.digest() == expected.digest() else "broken after %d" % count, flush=True)
else:
    peer = socket.create_connection((address, 5001), timeout=20)
    for _ in range(size // len(block)): peer.sendall(block)
    peer.close()
"""

# Trains of datagrams that leave as one super-frame (UDP_SEGMENT), and what arrives of them.
DATAGRAMS = """
import socket, sys
role, address = sys.argv[1], sys.argv[2]
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if role == "take":
    one.bind((address, 5002))
    one.settimeout(5)
    print("ready", flush=True)
    sizes = []
    while len(sizes) < 40:
        data = one.recv(65536)
        sizes.append(len(data))
        assert data == bytes([data[0]]) * len(data) and data[0] == (len(sizes) - 1) % 20, "datagram %d" % len(sizes)
    print("whole" if sizes == ([1000] * 19 + [300]) * 2 else "sizes %s" % sizes, flush=True)
else:
    one.connect((address, 5002))
    one.setsockopt(socket.IPPROTO_UDP, 103, 1000)
    train = b"".join(bytes([i]) * (300 if i == 19 else 1000) for i in range(20))
    one.send(train)
    one.send(train)
"""


class Lab:
    def __init__(self):
        self.routers, self.left, self.right = ("ikr%d-%s" % (os.getpid(), part) for part in ("routers", "left", "right"))

    def inside(self, namespace, *command, check=True):
        return run("ip", "netns", "exec", namespace, *command, check=check)

    def __enter__(self):
        for name in (self.routers, self.left, self.right):
            run("ip", "netns", "add", name)
            self.inside(name, "ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "lan0", "netns", self.routers, "type", "veth", "peer", "name", "host0", "netns", self.left)
        # An address that nobody took off: the kernel would answer beside the router.
        self.inside(self.routers, "ip", "address", "add", "192.168.1.1/24", "dev", "lan0")
        self.make_host(self.left, "host0", 1)
        return self

    def make_host(self, namespace, interface, number):
        self.inside(namespace, "sysctl", "-qw", "net.ipv6.conf.%s.accept_ra=0" % interface, check=False)
        self.inside(namespace, "ip", "link", "set", interface, "up")
        self.inside(namespace, "ip", "address", "add", "192.168.%d.10/24" % number, "dev", interface)
        self.inside(namespace, "ip", "address", "add", "2001:db8:%d::10/64" % number, "dev", interface, "nodad")
        self.inside(namespace, "ip", "route", "add", "default", "via", "192.168.%d.1" % number)
        self.inside(namespace, "ip", "-6", "route", "replace", "default", "via", "2001:db8:%d::1" % number, "dev", interface)

    def __exit__(self, *_):
        for name in (self.routers, self.left, self.right):
            run("ip", "netns", "delete", name, check=False)


class Router(PipedConsole):
    def __init__(self, program, lab, folder, number, links):
        path = os.path.join(folder, "r%d.cfg" % number)
        with open(path, "w") as file:
            file.write(ROUTER % {"own": number, "far": 3 - number})
        super().__init__(["ip", "netns", "exec", lab.routers, program, path, *links])
        self.command("")
        self.command("enable")


def exchange(lab, script, sender, taker, arguments, what):
    take = subprocess.Popen(["ip", "netns", "exec", taker, sys.executable, "-c", script, "take", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        assert take.stdout.readline() == "ready\n", "listener for " + what
        began = time.monotonic()
        send = subprocess.run(["ip", "netns", "exec", sender, sys.executable, "-c", script, "send", *arguments], timeout=60)
        verdict = take.communicate(timeout=30)[0].strip()
        assert send.returncode == 0 and verdict == "whole", "%s: %s" % (what, verdict)
        return time.monotonic() - began
    finally:
        take.kill()


def largest_segments(lab, namespace, interface, action):
    """Octets of the largest frame that the host handed to its card meanwhile."""
    tcpdump = subprocess.Popen(["ip", "netns", "exec", namespace, "tcpdump", "-i", interface, "-n", "-q", "-s", "96", "-Q", "out"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(1)
    action()
    time.sleep(0.5)
    tcpdump.terminate()
    return max([int(size) for size in re.findall(r"(?:tcp|length) (\d+)", tcpdump.communicate()[0])] or [0])


def check_streams(lab):
    size = str(16 << 20)
    for family, left, right in (("4", "192.168.1.10", "192.168.2.10"), ("6", "2001:db8:1::10", "2001:db8:2::10")):
        for sender, taker, address, interface in ((lab.left, lab.right, right, "host0"), (lab.right, lab.left, left, "tap0")):
            what = "TCP over IPv%s to %s" % (family, address)
            took = []
            largest = largest_segments(lab, sender, interface,
                                       lambda: took.append(exchange(lab, STREAM, sender, taker, [family, address, size], what)))
            assert largest > 3000, "%s: no super-frame left the host (%d)" % (what, largest)
            print("%s: %.1f s, super-frames up to %d octets" % (what, took[0], largest))


def check_datagrams(lab):
    exchange(lab, DATAGRAMS, lab.left, lab.right, ["192.168.2.10"], "UDP from the veth")
    exchange(lab, DATAGRAMS, lab.right, lab.left, ["192.168.1.10"], "UDP from the TAP")


def check_states(lab, router):
    """The carrier of a veth goes with its peer, and the interface's own state with `ip link`."""
    for namespace, interface in ((lab.left, "host0"), (lab.routers, "lan0")):
        lab.inside(namespace, "ip", "link", "set", interface, "down")
        router.wait_until("show ip interface brief", r"Ethernet0/1 +192\.168\.1\.1 +YES \w+ +down +down")
        assert "192.168.1.0" not in router.command("show ip route connected"), "routes go with the link"
        lab.inside(namespace, "ip", "link", "set", interface, "up")
        router.wait_until("show ip interface brief", r"Ethernet0/1 +192\.168\.1\.1 +YES \w+ +up +up")
        log = router.command("show logging")
        for line in ("%LINK-3-UPDOWN: Interface Ethernet0/1, changed state to ", "%LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet0/1, changed state to "):
            for state in ("down", "up"):
                assert line + state in log, "%s%s\nin: %s" % (line, state, log)
    answer = lab.inside(lab.left, "ping", "-c", "3", "-W", "2", "192.168.1.1", check=False)
    assert " 0% packet loss" in answer or " 33% packet loss" in answer, "the link works again: " + answer


def check_capture(lab, router, folder):
    """A capture on a real wire, as others read it."""
    router.command("monitor capture CAP interface Ethernet0/1 both match ipv4 protocol icmp host 192.168.1.10 any start")
    answer = lab.inside(lab.left, "ping", "-c", "3", "-W", "2", "192.168.1.1", check=False)
    assert " 0% packet loss" in answer, "echoes to be captured: " + answer
    router.command("monitor capture CAP stop")
    assert "packets in buf   : 3" in router.command("show monitor capture CAP buffer"), "three requests are captured"
    assert "Exported Successfully" in router.command("monitor capture CAP export flash:cap.pcapng")
    read = run("tcpdump", "-n", "-r", os.path.join(folder, "flash_cap.pcapng"))
    assert len(re.findall(r"192\.168\.1\.10 > 192\.168\.1\.1: ICMP echo request", read)) == 3, "tcpdump reads it: " + read


def check(program, lab, folder):
    first = Router(program, lab, folder, 1, ["--nvram", folder, "--link", "Ethernet0/1=packet:lan0", "--link", "Ethernet0/0=udp:127.0.0.1:21001,127.0.0.1:21002"])
    second = Router(program, lab, folder, 2, ["--link", "Ethernet0/1=tap:tap0", "--link", "Ethernet0/0=udp:127.0.0.1:21002,127.0.0.1:21001"])
    try:
        assert "the kernel's address 192.168.1.1/24 is taken off" in first.transcript, "the kernel's address"
        assert "192.168.1.1" not in lab.inside(lab.routers, "ip", "address", "show", "dev", "lan0"), "no address of the kernel's"
        # A TAP works on where its user moves it.
        lab.inside(lab.routers, "ip", "link", "set", "tap0", "netns", lab.right)
        lab.make_host(lab.right, "tap0", 2)
        first.wait_until("show crypto session", "UP-ACTIVE")
        check_streams(lab)
        check_datagrams(lab)
        check_capture(lab, first, folder)
        check_states(lab, first)
        for router in (first, second):
            router.process.terminate()
            assert router.process.wait(timeout=10) == 0, "status 0 at SIGTERM"
    except (AssertionError, subprocess.SubprocessError) as error:
        print(getattr(error, "stdout", ""))
        print(first.transcript, second.transcript, sep="\n----\n")
        sys.exit("failed: %s" % error)
    finally:
        for router in (first, second):
            if router.process.poll() is None:
                router.process.kill()


def main():
    require_root_and("ip", "tcpdump")
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="ike-router-links-") as folder, Lab() as lab:
        check(program, lab, folder)
    print("passed: offloads stay on, and the state of links is the routers'")


main()
