"""strongSwan behind a NAT: the router under test at 10.9.0.1, the NAT outside at 10.9.0.2 and 10.9.0.3, strongSwan inside at
192.168.77.2. The NAT forwards UDP 500 and 4500 between the sockets of two namespaces, and forgets its mappings when it is told to."""

import ctypes
import os
import select
import socket
import threading

from peer_lab import Namespaces, run

ROUTER_ADDRESS, CLIENT_ADDRESS = "10.9.0.1", "192.168.77.2"
CLONE_NEWNET = 0x40000000


class NatNamespaces(Namespaces):
    """`dut` and `peer` as everywhere, and the two sides of the NAT between them."""

    def __init__(self):
        super().__init__(None, None)
        self.outside, self.inside_of_nat = (name.replace("peer", side) for name, side in ((self.peer, "out"), (self.peer, "in")))

    def all(self):
        return (self.dut, self.outside, self.inside_of_nat, self.peer)

    def join(self, first, first_name, second, second_name):
        run("ip", "link", "add", first_name, "netns", first, "type", "veth", "peer", "name", second_name, "netns", second)
        for namespace, interface in ((first, first_name), (second, second_name)):
            self.inside(namespace, "sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % interface, check=False)
            self.inside(namespace, "ip", "link", "set", interface, "up")

    def __enter__(self):
        for name in self.all():
            run("ip", "netns", "add", name)
            self.inside(name, "ip", "link", "set", "lo", "up")
        self.join(self.dut, "wan0", self.outside, "wan1")
        self.join(self.inside_of_nat, "lan0", self.peer, "lan1")
        for namespace, interface, address in (
                (self.outside, "wan1", "10.9.0.2/24"), (self.outside, "wan1", "10.9.0.3/24"), (self.inside_of_nat, "lan0", "192.168.77.1/24"),
                (self.inside_of_nat, "lo", ROUTER_ADDRESS + "/32"), (self.peer, "lan1", CLIENT_ADDRESS + "/24"), (self.peer, "lo", "192.168.2.1/24")):
            self.inside(namespace, "ip", "address", "add", address, "dev", interface)
        self.inside(self.peer, "ip", "route", "add", "default", "via", "192.168.77.1")
        self.inside(self.peer, "ip", "rule", "add", "pref", "100", "to", ROUTER_ADDRESS, "lookup", "main", check=False)
        return self

    def __exit__(self, *_):
        for name in self.all():
            run("ip", "netns", "delete", name, check=False)


def socket_in(namespace, address, port, kind=socket.SOCK_DGRAM):
    """A socket there, of whichever thread."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as own, open("/var/run/netns/" + namespace) as other:
        if libc.setns(other.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")
        try:
            made = socket.socket(socket.AF_INET, kind)
            made.bind((address, port))
            return made
        finally:
            libc.setns(own.fileno(), CLONE_NEWNET)


class Nat(threading.Thread):
    """Ports 500 and 4500 of the client become others of the NAT's own, counted up from 20000: no mapping comes twice."""

    def __init__(self, namespaces):
        super().__init__(daemon=True)
        self.namespaces, self.address, self.next_port = namespaces, "10.9.0.2", 20000
        self.inner = {port: socket_in(namespaces.inside_of_nat, ROUTER_ADDRESS, port) for port in (500, 4500)}
        self.outer, self.ends, self.lock = {}, False, threading.Lock()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ends = True
        self.join()

    def forget(self, address=None):
        """Every mapping; the next ones are at `address`."""
        with self.lock:
            self.address = address or self.address
            for made, _ in self.outer.values():
                made.close()
            self.outer = {}

    def port_of_esp(self):
        return next(made.getsockname()[1] for (_, port), (made, _) in self.outer.items() if port == 4500)

    def mapping(self, client, port):
        if (client, port) not in self.outer:
            self.next_port += 1
            self.outer[client, port] = (socket_in(self.namespaces.outside, self.address, self.next_port), client)
        return self.outer[client, port][0]

    def run(self):
        while not self.ends:
            with self.lock:
                sources = {made: port for port, made in self.inner.items()}
                answers = {made: (client, port) for (client, port), (made, _) in self.outer.items()}
                for ready in select.select([*sources, *answers], [], [], 0.01)[0]:
                    datagram, sender = ready.recvfrom(65536)
                    if ready in sources:
                        self.mapping(sender, sources[ready]).sendto(datagram, (ROUTER_ADDRESS, sources[ready]))
                    else:
                        client, port = answers[ready]
                        self.inner[port].sendto(datagram, client)
