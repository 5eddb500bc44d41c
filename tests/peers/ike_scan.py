#!/usr/bin/python3
"""ike-scan asks for main mode, aggressive mode and IKEv2; psk-crack confirms that our HASH_R belongs to the key.

usage: ike_scan.py IKE-ROUTER
"""

import os
import re
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
crypto isakmp policy 20
 encr aes 256
 hash md5
 authentication pre-share
 group 5
crypto isakmp key main-secret address 10.9.0.2
crypto isakmp client configuration group staff
 key group-secret
 pool POOL
crypto isakmp profile STAFF
   match identity group staff
   client authentication list CLIENTS
   isakmp authorization list GROUPS
   client configuration address respond
crypto ikev2 proposal PROP
 encryption aes-cbc-256 3des
 integrity sha256 sha1
 group 2 14
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer scanner
  address 10.9.0.2
  pre-shared-key another-secret
crypto ikev2 profile PROF
 match identity remote address 10.9.0.2 255.255.255.255
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
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


# Of the group and of an address: what ike-scan says of itself, and the key that HASH_R is made with.
IDENTITIES = {"a group": (("--id=staff", "--idtype=11"), "65001", "group-secret"), "an address": (("--id=0x0a090002", "--idtype=1"), "1", "main-secret")}
POLICIES = {"3DES, SHA1, group 2": ("5,2,%s,2", "2"), "AES 256, MD5, group 5": ("7/256,1,%s,5", "5")}


def main_mode(namespaces, router):
    answer = scan(namespaces, "-M", "--trans=5,2,1,2")
    expect("Main Mode Handshake returned" in answer and "Enc=3DES Hash=SHA1 Auth=PSK Group=2:modp1024" in answer,
           "main mode answers: " + answer, router)
    answer = scan(namespaces, "-M", "--trans=7/256,1,1,5")
    expect(re.search("Main Mode Handshake returned.*Enc=AES Hash=MD5 Auth=PSK Group=5:modp1536.* KeyLength=256", answer, re.S) or
           re.search("Enc=AES KeyLength=256 Hash=MD5 Auth=PSK Group=5:modp1536", answer), "main mode takes the second policy: " + answer, router)
    answer = scan(namespaces, "-M", "--trans=7/256,2,1,14")
    expect("NO-PROPOSAL-CHOSEN" in answer, "an offer that no policy takes is refused: " + answer, router)


def aggressive_mode(namespaces, router, folder):
    for policy, (transform, group) in POLICIES.items():
        for who, (identity, method, word) in IDENTITIES.items():
            router.command("clear crypto session")
            parameters = os.path.join(folder, "parameters-%s-%s" % (group, method))
            answer = scan(namespaces, "-M", "-A", *identity, "--trans=" + transform % method, "--dhgroup=" + group, "--pskcrack=" + parameters)
            expect("Aggressive Mode Handshake returned" in answer, "aggressive mode answers %s with %s: %s" % (who, policy, answer), router)
            answer = cracked(folder, parameters, word)
            expect('key "%s" matches' % word in answer, "HASH_R belongs to the key of %s with %s: %s" % (who, policy, answer), router)


def ikev2(namespaces, router):
    """Its offer is always the same; only the group of its public value is told."""
    answer = scan(namespaces, "-M", "--ikev2")
    expect("IKEv2 SA_INIT Handshake returned" in answer and "SA=(Encr=AES_CBC,KeyLength=256 Prf=HMAC_SHA1 Integ=HMAC_SHA1_96 DH_Group=2:modp1024)" in answer
           and "KeyExchange(132 bytes)" in answer, "IKEv2 answers: " + answer, router)
    expect("IN-NEG" in router.command("show crypto ikev2 sa"), "the IKE SA is half open", router)
    answer = scan(namespaces, "-M", "--ikev2", "--dhgroup=14")
    expect("INVALID_KE_PAYLOAD" in answer, "IKEv2 asks for the group that it chose: " + answer, router)
    for line in ("configure terminal", "crypto ikev2 proposal PROP", "group 19", "end"):
        router.command(line)
    answer = scan(namespaces, "-M", "--ikev2", "--dhgroup=14")
    expect("NO_PROPOSAL_CHOSEN" in answer, "IKEv2 refuses an offer that no proposal takes: " + answer, router)


def test(folder):
    with Namespaces("10.9.0.2/24", "172.20.0.1/24") as namespaces:
        router = Router(sys.argv[1], namespaces, ROUTER, folder)
        try:
            main_mode(namespaces, router)
            aggressive_mode(namespaces, router, folder)
            ikev2(namespaces, router)
        except AssertionError as error:
            expect(False, str(error), router)
        finally:
            router.stop()


def main():
    require_root_and("ip", "ike-scan", "psk-crack")
    in_temporary_folder(test)


main()
