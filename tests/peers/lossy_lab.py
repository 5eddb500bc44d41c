"""Two routers with a bad wire between them, in network namespaces of their own; a host at the first one's LAN."""

import os
import re
import signal
import subprocess
import sys

from console_lab import PipedConsole
from peer_lab import run

LOSS, REORDER, DUPLICATE = 0.2, 0.2, 0.05


class LossyWire:
    """Namespaces r1 and r2 with an interface wan0 each, and the wire between them; host0 of `host` is beside lan0 of r1.
    The kernel's netem makes the wire bad where it can, else the relay does."""

    def __init__(self, seed):
        self.seed = seed
        self.names = {role: "ikr%d-%s" % (os.getpid(), role) for role in ("r1", "wire", "r2", "host")}
        self.relay = None

    def inside(self, role, *command, check=True):
        return run("ip", "netns", "exec", self.names[role], *command, check=check)

    def join(self, role, interface, other_role, other_interface):
        run("ip", "link", "add", interface, "netns", self.names[role], "type", "veth", "peer", "name", other_interface, "netns",
            self.names[other_role])
        for end, name in ((role, interface), (other_role, other_interface)):
            self.inside(end, "ethtool", "-K", name, "tx", "off", "gso", "off", "tso", "off", "gro", "off", check=False)
            self.inside(end, "sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % name, check=False)
            self.inside(end, "ip", "link", "set", name, "up")

    def netem(self):
        shares = ["loss", "%d%%" % (LOSS * 100), "duplicate", "%d%%" % (DUPLICATE * 100), "delay", "20ms", "reorder", "%d%%" % (100 - REORDER * 100)]
        return all("rror" not in self.inside("wire", "tc", "qdisc", "add", "dev", name, "root", "netem", *shares, check=False)
                   for name in ("left", "right"))

    def __enter__(self):
        for name in self.names.values():
            run("ip", "netns", "add", name)
        self.join("r1", "wan0", "wire", "left")
        self.join("r2", "wan0", "wire", "right")
        self.join("r1", "lan0", "host", "host0")
        self.inside("host", "ip", "address", "add", "192.168.1.10/24", "dev", "host0")
        self.inside("host", "ip", "route", "add", "default", "via", "192.168.1.1")
        self.by_netem = self.netem()
        shares = [0, 0, 0] if self.by_netem else [LOSS, REORDER, DUPLICATE]
        self.relay = subprocess.Popen(
            ["ip", "netns", "exec", self.names["wire"], sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "relay.py"),
             "left", "right", *map(str, shares), str(self.seed)], stdout=subprocess.PIPE, text=True)
        assert self.relay.stdout.readline() == "ready\n", "the relay started"
        return self

    def ends(self):
        """How many frames came and what became of them; the wire is cut."""
        self.relay.send_signal(signal.SIGTERM)
        said, _ = self.relay.communicate(timeout=10)
        return {word: int(number) for word, number in re.findall(r"(\w+)=(\d+)", said)}

    def __exit__(self, *_):
        if self.relay and self.relay.poll() is None:
            self.relay.kill()
            self.relay.wait()
        for name in self.names.values():
            run("ip", "netns", "delete", name, check=False)


class WatchedRouter(PipedConsole):
    """ike-router whose heap is watched from within."""

    def __init__(self, program, heap_watch, wire, role, configuration, folder):
        path, self.heap_file = os.path.join(folder, role + ".cfg"), os.path.join(folder, role + ".heap")
        with open(path, "w") as file:
            file.write(configuration)
        links = ["--link", "Ethernet0/0=packet:wan0"] + (["--link", "Ethernet0/1=packet:lan0"] if role == "r1" else [])
        super().__init__(["ip", "netns", "exec", wire.names[role], "env", "LD_PRELOAD=" + heap_watch, "HEAP_FILE=" + self.heap_file,
                          program, path, *links])
        self.heap = []
        for line in ("", "enable", "terminal length 0"):
            self.command(line)

    def sample_heap(self):
        self.heap.append(int(open(self.heap_file).read()))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode
