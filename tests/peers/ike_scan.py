#!/usr/bin/python3
"""ike-scan asks for main and aggressive mode; psk-crack confirms that our HASH_R belongs to the key.

usage: ike_scan_ikev1.py IKE-ROUTER
"""

import os
import subprocess
import sys

from peer_lab import Namespaces, Router, in_temporary_folder, require_root_and

ROUTER = """
version 15.2
hostname R1
no logging console
aaa new-model
aaa authentication login CLIENTS local
aaa authorization network GROUPS local
username someone password 0 something
crypto isakmp policy 10
 encr 3des
 authentication pre-share
 group 2
crypto isakmp key main-secret address 10.9.0.2
crypto isakmp client configuration group staff
 key group-secret
 pool POOL
crypto isakmp profile STAFF
   match identity group staff
   client authentication list CLIENTS
   isakmp authorization list GROUPS
   client configuration address respond
crypto ipsec transform-set TS esp-3des esp-sha-hmac
crypto dynamic-map DYN 10
 set transform-set TS
crypto map CM 10 ipsec-isakmp dynamic DYN
ip local pool POOL 10.5.5.1 10.5.5.254
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto map CM
end
"""


def expect(condition, what, router):
    if not condition:
        print(router.transcript)
        sys.exit("failed: " + what)
    print("passed: " + what.split(":")[0])


def scan(namespaces, *arguments):
    return namespaces.inside(namespaces.peer, "ike-scan", "--sport=500", "--retry=2", "--timeout=1500", *arguments, "10.9.0.1", check=False)


def cracked(folder, parameters, word):
    dictionary = os.path.join(folder, "words")
    with open(dictionary, "w") as file:
        file.write("cisco\npassword\n%s\nnothing\n" % word)
    return subprocess.run(["psk-crack", "-d", dictionary, parameters], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def test(folder):
    with Namespaces("10.9.0.2/24", "172.20.0.1/24") as namespaces:
        router = Router(sys.argv[1], namespaces, ROUTER, folder)
        try:
            answer = scan(namespaces, "-M", "--trans=5,2,1,2")
            expect("Main Mode Handshake returned" in answer and "Enc=3DES Hash=SHA1 Auth=PSK Group=2:modp1024" in answer,
                   "main mode answers: " + answer, router)
            answer = scan(namespaces, "-M", "--trans=7/256,2,1,14")
            expect("NO-PROPOSAL-CHOSEN" in answer, "an offer that no policy takes is refused: " + answer, router)
            parameters = os.path.join(folder, "parameters")
            answer = scan(namespaces, "-M", "-A", "--id=staff", "--idtype=11", "--trans=5,2,65001,2", "--dhgroup=2", "--pskcrack=" + parameters)
            expect("Aggressive Mode Handshake returned" in answer, "aggressive mode answers a group: " + answer, router)
            answer = cracked(folder, parameters, "group-secret")
            expect('key "group-secret" matches' in answer, "HASH_R belongs to the group's key: " + answer, router)
            router.command("clear crypto session")
            parameters = os.path.join(folder, "parameters-2")
            answer = scan(namespaces, "-M", "-A", "--id=0x0a090002", "--idtype=1", "--trans=5,2,1,2", "--dhgroup=2", "--pskcrack=" + parameters)
            expect("Aggressive Mode Handshake returned" in answer, "aggressive mode answers an address: " + answer, router)
            answer = cracked(folder, parameters, "main-secret")
            expect('key "main-secret" matches' in answer, "HASH_R belongs to the peer's key: " + answer, router)
        except AssertionError as error:
            expect(False, str(error), router)
        finally:
            router.stop()


def main():
    require_root_and("ip", "ike-scan", "psk-crack", "ethtool")
    in_temporary_folder(test)


main()
