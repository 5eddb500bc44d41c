"""IOL images as lab programs start them: consoles are pipes, wires are told by NETMAP, configurations lie in NVRAM files."""

import os
import shutil
import signal
import struct
import subprocess
import tempfile

from console_lab import PipedConsole

BASE = 0x10000000

# One end of a tunnel between 10.1.1.1 and 10.1.1.2 on the wire.
TUNNEL = """crypto ikev2 keyring KR
 peer OTHER
  address 10.1.1.%(other)d
  pre-shared-key between-both
crypto ikev2 profile PROFILE
 match identity remote address 10.1.1.%(other)d 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
crypto ipsec profile VTI
 set ikev2-profile PROFILE
interface Tunnel0
 ip address 172.16.0.%(own)d 255.255.255.252
 tunnel source %(wire)s
 tunnel mode ipsec ipv4
 tunnel destination 10.1.1.%(other)d
 tunnel protection ipsec profile VTI
"""


def sum_of(half):
    """Ones' complement of the sum of all 16-bit words; the sum itself counts as nothing."""
    words = struct.unpack(">%dH" % (len(half) // 2), half)
    total = sum(words) - words[2]
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total ^ 0xffff


def filled_nvram(text, kilobytes):
    """An NVRAM file as a lab program fills it before the start."""
    startup = text.encode()
    startup += b"\n" * (-len(startup) % 4)
    image = struct.pack(">HHHHIIIIIHHI", 0xabcd, 1, 0, 0x0f04, BASE + 36, BASE + 36 + len(startup), len(startup), 0, 0, 0, 0, 0) + startup
    image += struct.pack(">HHIII", 0xfedc, 1, BASE + len(image) + 16, BASE + len(image) + 16, 0)
    half = bytearray(image + bytes(kilobytes * 512 - len(image)))
    struct.pack_into(">H", half, 4, sum_of(bytes(half)))
    return bytes(half) + bytes(kilobytes * 512)


def startup_in(image, kilobytes):
    """The configuration in an NVRAM file whose every field is as it should be."""
    assert len(image) == kilobytes * 1024, "size of NVRAM: %d" % len(image)
    half = image[:len(image) // 2]
    magic, form, checksum, release, start, end, length = struct.unpack_from(">HHHHIII", half)
    assert (magic, form, release, start) == (0xabcd, 1, 0x0f04, BASE + 36), "header of NVRAM: %s" % half[:36].hex()
    assert end == start + length and checksum == sum_of(half), "extent and checksum of NVRAM: %s" % half[:36].hex()
    at = 36 + length + -length % 4 + (4 if len(half) >= 65536 else 0)
    magic, form, start, end, private = struct.unpack_from(">HHIII", half, at)
    assert (magic, form, start, end) == (0xfedc, 1, BASE + at + 16, BASE + at + 16 + private), "private header: %s" % half[at:at + 16].hex()
    return half[36:36 + length].decode()


def frames_in(capture):
    """The frames of a pcapng file, little-endian as ours are."""
    frames, at = [], 0
    while at < len(capture):
        kind, length = struct.unpack_from("<II", capture, at)
        if kind == 6:
            size = struct.unpack_from("<I", capture, at + 20)[0]
            frames.append(capture[at + 28:at + 28 + size])
        at += length
    return frames


class Lab:
    """A root directory with nothing in it but the working directory of the images: no libraries, no /dev, no /tmp."""

    def __init__(self, program, netmap, name="i86bi-linux-l3.bin"):
        self.root = tempfile.mkdtemp(prefix="ike-router-iol-")
        self.image = "/lab/" + name
        os.mkdir(os.path.join(self.root, "lab"))
        shutil.copy(program, self.root + self.image)
        self.write("NETMAP", netmap.encode())
        self.running = []

    def __enter__(self):
        return self

    def path(self, name):
        return os.path.join(self.root, "lab", name)

    def write(self, name, octets):
        with open(self.path(name), "wb") as file:
            file.write(octets)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def enter(self):
        os.chroot(self.root)
        os.chdir("/lab")

    def ask(self, *arguments):
        """Runs an image that ends by itself: its status and what it said on standard error."""
        ended = subprocess.run([self.image, *arguments], preexec_fn=self.enter, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, timeout=20)
        return ended.returncode, ended.stderr.decode()

    def start(self, *arguments):
        image = Image([self.image, *arguments], self.enter)
        self.running.append(image)
        return image

    def __exit__(self, *_):
        for image in self.running:
            image.kill()
        shutil.rmtree(self.root)


class Image(PipedConsole):
    def enable(self):
        self.command("")
        self.command("enable")
        self.command("terminal length 0")

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=10)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
