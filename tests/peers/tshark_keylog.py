#!/usr/bin/python3
"""tshark, with the directory of --keylog as its profile, decrypts a capture of ours: IKEv1, IKEv2 and ESP, every packet of them.

usage: tshark_keylog.py IKE-ROUTER
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile

SKIPPED = 77
TOPOLOGY = """name: two
topology:
  nodes:
    R1: {kind: ike-router, startup-config: R1.cfg}
    R2: {kind: ike-router, startup-config: R2.cfg}
  links:
    - endpoints: ["R1:Ethernet0/0", "R2:Ethernet0/0"]
"""
STEPS = "R1: enable\nR1: ping %(target)s\nlab: advance 20m\nR1: ping %(target)s\nR1: clear crypto session\nlab: advance 10s\n"
TARGETS = {4: "172.16.0.2", 6: "2001:DB8:1::2"}
SITE = """hostname R%(own)d
ipv6 unicast-routing
%(ike)s
crypto ipsec transform-set TS %(transforms)s
crypto ipsec profile PROFILE
 set transform-set TS
 set security-association lifetime seconds 600
 %(binding)s
interface Tunnel0
 ip address 172.16.0.%(own)d 255.255.255.0
 ipv6 address 2001:DB8:1::%(own)d/64
 tunnel source Ethernet0/0
 tunnel mode ipsec %(family)s
 tunnel destination %(peer)s
 tunnel protection ipsec profile PROFILE
interface Ethernet0/0
 ip address 10.0.0.%(own)d 255.255.255.0
 ipv6 address 2001:DB8::%(own)d/64
end
"""
IKEV2 = """crypto ikev2 proposal PROPOSAL
 encryption %(encryption)s
 %(integrity)s %(hash)s
 group %(group)d
crypto ikev2 policy POLICY
 proposal PROPOSAL
crypto ikev2 keyring KEYS
 peer OTHER
  address %(peer)s%(mask)s
  pre-shared-key between-two
crypto ikev2 profile PROFILE
 match identity remote address %(peer)s %(long_mask)s
 authentication remote pre-share
 authentication local pre-share
 keyring local KEYS
 lifetime 500
"""
IKEV1 = """crypto isakmp policy 10
 encr %(encryption)s
 hash %(hash)s
 authentication pre-share
 group %(group)d
crypto isakmp key between-two address %(peer)s
"""
CASES = (
    (2, "3des", "integrity", "md5", 2, "esp-3des esp-md5-hmac", 4),
    (2, "aes-cbc-128", "integrity", "sha1", 14, "esp-aes esp-sha-hmac", 4),
    (2, "aes-cbc-192", "integrity", "sha256", 19, "esp-aes 192 esp-sha256-hmac", 4),
    (2, "aes-cbc-256", "integrity", "sha384", 20, "esp-aes 256 esp-sha384-hmac", 6),
    (2, "aes-gcm-128", "prf", "sha256", 19, "esp-gcm", 4),
    (2, "aes-gcm-256", "prf", "sha512", 21, "esp-gcm 256", 6),
    (2, "aes-cbc-256", "integrity", "sha512", 5, "esp-null esp-sha512-hmac", 4),
    (1, "3des", "", "md5", 2, "esp-3des esp-md5-hmac", 4),
    (1, "des", "", "sha", 5, "esp-des esp-sha-hmac", 4),
    (1, "aes", "", "sha", 14, "esp-aes esp-sha-hmac", 4),
    (1, "aes 256", "", "sha256", 14, "esp-gcm 256", 4),
)
HASH_OCTETS = {"md5": 16, "sha": 20, "sha256": 32}


def configuration(case, own):
    version, encryption, integrity, hash_name, group, transforms, family = case
    values = {"own": own, "encryption": encryption, "integrity": integrity, "hash": hash_name, "group": group, "transforms": transforms,
              "family": "ipv%d" % family, "binding": "set ikev2-profile PROFILE" if version == 2 else "set pfs group2",
              "peer": ("2001:DB8::%d" if family == 6 else "10.0.0.%d") % (3 - own), "mask": "/128" if family == 6 else "",
              "long_mask": "" if family == 6 else "255.255.255.255"}
    ike = (IKEV2 if version == 2 else IKEV1) % values
    values["ike"] = ike.replace("remote address %s " % values["peer"], "remote address %s/128" % values["peer"]) if family == 6 else ike
    return SITE % values


def packets(folder, home, capture, wanted, *fields):
    """One row of values for each packet that `wanted` lets through."""
    command = ["tshark", "-C", "keys", "-r", capture, "-Y", wanted, "-T", "fields", "-E", "separator=|"]
    for field in fields:
        command += ["-e", field]
    environment = dict(os.environ, HOME=home, XDG_CONFIG_HOME=os.path.join(home, ".config"))
    ended = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "esp_sa" not in ended.stderr and "decryption_table" not in ended.stderr, ended.stderr
    return [line.split("|") for line in ended.stdout.splitlines()]


def check_ike(folder, home, case):
    """Every message that is encrypted is decrypted: in IKEv2 with the right checksum, in IKEv1 to a whole HASH payload."""
    version, _, _, hash_name = case[:4]
    rows = packets(folder, home, "all.pcapng", "isakmp.flag_e == 1 || isakmp.typepayload == 46", "frame.number", "isakmp.exchangetype",
                   "isakmp.enc.decrypted", "isakmp.ikev2.integrity_checksum", "isakmp.hash")
    for number, kind, decrypted, wrong, hash_data in rows:
        whole = len(hash_data) == 2 * HASH_OCTETS[hash_name] if version == 1 else decrypted == "1" and wrong == ""
        assert whole, "packet %s, exchange %s is not decrypted" % (number, kind)
    expected = {"35", "36", "37"} if version == 2 else {"2", "5", "32"}
    assert {row[1] for row in rows} == expected, "exchanges of version %d: %s" % (version, rows)


def check_esp(rows):
    assert len(rows) >= 20 - 4, "packets of two pings: %d" % len(rows)
    for number, icmp, icmpv6, good in rows:
        assert icmp in ("0", "8") or icmpv6 != "", "packet %s is not decrypted" % number
        assert good == "1", "packet %s fails its integrity check" % number


def check(program, case, folder):
    home = os.path.join(folder, "home")
    profile = os.path.join(home, ".config", "wireshark", "profiles", "keys")
    os.makedirs(os.path.dirname(profile))
    for own in (1, 2):
        with open(os.path.join(folder, "R%d.cfg" % own), "w") as file:
            file.write(configuration(case, own))
    for name, text in (("lab.clab.yml", TOPOLOGY), ("steps.txt", STEPS % {"target": TARGETS[case[6]]})):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    ended = subprocess.run([program, "lab.clab.yml", "--steps", "steps.txt", "--pcap", "all.pcapng", "--keylog", profile], cwd=folder,
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 0 and ended.stdout.count("Success rate is") == 2, ended.stdout + ended.stderr
    assert "WARNING: --keylog writes the keys of all SAs" in ended.stderr, "a warning: " + ended.stderr
    assert stat.S_IMODE(os.stat(os.path.join(profile, "esp_sa")).st_mode) == 0o600, "keys are for their owner"
    check_ike(folder, home, case)
    check_esp(packets(folder, home, "all.pcapng", "esp", "frame.number", "icmp.type", "icmpv6.type", "esp.icv_good"))


def main():
    if not shutil.which("tshark"):
        print("skipped: needs tshark")
        sys.exit(SKIPPED)
    failed = 0
    for case in CASES:
        name = " ".join(str(part) for part in case if part != "")
        with tempfile.TemporaryDirectory(prefix="ike-router-keys-") as folder:
            try:
                check(os.path.abspath(sys.argv[1]), case, folder)
                print("passed: IKEv" + name)
            except AssertionError as error:
                failed += 1
                print("failed: IKEv%s: %s" % (name, error))
    sys.exit(failed > 0)


main()
