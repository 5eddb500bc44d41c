#!/usr/bin/python3
"""The network card of a QEMU machine (-netdev dgram) on a UDP link: its boot loader takes the address that the router
offers, so frames arrive in both directions.

usage: qemu_frames.py IKE-ROUTER
"""

import os
import subprocess
import sys
import tempfile

from iol_lab import Image
from peer_lab import require_root_and

ROUTER = """hostname R1
no logging console
ip dhcp pool MACHINES
 network 192.168.1.0 255.255.255.0
 default-router 192.168.1.1
ip dhcp excluded-address 192.168.1.1 192.168.1.41
interface Ethernet0/0
 ip address 192.168.1.1 255.255.255.0
end
"""
MACHINE = ["qemu-system-x86_64", "-machine", "pc", "-m", "64", "-display", "none", "-monitor", "none", "-serial", "none", "-boot", "n",
           "-netdev", "dgram,id=wire,local.type=inet,local.host=127.0.0.1,local.port=30001,"
           "remote.type=inet,remote.host=127.0.0.1,remote.port=20001",
           "-device", "e1000,netdev=wire,mac=52:54:00:12:34:56"]


def check(router, machine):
    router.enable()
    router.wait_until("show ip dhcp binding", r"192\.168\.1\.42 +0152\.5400\.1234\.56 .* Automatic", seconds=90)
    assert machine.poll() is None, "the machine runs"
    assert router.terminate() == 0, "status 0 at SIGTERM"


def main():
    require_root_and("unshare", "ip", "qemu-system-x86_64")
    if os.environ.get("QEMU_LAB") is None:   # what it starts ends with it
        os.execvpe("unshare", ["unshare", "-n", "-p", "-f", "--kill-child", sys.executable, *sys.argv], dict(os.environ, QEMU_LAB="1"))
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="ike-router-qemu-") as folder:
        with open(os.path.join(folder, "r1.cfg"), "w") as file:
            file.write(ROUTER)
        router = Image([os.path.abspath(sys.argv[1]), "r1.cfg", "--link", "Ethernet0/0=udp:127.0.0.1:20001,127.0.0.1:30001"],
                       lambda: os.chdir(folder))
        machine = subprocess.Popen(MACHINE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            check(router, machine)
        except (AssertionError, subprocess.SubprocessError) as error:
            print(router.transcript)
            sys.exit("failed: %s" % error)
        finally:
            machine.kill()
    print("passed: a QEMU machine's frames arrive, and ours at the machine")


main()
