#!/usr/bin/python3
"""scapy decrypts our ESP and we decrypt its; a flipped bit anywhere is dropped.

usage: scapy_esp.py IKE-ROUTER ESP-BY-HAND
"""

import logging
import subprocess
import sys

logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
try:
    from scapy.layers.inet import ICMP, IP
    from scapy.layers.ipsec import ESP, SecurityAssociation
    from scapy.packet import Raw
except ImportError:
    print("skipped: needs python3-scapy")
    sys.exit(77)

SPI = 0x1234ABCD
KEY16, KEY20, KEY24, KEY32 = (bytes(range(1, n + 1)) for n in (16, 20, 24, 32))
SUITES = {
    "aes-cbc-sha1": (KEY16, KEY20, "AES-CBC", "HMAC-SHA1-96"),
    "aes-cbc-sha256": (KEY32, KEY32, "AES-CBC", "SHA2-256-128"),
    "3des-sha1": (KEY24, KEY20, "3DES", "HMAC-SHA1-96"),
    "aes-gcm": (KEY16 + b"salt", b"", "AES-GCM", "NULL"),
}


def by_hand(direction, backend, suite, key, auth, packet):
    result = subprocess.run([sys.argv[2], direction, backend, suite, key.hex(), auth.hex(), "%x" % SPI, packet.hex()],
                            stdout=subprocess.PIPE, text=True)
    if result.returncode == 77:
        return None
    assert result.returncode == 0, result
    return result.stdout.strip()


def association(key, auth, cipher, hmac):
    return SecurityAssociation(ESP, spi=SPI, crypt_algo=cipher, crypt_key=key, auth_algo=hmac, auth_key=auth or None,
                               tunnel_header=IP(src="10.9.0.2", dst="10.9.0.1"))


def check(backend, suite, size):
    key, auth, cipher, hmac = SUITES[suite]
    plain = bytes(IP(src="192.168.1.1", dst="192.168.2.1", ttl=64) / ICMP() / Raw(bytes(i & 255 for i in range(size))))

    ours = by_hand("encapsulate", backend, suite, key, auth, plain)
    if ours is None:
        return False
    opened = association(key, auth, cipher, hmac).decrypt(IP(bytes.fromhex(ours)))
    assert bytes(opened) == plain, "scapy could not open %s, %d bytes" % (suite, size)

    theirs = bytes(association(key, auth, cipher, hmac).encrypt(IP(plain)))
    assert by_hand("decapsulate", backend, suite, key, auth, theirs) == plain.hex(), "we could not open %s, %d bytes" % (suite, size)

    for position in range(28, len(theirs), 7):
        flipped = bytearray(theirs)
        flipped[position] ^= 0x10
        assert by_hand("decapsulate", backend, suite, key, auth, bytes(flipped)) == "dropped", "bit %d of %s" % (position, suite)
    return True


for backend in ("openssl", "ipsec-mb"):
    for suite in SUITES:
        ran = [check(backend, suite, size) for size in (0, 1, 15, 56, 1372)]
        print("%s %s %s" % (backend, suite, "passed" if all(ran) else "not on this machine"))
