#!/usr/bin/python3
"""scapy decrypts our ESP and we decrypt its, every suite in tunnel and transport mode on both backends; whichever single bit is flipped,
the packet is dropped and counted.

usage: scapy_esp.py IKE-ROUTER ESP-BY-HAND
"""

import logging
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
warnings.filterwarnings("ignore")
try:
    from scapy.layers.inet import ICMP, IP
    from scapy.layers.ipsec import ESP, SecurityAssociation
    from scapy.packet import Raw
except ImportError:
    print("skipped: needs python3-scapy")
    sys.exit(77)

SPI, SPI_BITS, OUTER_HEADER = 0x1234ABCD, 32, 20
SIZES, FLIPPED_SIZES = (0, 1, 2, 3, 15, 56, 1372), (0, 56)
# Ours: scapy's name and octets of the key, salt with it.
CIPHERS = {"null": ("NULL", 0), "des": ("DES", 8), "3des": ("3DES", 24),
           "aes-cbc-128": ("AES-CBC", 16), "aes-cbc-192": ("AES-CBC", 24), "aes-cbc-256": ("AES-CBC", 32)}
COMBINED = {"aes-gcm-128": ("AES-GCM", 20), "aes-gcm-192": ("AES-GCM", 28), "aes-gcm-256": ("AES-GCM", 36),
            "chacha20-poly1305": ("CHACHA20-POLY1305", 36)}
INTEGRITIES = {"md5": ("HMAC-MD5-96", 16), "sha1": ("HMAC-SHA1-96", 20), "sha256": ("SHA2-256-128", 32), "sha384": ("SHA2-384-192", 48),
               "sha512": ("SHA2-512-256", 64)}
NO_INTEGRITY = ("NULL", 0)
SUITES = ([(cipher, integrity) for cipher in CIPHERS for integrity in INTEGRITIES] + [(cipher, "none") for cipher in COMBINED]
          + [(cipher, "none") for cipher in CIPHERS if cipher != "null"])


class NotHere(Exception):
    pass


def key_of(size, first):
    return bytes((first + 37 * i) & 255 for i in range(size))


class Suite:
    def __init__(self, backend, mode, cipher, integrity):
        self.name = " ".join((backend, mode, cipher, integrity))
        self.mode, self.authentic = mode, cipher in COMBINED or integrity != "none"
        self.crypt, key_size = {**CIPHERS, **COMBINED}[cipher]
        self.auth, auth_size = INTEGRITIES.get(integrity, NO_INTEGRITY)
        self.key, self.auth_key = key_of(key_size, 1), key_of(auth_size, 77)
        self.command = [sys.argv[2], backend, mode, cipher, integrity, self.key.hex(), self.auth_key.hex(), "%x" % SPI]

    def by_hand(self, verb, packets):
        result = subprocess.run(self.command, input="".join("%s %s\n" % (verb, packet.hex()) for packet in packets), stdout=subprocess.PIPE,
                                text=True)
        if result.returncode == 77:
            raise NotHere
        assert result.returncode == 0, result
        answers = result.stdout.splitlines()
        assert len(answers) == len(packets), "an answer for each packet of " + self.name
        return answers

    def scapy(self):
        header = IP(src="10.9.0.2", dst="10.9.0.1") if self.mode == "tunnel" else None
        return SecurityAssociation(ESP, spi=SPI, crypt_algo=self.crypt, crypt_key=self.key or None, auth_algo=self.auth,
                                   auth_key=self.auth_key or None, tunnel_header=header)

    def plain(self, size, inbound):
        ends = ("192.168.1.1", "192.168.2.1") if self.mode == "tunnel" else ("10.9.0.2", "10.9.0.1") if inbound else ("10.9.0.1", "10.9.0.2")
        return bytes(IP(src=ends[0], dst=ends[1], ttl=64) / ICMP() / Raw(key_of(size, size)))

    def check(self):
        outbound = [self.plain(size, False) for size in SIZES]
        for plain, ours in zip(outbound, self.by_hand("encapsulate", outbound)):
            assert ours != "dropped" and bytes(self.scapy().decrypt(IP(bytes.fromhex(ours)))) == plain, "scapy opens %s" % self.name
        inbound = [self.plain(size, True) for size in SIZES]
        theirs = [bytes(self.scapy().encrypt(IP(plain))) for plain in inbound]
        assert self.by_hand("decapsulate", theirs) == [plain.hex() for plain in inbound], "we open %s" % self.name
        if self.authentic:
            self.check_flips([packet for packet, size in zip(theirs, SIZES) if size in FLIPPED_SIZES])

    def check_flips(self, packets):
        for packet, answer in zip(packets, self.by_hand("flip", packets)):
            flips, dropped, counted, without_sa = map(int, answer.split())
            assert flips == dropped == 8 * (len(packet) - OUTER_HEADER), "every flipped bit dropped: %s: %s" % (self.name, answer)
            assert without_sa == SPI_BITS and counted == flips - SPI_BITS, "every drop counted: %s: %s" % (self.name, answer)


def check_backend(backend):
    suites = [Suite(backend, mode, *suite) for mode in ("tunnel", "transport") for suite in SUITES]
    try:
        for suite in suites:
            suite.check()
    except NotHere:
        return "%s: not on this machine" % backend
    return "passed: %s: %d suites" % (backend, len(suites))


with ThreadPoolExecutor(2) as pool:
    for said in pool.map(check_backend, ("openssl", "ipsec-mb")):
        print(said)
