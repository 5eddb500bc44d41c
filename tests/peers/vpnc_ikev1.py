#!/usr/bin/python3
"""The VPN client vpnc against a hub with a client group: aggressive mode, Xauth, an address from the pool, split tunnel; with ESP of its
own and in UDP, with and without perfect forward secrecy.

usage: vpnc_ikev1.py IKE-ROUTER
"""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time

from peer_lab import Namespaces, Router, comes_true, in_temporary_folder, require_root_and

HUB = """
version 15.2
hostname Hub
no logging console
username traveller password 0 far-away
aaa new-model
aaa authentication login CLIENTS local
aaa authorization network GROUPS local
crypto isakmp policy 10
 encr 3des
 authentication pre-share
 group 2
crypto isakmp client configuration group staff
 key group-key
 dns 192.168.1.53
 domain example.com
 pool POOL
 acl SPLIT
crypto isakmp profile STAFF
   match identity group staff
   client authentication list CLIENTS
   isakmp authorization list GROUPS
   client configuration address respond
crypto ipsec transform-set TS esp-3des esp-sha-hmac
crypto dynamic-map DYN 10
 set transform-set TS
 set isakmp-profile STAFF
crypto map CM 10 ipsec-isakmp dynamic DYN
ip local pool POOL 10.5.5.1 10.5.5.254
ip access-list extended SPLIT
 permit ip 192.168.1.0 0.0.0.255 any
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto map CM
ip route 0.0.0.0 0.0.0.0 10.9.0.2
end
"""

VPNC = """
IPSec gateway 10.9.0.1
IPSec ID staff
IPSec secret %(group_key)s
Xauth username traveller
Xauth password %(password)s
IKE Authmode psk
IKE DH Group dh2
Perfect Forward Secrecy %(pfs)s
NAT Traversal Mode %(natt)s
Local Port 0
Interface Name tun9
Interface Mode tun
Script %(script)s
No Detach
"""

# What vpnc-script would do, without touching name resolution.
SCRIPT = """#!/bin/sh
[ "$reason" = connect ] || exit 0
env | grep -E '^(INTERNAL|CISCO)' > %(folder)s/environment
ip address add "$INTERNAL_IP4_ADDRESS/32" dev "$TUNDEV"
ip link set dev "$TUNDEV" mtu 1390 up
ip route add "$CISCO_SPLIT_INC_0_ADDR/$CISCO_SPLIT_INC_0_MASKLEN" dev "$TUNDEV"
"""

# Its port is none of IKE's, which is as good as a NAT: both modes have ESP in UDP.
WAYS = [dict(natt=natt, pfs=pfs) for natt in ("none", "natt", "force-natt") for pfs in ("nopfs", "dh2")]


def expect(condition, what, router, client_log):
    if not condition:
        print(router.transcript)
        print(open(client_log).read())
        sys.exit("failed: " + what)


class Client:
    def __init__(self, namespaces, folder, way, group_key="group-key", password="far-away"):
        script = os.path.join(folder, "script")
        with open(script, "w") as file:
            file.write(SCRIPT % {"folder": folder})
        os.chmod(script, 0o755)
        configuration = os.path.join(folder, "client.conf")
        with open(configuration, "w") as file:
            file.write(VPNC % dict(way, script=script, group_key=group_key, password=password))
        self.log = os.path.join(folder, "client.log")
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", namespaces.peer, "vpnc", "--non-inter", "--enable-weak-encryption", "--debug", "1", "--pid-file", os.path.join(folder, "pid"),
             configuration], stdout=open(self.log, "w"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def one_way(program, way):
    def test(folder):
        with Namespaces("10.9.0.2/24", "172.20.0.1/24") as namespaces:
            router = Router(program, namespaces, HUB, folder)
            client = Client(namespaces, folder, way)
            try:
                environment = os.path.join(folder, "environment")
                expect(comes_true(lambda: os.path.exists(environment), 20), "the client is configured", router, client.log)
                time.sleep(0.5)
                given = open(environment).read()
                expect("INTERNAL_IP4_ADDRESS=10.5.5.1\n" in given, "the first address of the pool: " + given, router, client.log)
                expect("192.168.1.53" in given and "example.com" in given, "name servers and domain: " + given, router, client.log)
                expect("CISCO_SPLIT_INC=1\n" in given and "CISCO_SPLIT_INC_0_ADDR=192.168.1.0\n" in given
                       and "CISCO_SPLIT_INC_0_MASK=255.255.255.0\n" in given, "the split tunnel: " + given, router, client.log)
                answer = namespaces.inside(namespaces.peer, "ping", "-c", "4", "-i", "0.2", "-W", "2", "-I", "10.5.5.1", "192.168.1.1", check=False)
                expect(re.search(r" [34] received", answer), "ping through the tunnel: " + answer, router, client.log)
                screen = router.command("show crypto ipsec sa")
                expect("10.5.5.1/255.255.255.255/0/0" in screen, "the client's identity", router, client.log)
                expect(("UDP-Encaps" in screen) == (way["natt"] != "none"), "ESP in UDP as the mode says: " + screen, router, client.log)
                group = "PFS (Y/N): Y, DH group: group2" if way["pfs"] == "dh2" else "PFS (Y/N): N, DH group: none"
                expect(group in screen, "perfect forward secrecy as asked for", router, client.log)
                expect(re.search(r"#pkts decaps: [4-9]", screen) and re.search(r"#pkts encaps: [4-9]", screen), "all of it in ESP", router, client.log)
                expect(re.search(r" CD?K?N?X", router.command("show crypto isakmp sa detail")),
                       "configuration mode and Xauth among the capabilities", router, client.log)
                expect("traveller" in router.command("show crypto session detail"), "the user's name", router, client.log)
                client.stop()
                expect(comes_true(lambda: "QM_IDLE" not in router.command("show crypto isakmp sa"), 20), "DELETE understood", router, client.log)
                expect(comes_true(lambda: "10.5.5.1/" not in router.command("show crypto ipsec sa")), "no SAs behind a client that left", router, client.log)
                expect("10.5.5.1" not in router.command("show ip route"), "no route behind a client that left", router, client.log)
                expect(re.search(r"POOL +10\.5\.5\.1 +10\.5\.5\.254 +254 +0", router.command("show ip local pool")),
                       "the address is back in the pool", router, client.log)
            except AssertionError as error:
                expect(False, str(error), router, client.log)
            finally:
                client.stop()
                router.stop()
    in_temporary_folder(test)
    print("passed: NAT traversal %(natt)s, perfect forward secrecy %(pfs)s" % way, flush=True)


def refused(program, what, **credentials):
    def test(folder):
        with Namespaces("10.9.0.2/24", "172.20.0.1/24") as namespaces:
            router = Router(program, namespaces, HUB, folder)
            client = Client(namespaces, folder, WAYS[0], **credentials)
            try:
                expect(not comes_true(lambda: os.path.exists(os.path.join(folder, "environment")), 6), "no tunnel for a " + what, router, client.log)
                expect("10.5.5.1/" not in router.command("show crypto ipsec sa"), "no SAs for a " + what, router, client.log)
            finally:
                client.stop()
                router.stop()
    in_temporary_folder(test)
    print("passed: a %s is refused" % what, flush=True)


def main():
    require_root_and("ip", "vpnc")
    program = sys.argv[1]
    labs = [multiprocessing.Process(target=one_way, args=(program, way)) for way in WAYS]
    labs.append(multiprocessing.Process(target=refused, args=(program, "wrong group key"), kwargs=dict(group_key="not-the-key")))
    labs.append(multiprocessing.Process(target=refused, args=(program, "wrong password"), kwargs=dict(password="not-it")))
    for lab in labs:
        lab.start()
    for lab in labs:
        lab.join()
    sys.exit(any(lab.exitcode != 0 for lab in labs))


main()
