#!/usr/bin/python3
"""Two IOL images, under another name and in a root directory without anything else, wired by NETMAP: a tunnel between them, their NVRAM
files and how they end.

usage: iol_image.py IKE-ROUTER-IOL IKE-ROUTER
"""

import os
import re
import subprocess
import sys
import time

from iol_lab import TUNNEL, Image, Lab, filled_nvram, frames_in, startup_in
from peer_lab import require_root_and

NETMAP = "513:0/0    1:0/0\n1:0/1 2:1/2\n"
SITE = """hostname %(name)s
no logging console
""" + TUNNEL + """interface %(wire)s
 ip address 10.1.1.%(own)d 255.255.255.0
 no shutdown
"""
LEFT = SITE % {"name": "Left", "own": 1, "other": 2, "wire": "Ethernet0/1"}
RIGHT = SITE % {"name": "Right", "own": 2, "other": 1, "wire": "Ethernet1/2"}
LEFT_ARGUMENTS = ("-e", "1", "-s", "0", "-n", "64", "-m", "256", "1")                      # as GNS3 gives them
RIGHT_ARGUMENTS = ("2", "-e", "2", "-s", "1", "-c", "config.txt", "-n", "1024", "-q")      # as containerlab does


def check_help(lab):
    status, text = lab.ask("-h")
    assert status == 0 and text.startswith("Usage: /lab/i86bi-linux-l3.bin"), text
    assert re.search(r"-n <n>\s+Size of nvram in Kb \(default 1024KB\)", text), text
    assert re.search(r"-m <n>\s+Megabytes of router memory \(default 64MB\)", text), text
    for wrong in ((), ("0",), ("1025",), ("-e", "x", "1"), ("-e",), ("-z", "1"), ("-e", "9", "-s", "8", "1"), ("-c", "missing.txt", "1")):
        status, text = lab.ask(*wrong)
        assert status == 2 and "Usage:" in text, "%s: %s" % (wrong, text)


def check_tunnel(image, address, peer):
    image.wait_until("show crypto session", "Session status: UP-ACTIVE")
    answer = image.command("ping %s repeat 5" % peer)
    assert "Success rate is 100 percent" in answer, answer
    screen = image.command("show crypto ipsec sa")
    assert "current_peer %s port 500" % address in screen, screen
    assert "#pkts encaps: 0" not in screen and "#pkts decaps: 0" not in screen, screen


def configure(image, text):
    """Through the pipe, all of it ahead of the answers, with every line end that lab programs pass on."""
    ends = (b"\r", b"\n", b"\r\n", b"\r\0")
    image.command("configure terminal")
    image.type(b"".join(line.encode() + ends[number % 4] for number, line in enumerate(text.splitlines())))
    image.command("end", seconds=30)
    image.wait_until("show running-config | include tunnel protection", "tunnel protection ipsec profile VTI\r\n")


def check_ports(image):
    screen = image.command("show ip interface brief")
    names = [kind + "/%d" % unit for kind in ("Ethernet0", "Ethernet1", "Serial2") for unit in range(4)]
    assert sorted(re.findall(r"^(\w+\d/\d)", screen, re.M)) == names, screen


def check_nvram_fills_no_more_than_its_half(image):
    assert "524288 bytes total" in image.command("dir nvram:"), "size of NVRAM"
    assert "512K bytes of non-volatile" in image.command("show version"), "size of NVRAM"


def first_life(lab):
    lab.write("nvram_00001", filled_nvram(LEFT + "end\n", 64))
    lab.write("nvram_00002", b"")
    lab.write("config.txt", b"hostname Fresh\nend\n")
    # Container runtimes mount the file itself: it cannot be replaced by another.
    subprocess.run(["mount", "--bind", lab.path("nvram_00002"), lab.path("nvram_00002")], check=True)
    left, right = lab.start(*LEFT_ARGUMENTS), lab.start(*RIGHT_ARGUMENTS)
    left.enable()
    right.enable()
    assert "Fresh#" in right.command(""), "-c tells the startup configuration: " + right.transcript
    status, text = lab.ask("1")
    assert status == 2 and "application 1 runs already" in text, text
    check_ports(right)
    check_nvram_fills_no_more_than_its_half(right)
    configure(right, RIGHT)
    check_tunnel(left, "10.1.1.2", "172.16.0.2")
    check_tunnel(right, "10.1.1.1", "172.16.0.1")
    right.command("write memory")
    assert startup_in(lab.read("nvram_00002"), 1024) == running_configuration(right), "what write memory wrote"
    assert left.terminate() == 0 and right.terminate() == 0, "status 0 at SIGTERM"
    assert os.listdir(os.path.join(lab.root, "tmp", "netio0")) == [], "sockets are gone"
    assert lab.read("nvram_00001") == filled_nvram(LEFT + "end\n", 64), "nobody saved here"


def running_configuration(image):
    """From the first line below the heading to `end`."""
    screen = image.command("show running-config").replace("\r", "")
    return screen[screen.index("!\n"):screen.rindex("\nend\n") + 5]


def second_life(lab):
    """Everything is back without a word typed; an image that was killed leaves a socket that does not disturb the next one."""
    left, right = lab.start(*LEFT_ARGUMENTS), lab.start(*RIGHT_ARGUMENTS)
    left.enable()
    right.enable()
    assert "Right#" in right.command(""), right.transcript
    check_tunnel(right, "10.1.1.1", "172.16.0.1")
    left.kill()
    left = lab.start(*LEFT_ARGUMENTS)
    left.enable()
    right.command("clear crypto session")
    check_tunnel(left, "10.1.1.2", "172.16.0.2")
    left.command("write memory")
    assert "hostname Left\n" in startup_in(lab.read("nvram_00001"), 64), "NVRAM of 64 KB"
    right.process.stdin.close()
    check_tunnel(left, "10.1.1.2", "172.16.0.2")
    assert right.process.poll() is None, "the end of its input does not end an image"
    assert left.terminate() == 0 and right.terminate() == 0, "status 0 at SIGTERM"


def a_console_that_nobody_reads(lab):
    """Its pipe is full, and the router goes on."""
    left, right = lab.start(*LEFT_ARGUMENTS), lab.start(*RIGHT_ARGUMENTS)
    left.enable()
    right.enable()
    right.type(b"show running-config\r" * 200)
    time.sleep(1)
    check_tunnel(left, "10.1.1.2", "172.16.0.2")
    assert right.terminate() == 0 and left.terminate() == 0, "status 0 at SIGTERM"


def the_plain_program_at_the_other_end(lab):
    """Its interface is on an IOL wire by --link."""
    left = lab.start(*LEFT_ARGUMENTS)
    os.makedirs("/tmp/netio0", mode=0o700, exist_ok=True)
    subprocess.run(["mount", "--bind", os.path.join(lab.root, "tmp", "netio0"), "/tmp/netio0"], check=True)
    lab.write("right.cfg", RIGHT.encode())
    right = Image([os.path.abspath(sys.argv[2]), "right.cfg", "--link", "Ethernet1/2=iol:2", "--pcap", "wire.pcapng"], lambda: os.chdir(lab.path("")))
    lab.running.append(right)
    left.enable()
    right.enable()
    check_tunnel(right, "10.1.1.1", "172.16.0.1")
    check_tunnel(left, "10.1.1.2", "172.16.0.2")
    assert right.terminate() == 0 and left.terminate() == 0, "status 0 at SIGTERM"
    esp = [frame[26:30] for frame in frames_in(lab.read("wire.pcapng")) if frame[12:14] == b"\x08\x00" and frame[23] == 50]
    assert min(esp.count(bytes([10, 1, 1, end])) for end in (1, 2)) >= 10, "ESP of both directions in the capture: %d" % len(esp)


def main():
    require_root_and("unshare", "mount")
    if os.environ.get("IOL_LAB") is None:
        os.execvpe("unshare", ["unshare", "-m", "-n", sys.executable, *sys.argv], dict(os.environ, IOL_LAB="1"))
    with Lab(sys.argv[1], NETMAP) as lab:
        try:
            for part in (check_help, first_life, second_life, a_console_that_nobody_reads,
                         the_plain_program_at_the_other_end):
                part(lab)
                print("passed: " + part.__name__.replace("_", " "))
        except (AssertionError, subprocess.SubprocessError) as error:
            for image in lab.running:
                print(image.transcript)
            sys.exit("failed: %s" % error)
        finally:
            subprocess.run(["umount", lab.path("nvram_00002")], check=False, stderr=subprocess.DEVNULL)


main()
