#!/usr/bin/python3
"""Every common suite against strongSwan, each started by either end: IKEv2, IKEv1 main and aggressive mode, over a crypto map and
over a VTI; ESP in UDP.

usage: strongswan_suites.py IKE-ROUTER
"""

import re
import sys
from concurrent.futures import ProcessPoolExecutor

from peer_lab import CHARON, check_site_to_site, comes_true, expect, require_root_and, start_tunnel, with_both

# What a suite is called by the router and by strongSwan.
ENCRYPTION = {"3des": "3des", "aes-cbc-128": "aes128", "aes-cbc-192": "aes192", "aes-cbc-256": "aes256", "aes-gcm-128": "aes128gcm16",
              "aes-gcm-256": "aes256gcm16"}
ISAKMP_ENCRYPTION = {"3des": "3des", "aes-cbc-128": "aes", "aes-cbc-192": "aes 192", "aes-cbc-256": "aes 256"}
HASH = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
GROUP = {2: "modp1024", 5: "modp1536", 14: "modp2048", 15: "modp3072", 16: "modp4096", 19: "ecp256", 20: "ecp384", 21: "ecp521"}
ESP = {"esp-3des esp-sha-hmac": "3des-sha1", "esp-3des esp-md5-hmac": "3des-md5", "esp-aes esp-sha-hmac": "aes128-sha1",
       "esp-aes 192 esp-sha256-hmac": "aes192-sha256", "esp-aes 256 esp-sha384-hmac": "aes256-sha384",
       "esp-aes 256 esp-sha512-hmac": "aes256-sha512", "esp-aes esp-md5-hmac": "aes128-md5", "esp-gcm 128": "aes128gcm16",
       "esp-gcm 192": "aes192gcm16", "esp-gcm 256": "aes256gcm16"}

# Version and mode, encryption, hash or PRF, group, transform set, what protects.
SUITES = [
    ("ikev2", "3des", "sha1", 2, "esp-3des esp-sha-hmac", "map"),
    ("ikev2", "aes-cbc-128", "sha1", 5, "esp-aes esp-sha-hmac", "vti"),
    ("ikev2", "aes-cbc-192", "sha256", 14, "esp-aes 192 esp-sha256-hmac", "map"),
    ("ikev2", "aes-cbc-256", "sha384", 15, "esp-aes 256 esp-sha384-hmac", "vti"),
    ("ikev2", "aes-cbc-256", "sha512", 16, "esp-aes 256 esp-sha512-hmac", "map"),
    ("ikev2", "aes-gcm-128", "sha256", 19, "esp-gcm 128", "vti"),
    ("ikev2", "aes-gcm-256", "sha384", 20, "esp-gcm 256", "map"),
    ("ikev2", "aes-cbc-128", "md5", 21, "esp-gcm 192", "map"),
    ("main", "3des", "md5", 2, "esp-3des esp-md5-hmac", "map"),
    ("main", "aes-cbc-128", "sha1", 5, "esp-aes esp-md5-hmac", "vti"),
    ("main", "aes-cbc-192", "sha256", 14, "esp-aes 192 esp-sha256-hmac", "map"),
    ("main", "aes-cbc-256", "sha384", 15, "esp-aes 256 esp-sha384-hmac", "vti"),
    ("main", "aes-cbc-256", "sha512", 16, "esp-aes 256 esp-sha512-hmac", "map"),
    ("main", "aes-cbc-128", "sha256", 19, "esp-gcm 128", "map"),
    ("main", "aes-cbc-256", "sha384", 20, "esp-gcm 256", "vti"),
    ("main", "aes-cbc-256", "sha512", 21, "esp-aes esp-sha-hmac", "map"),
    ("aggressive", "3des", "sha1", 2, "esp-3des esp-sha-hmac", "map"),
    ("aggressive", "aes-cbc-256", "sha256", 14, "esp-aes 192 esp-sha256-hmac", "map"),
]

IKEV2 = """crypto ikev2 proposal PROP
 encryption {encryption}
 {hash_word} {hash}
 group {group}
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer swan
  address 10.9.0.2
  pre-shared-key known-to-both
crypto ikev2 profile PROF
 match identity remote address 10.9.0.2
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
"""

ISAKMP = """crypto isakmp policy 10
 encr {isakmp_encryption}
 hash {isakmp_hash}
 authentication pre-share
 group {group}
{key}
"""

MAIN_KEY = "crypto isakmp key known-to-both address 10.9.0.2"
AGGRESSIVE_KEY = """crypto isakmp peer address 10.9.0.2
 set aggressive-mode password known-to-both
 set aggressive-mode client-endpoint ipv4-address 10.9.0.1
crypto isakmp key known-to-both address 10.9.0.2"""

MAP = """crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 {map_profile}
 match address VPN
ip access-list extended VPN
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
interface Ethernet0/0
 crypto map CM
"""

VTI = """crypto ipsec profile VTI
 set transform-set TS
 {map_profile}
interface Tunnel0
 ip address 172.16.0.1 255.255.255.252
 tunnel source Ethernet0/0
 tunnel mode ipsec ipv4
 tunnel destination 10.9.0.2
 tunnel protection ipsec profile VTI
ip route 192.168.2.0 255.255.255.0 Tunnel0
"""

ROUTER = """version 15.4
hostname R1
no logging console
{ike}
crypto ipsec transform-set TS {transform}
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
{protection}
ip route 0.0.0.0 0.0.0.0 10.9.0.2
end
"""

SWAN = """
connections {{
  router {{
    version = {version}
    aggressive = {aggressive}
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    proposals = {swan_ike}
    local {{ auth = psk }}
    remote {{ auth = psk }}
    children {{ net {{
      local_ts = {local_ts}
      remote_ts = {remote_ts}
      esp_proposals = {swan_esp} }} }}
  }}
}}
secrets {{
  ike-router {{ id-ours = 10.9.0.2
    id-theirs = 10.9.0.1
    secret = known-to-both }}
}}
"""


def configurations(mode, encryption, hash_name, group, transform, protection):
    """The router's and strongSwan's."""
    is_ikev2, is_gcm = mode == "ikev2", "gcm" in encryption
    values = dict(encryption=encryption, hash=hash_name, hash_word="prf" if is_gcm else "integrity", group=group, transform=transform,
                  isakmp_encryption=ISAKMP_ENCRYPTION.get(encryption), isakmp_hash="sha" if hash_name == "sha1" else hash_name,
                  key=AGGRESSIVE_KEY if mode == "aggressive" else MAIN_KEY, map_profile="set ikev2-profile PROF" if is_ikev2 else "",
                  version=2 if is_ikev2 else 1, aggressive="yes" if mode == "aggressive" else "no", swan_esp=ESP[transform],
                  swan_ike="-".join([ENCRYPTION[encryption], ("prf" if is_gcm else "") + HASH[hash_name], GROUP[group]]),
                  local_ts="192.168.2.0/24" if protection == "map" else "0.0.0.0/0",
                  remote_ts="192.168.1.0/24" if protection == "map" else "0.0.0.0/0")
    values["ike"] = (IKEV2 if is_ikev2 else ISAKMP).format(**values)
    values["protection"] = (MAP if protection == "map" else VTI).format(**values)
    return ROUTER.format(**values), SWAN.format(**values)


def ike_sas(router, mode):
    """SPIs or connection ids: names of the IKE SAs that are up."""
    if mode == "ikev2":
        return set(re.findall(r"Local spi: (\w+)", router.command("show crypto ikev2 sa detailed")))
    return set(re.findall(r"QM_IDLE +(\d+)", router.command("show crypto isakmp sa")))


def ends(router, swan, mode, protection, router_ends):
    """Who is told of the end understands it. A VTI that is up asks for a new tunnel at once, so it is shut before."""
    before = ike_sas(router, mode)
    expect(before, "an IKE SA that is up", router, swan)
    if router_ends:
        for line in ("configure terminal", "interface Tunnel0", "shutdown", "end") if protection == "vti" else ():
            router.command(line)
        router.command("clear crypto session")
        expect(comes_true(lambda: "ESTABLISHED" not in swan.swanctl("--list-sas")), "DELETE understood by strongSwan", router, swan)
    else:
        swan.swanctl("--terminate", "--ike", "router")
        expect(comes_true(lambda: not before & ike_sas(router, mode)), "DELETE understood", router, swan)


def try_suite(program, suite, router_starts):
    """Returns what passed."""
    mode, protection = suite[0], suite[5]

    def test(router, swan, namespaces):
        # strongSwan may look at the first message of quick mode before it has looked at the last of aggressive mode, and ignore it:
        # it is sent again after ten seconds.
        start_tunnel(router, swan, router_starts, echoes=8 if mode == "aggressive" else 3)
        check_site_to_site(router, swan, namespaces)
        if mode == "aggressive":
            expect("parsed AGGRESSIVE" in swan.read_log(), "aggressive mode", router, swan)
        ends(router, swan, mode, protection, router_starts)
    with_both(program, configurations(*suite), test)
    return "%s, %s starts" % (" ".join(map(str, suite)), "router" if router_starts else "strongSwan")


def main():
    require_root_and("ip", "swanctl", CHARON)
    with ProcessPoolExecutor(max_workers=3) as pool:   # they mostly wait
        runs = [pool.submit(try_suite, sys.argv[1], suite, router_starts) for suite in SUITES for router_starts in (True, False)]
        for run in runs:
            print("passed: " + run.result(), flush=True)


main()
