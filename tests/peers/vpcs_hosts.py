#!/usr/bin/python3
"""VPCS hosts on UDP links at both ends of a tunnel between two routers ping each other.

usage: vpcs_hosts.py IKE-ROUTER
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time

from iol_lab import TUNNEL, Image
from peer_lab import require_root_and

SITE = """hostname R%(own)d
no logging console
""" + TUNNEL + """interface Ethernet0/0
 ip address 192.168.%(own)d.1 255.255.255.0
interface Ethernet0/1
 ip address 10.1.1.%(own)d 255.255.255.0
ip route 192.168.%(other)d.0 255.255.255.0 Tunnel0
end
"""


def udp(local, remote):
    return "udp:127.0.0.1:%d,127.0.0.1:%d" % (local, remote)


def start_router(program, folder, own):
    with open(os.path.join(folder, "r%d.cfg" % own), "w") as file:
        file.write(SITE % {"own": own, "other": 3 - own, "wire": "Ethernet0/1"})
    return Image([program, "r%d.cfg" % own, "--link", "Ethernet0/0=" + udp(20000 + own, 30000 + own),
                  "--link", "Ethernet0/1=" + udp(21000 + own, 21003 - own)], lambda: os.chdir(folder))


class Host:
    """One VPCS, which is a daemon with its console at a TCP port."""

    def __init__(self, folder, own):
        script = os.path.join(folder, "host%d.vpc" % own)
        with open(script, "w") as file:
            file.write("ip 192.168.%d.10/24 192.168.%d.1\n" % (own, own))
        port = 5000 + own
        subprocess.run(["vpcs", "-p", str(port), "-i", "1", "-m", str(own), "-s", str(30000 + own), "-c", str(20000 + own), "-t", "127.0.0.1",
                        script], cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=20)
        self.console = self.connect(port)
        self.console.settimeout(1)
        self.transcript = ""
        self.wait_for(r"VPCS> $")

    @staticmethod
    def connect(port):
        for _ in range(50):
            try:
                return socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise AssertionError("VPCS does not listen")

    def wait_for(self, pattern, seconds=20):
        seen, deadline = "", time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                piece = self.console.recv(4096).decode("latin-1")
            except socket.timeout:
                continue
            seen += piece
            self.transcript += piece
            if re.search(pattern, seen):
                return seen
        raise AssertionError("no %s in: %r" % (pattern, seen))

    def command(self, text):
        self.console.sendall(text.encode() + b"\r\n")
        return self.wait_for(r"VPCS> $")


def encapsulated(router):
    return int(re.search(r"#pkts encaps: (\d+)", router.command("show crypto ipsec sa")).group(1))


def check(routers, hosts):
    for router in routers:
        router.enable()
    routers[0].wait_until("show crypto session", "Session status: UP-ACTIVE")
    before = [encapsulated(router) for router in routers]
    for own, host in enumerate(hosts, 1):
        answer = host.command("ping 192.168.%d.10 -c 5" % (3 - own))
        assert len(re.findall(r"192\.168\.%d\.10 icmp_seq=\d ttl=62" % (3 - own), answer)) >= 4, answer
    for router, count in zip(routers, before):
        assert encapsulated(router) - count >= 8, "the pings went through the tunnel"
    assert "192.168.1.10" in routers[0].command("show arp"), "the host is in the router's ARP table"
    for router in routers:
        assert router.terminate() == 0, "status 0 at SIGTERM"


def main():
    require_root_and("unshare", "ip", "vpcs")
    if os.environ.get("VPCS_LAB") is None:   # what it starts ends with it
        os.execvpe("unshare", ["unshare", "-n", "-p", "-f", "--kill-child", sys.executable, *sys.argv], dict(os.environ, VPCS_LAB="1"))
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="ike-router-vpcs-") as folder:
        routers = [start_router(os.path.abspath(sys.argv[1]), folder, own) for own in (1, 2)]
        hosts = []
        try:
            hosts += [Host(folder, own) for own in (1, 2)]
            check(routers, hosts)
        except (AssertionError, subprocess.SubprocessError) as error:
            for each in routers + hosts:
                print(each.transcript)
            sys.exit("failed: %s" % error)
    print("passed: VPCS hosts reach each other through the tunnel")


main()
