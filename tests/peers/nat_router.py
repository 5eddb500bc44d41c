#!/usr/bin/python3
"""Two strongSwan clients behind a NAT that is a router of ours, and one hub: IKEv2 and IKEv1. Both tunnels carry echoes at once, from
either end; fragments and TCP streams pass the NAT beside them; cleared translations come back with other ports and nobody is lost.

usage: nat_router.py IKE-ROUTER
"""

import hashlib
import os
import re
import socket
import sys
import threading
from types import SimpleNamespace

from nat_lab import socket_in
from nat_router_lab import CLIENTS, Gate, Spaces
from peer_lab import CHARON, Router, StrongSwan, comes_true, in_temporary_folder, require_root_and

HUB = """
version 15.4
hostname Hub
no logging console
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 19
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer any
  address 0.0.0.0 0.0.0.0
  pre-shared-key known-to-both
crypto ikev2 profile PROF
 match identity remote fqdn domain example.com
 identity local address 10.9.0.1
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
crypto isakmp policy 10
 encr aes 256
 hash sha
 authentication pre-share
 group 14
crypto isakmp key known-to-both address 0.0.0.0
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto dynamic-map DYN 10
 set transform-set TS
%(profile)s
 reverse-route
crypto map CM 10 ipsec-isakmp dynamic DYN
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
    version = %(version)s
    mobike = no
    local_addrs = %(address)s
    remote_addrs = 10.9.0.1
    proposals = %(proposal)s
    local { auth = psk
      %(id)s }
    remote { auth = psk
      id = 10.9.0.1 }
    children { net {
      local_ts = 10.%(number)d.0.0/24
      remote_ts = 192.168.1.0/24
      esp_proposals = aes256-sha256 } }
  }
}
secrets {
  ike-router { secret = known-to-both }
}
"""

VERSIONS = {
    "IKEv2": (" set ikev2-profile PROF", {"version": 2, "proposal": "aes256-sha256-ecp256"}),
    "IKEv1": ("", {"version": 1, "proposal": "aes256-sha1-modp2048"}),
}
STREAM = bytes(range(251)) * 40000
STREAM_DIGEST = hashlib.sha256(STREAM).hexdigest()


def send_stream(namespace):
    with socket_in(namespace, "0.0.0.0", 0, socket.SOCK_STREAM) as sender:
        sender.settimeout(10)
        sender.connect(("10.8.0.2", 5000))
        sender.sendall(STREAM)


def received_digest(connection):
    digest = hashlib.sha256()
    with connection:
        connection.settimeout(10)
        while piece := connection.recv(65536):
            digest.update(piece)
    return digest.hexdigest()


def swan_text(number, values):
    own = "id = swan%d.example.com" % number if values["version"] == 2 else ""
    return SWAN % {**values, "number": number, "id": own, "address": "192.168.7%d.2" % number}


class Lab:
    def __init__(self, program, spaces, folder, profile, values):
        self.spaces, self.swans = spaces, {}
        self.gate = Gate(program, spaces, folder)
        self.hub = Router(program, spaces, HUB % {"profile": profile}, folder)
        for number, name in spaces.clients.items():
            own_folder = os.path.join(folder, "swan%d" % number)
            os.makedirs(own_folder)
            self.swans[number] = StrongSwan(SimpleNamespace(peer=name), swan_text(number, values), own_folder)

    def expect(self, condition, what):
        if not condition:
            for said in (self.gate.transcript, self.hub.transcript, *(swan.read_log() for swan in self.swans.values())):
                print(said)
            sys.exit("failed: " + what)

    def stop(self):
        for node in (*self.swans.values(), self.hub, self.gate):
            node.stop()

    def check_echoes(self, when):
        for number, name in self.spaces.clients.items():
            answer = self.spaces.inside(name, "ping", "-c", "3", "-i", "0.2", "-W", "2", "-I", "10.%d.0.1" % number, "192.168.1.1", check=False)
            self.expect(" 0% packet loss" in answer, "ping of client %d %s: %s" % (number, when, answer))
        for number in CLIENTS:
            answer = self.hub.command("ping 10.%d.0.1 source Loopback0" % number)
            self.expect("Success rate is 100 percent" in answer, "ping to client %d %s: %s" % (number, when, answer))

    def esp_mappings(self):
        """What the gate has for UDP 4500: the client's address -> the outside port."""
        screen = self.gate.command("show ip nat translations")
        rows = re.findall(r"udp +10\.9\.0\.2:(\d+) +([\d.]+):4500 +10\.9\.0\.1:4500 +10\.9\.0\.1:4500", screen)
        return {address: port for port, address in rows}

    def peers_of_hub(self):
        return set(re.findall(r"current_peer:? 10\.9\.0\.2 port:? ?(\d+)", self.hub.command("show crypto ipsec sa")))

    def check_mappings(self, when):
        found = self.esp_mappings()
        wanted = {"192.168.7%d.2" % number for number in CLIENTS}
        self.expect(set(found) == wanted and len(set(found.values())) == 2, "a port for each client %s: %s" % (when, found))
        self.expect(comes_true(lambda: self.peers_of_hub() == set(found.values())), "the hub's peers %s: %s" % (when, self.peers_of_hub()))
        return found

    def check_cleared(self, before):
        """Client 2 speaks first: it takes port 4500, which was client 1's."""
        self.gate.command("clear ip nat translation *")
        for number in reversed(CLIENTS):
            name = self.spaces.clients[number]
            self.spaces.inside(name, "ping", "-c", "1", "-W", "2", "-I", "10.%d.0.1" % number, "192.168.1.1", check=False)
        self.check_echoes("after the translations were cleared")
        after = self.check_mappings("after the translations were cleared")
        self.expect(after != before, "other ports: %s" % after)

    def check_streams(self):
        """TCP from both clients at once: whole super-frames are translated."""
        with socket_in(self.spaces.server, "10.8.0.2", 5000, socket.SOCK_STREAM) as listener:
            listener.listen(2)
            sending = [threading.Thread(target=send_stream, args=(name,), daemon=True) for name in self.spaces.clients.values()]
            for one in sending:
                one.start()
            listener.settimeout(10)
            accepted = [listener.accept() for _ in sending]
            self.expect({end[0] for _, end in accepted} == {"10.9.0.2"}, "streams come from the gate: %s" % accepted)
            for connection, end in accepted:
                self.expect(received_digest(connection) == STREAM_DIGEST, "a whole stream from %s" % (end,))

    def check_plain_traffic(self):
        """Packets in fragments, without a tunnel, to the hub's own outside address."""
        for number, name in self.spaces.clients.items():
            answer = self.spaces.inside(name, "ping", "-c", "2", "-i", "0.2", "-W", "2", "-s", "3000", "10.9.0.1", check=False)
            self.expect(" 0% packet loss" in answer, "fragments of client %d: %s" % (number, answer))

    def check(self):
        for swan in self.swans.values():
            swan.swanctl("--initiate", "--child", "net", check=False)
        self.check_echoes("at first")
        before = self.check_mappings("at first")
        self.check_plain_traffic()
        self.check_streams()
        self.check_cleared(before)
        self.swans[1].swanctl("--terminate", "--ike", "router")
        self.expect(comes_true(lambda: len(self.peers_of_hub()) == 1), "one client's DELETE is one client's")
        self.expect(self.hub.stop() == 0 and self.gate.stop() == 0, "status 0 of the routers")


def check_version(program, folder, profile, values):
    with Spaces() as spaces:
        lab = Lab(program, spaces, folder, profile, values)
        try:
            lab.check()
        except AssertionError as error:
            lab.expect(False, str(error))
        finally:
            lab.stop()


def main():
    require_root_and("ip", "swanctl", CHARON)
    for name, (profile, values) in VERSIONS.items():
        in_temporary_folder(lambda folder: check_version(sys.argv[1], folder, profile, values))
        print("passed: two %s clients behind a NAT router" % name)


main()
