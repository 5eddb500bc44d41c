"""A router of ours that translates: the hub at 10.9.0.1 and a server at 10.8.0.2 outside, a client inside at 192.168.7N.2 for each N."""

import os

from console_lab import PipedConsole
from peer_lab import Router, run

GATE = """
version 15.4
hostname Gate
no logging console
interface Ethernet0/0
 ip address 10.9.0.2 255.255.255.0
 ip nat outside
interface Ethernet0/1
 ip address 192.168.71.1 255.255.255.0
 ip nat inside
interface Ethernet0/2
 ip address 192.168.72.1 255.255.255.0
 ip nat inside
interface Ethernet0/3
 ip address 10.8.0.1 255.255.255.0
 ip nat outside
ip nat inside source list INSIDE interface Ethernet0/0 overload
ip access-list standard INSIDE
 permit 192.168.64.0 0.0.15.255
end
"""

CLIENTS = (1, 2)


class Spaces:
    """The hub's `dut`, the gate's, a server's on the outside, and a client's for each number."""

    def __init__(self):
        self.dut, self.gate, self.server = ("ikr%d-%s" % (os.getpid(), name) for name in ("dut", "gate", "server"))
        self.clients = {number: "ikr%d-client%d" % (os.getpid(), number) for number in CLIENTS}

    def all(self):
        return [self.dut, self.gate, self.server, *self.clients.values()]

    def inside(self, namespace, *command, check=True):
        return run("ip", "netns", "exec", namespace, *command, check=check)

    def join(self, first, first_name, second, second_name):
        run("ip", "link", "add", first_name, "netns", first, "type", "veth", "peer", "name", second_name, "netns", second)
        for namespace, interface in ((first, first_name), (second, second_name)):
            self.inside(namespace, "sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % interface, check=False)
            self.inside(namespace, "ip", "link", "set", interface, "up")

    def add_client(self, number, name):
        self.join(self.gate, "lan%d" % number, name, "eth0")
        for interface, address in (("eth0", "192.168.7%d.2/24" % number), ("lo", "10.%d.0.1/24" % number)):
            self.inside(name, "ip", "address", "add", address, "dev", interface)
        self.inside(name, "ip", "route", "add", "default", "via", "192.168.7%d.1" % number)
        # Selectors are routed into strongSwan's TUN device; what goes to the hub itself never is.
        self.inside(name, "ip", "rule", "add", "pref", "100", "to", "10.9.0.1", "lookup", "main", check=False)

    def __enter__(self):
        for name in self.all():
            run("ip", "netns", "add", name)
            self.inside(name, "ip", "link", "set", "lo", "up")
        self.join(self.dut, "wan0", self.gate, "wan1")
        self.join(self.gate, "wan2", self.server, "eth0")
        self.inside(self.server, "ip", "address", "add", "10.8.0.2/24", "dev", "eth0")
        self.inside(self.server, "ip", "route", "add", "default", "via", "10.8.0.1")
        for number, name in self.clients.items():
            self.add_client(number, name)
        return self

    def __exit__(self, *_):
        for name in self.all():
            run("ip", "netns", "delete", name, check=False)


class Gate(PipedConsole):
    def __init__(self, program, spaces, folder):
        path = os.path.join(folder, "gate.cfg")
        with open(path, "w") as file:
            file.write(GATE)
        links = ("Ethernet0/0=packet:wan1", "Ethernet0/1=packet:lan1", "Ethernet0/2=packet:lan2", "Ethernet0/3=packet:wan2")
        options = [word for link in links for word in ("--link", link)]
        super().__init__(["ip", "netns", "exec", spaces.gate, program, path, *options])
        self.command("")
        self.command("enable")

    stop = Router.stop
