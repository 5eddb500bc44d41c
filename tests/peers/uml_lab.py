"""User Mode Linux: a Linux kernel with ESP as a process, its interface vec0 a raw socket on wan1 in the namespace `peer`. It sees this
machine's files (read-only), and `shared`, a folder of the test, as /mnt."""

import os
import re
import subprocess
import sys
import time

from console_lab import PipedConsole
from peer_lab import SKIPPED, Namespaces, Router, comes_true, in_temporary_folder, run

LINUX = "linux.uml"
MODULES = "/usr/lib/uml/modules"

INIT = """#!/bin/bash
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
mount -t hostfs -o %(folder)s none /mnt
mkdir -p /run/root/lib && ln -s %(modules)s /run/root/lib/modules
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /run/root "$@"\n' > /run/modprobe
chmod +x /run/modprobe
echo /run/modprobe > /proc/sys/kernel/modprobe
export PATH=/usr/sbin:/usr/bin:/sbin:/bin PS1='uml# '
ip link set lo up
python3 -c 'import fcntl, struct; fcntl.ioctl(open("/dev/random", "wb"), 0x40085203, struct.pack("ii64s", 512, 64, open("/mnt/seed", "rb").read()))'
exec bash --norc --noprofile --noediting -i
"""


def whole_xstate_library(folder):
    """Built on the spot: processors with AMX need it, others are not harmed."""
    library = os.path.join(folder, "libwhole-xstate.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "whole_xstate.cpp")
    subprocess.run(["c++", "-std=c++20", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Uml(PipedConsole):
    def __init__(self, namespaces, folder, modules, addresses, memory="128M"):
        self.folder = folder
        run("ip", "netns", "exec", namespaces.peer, "ip", "address", "flush", "dev", "wan1")
        init = os.path.join(folder, "init.sh")
        with open(init, "w") as file:
            file.write(INIT % {"folder": folder, "modules": MODULES})
        os.chmod(init, 0o755)
        with open(os.path.join(folder, "seed"), "wb") as file:   # or programs wait for the kernel's first randomness
            file.write(os.urandom(64))
        # In a process namespace of its own: its processes end with it.
        super().__init__(["ip", "netns", "exec", namespaces.peer, "unshare", "-p", "-f", "--kill-child",
                          "env", "LD_PRELOAD=" + whole_xstate_library(folder), "TMPDIR=/dev/shm",
                          LINUX, "mem=" + memory, "rootfstype=hostfs", "rootflags=/", "ro", "quiet", "init=" + init, "con0=fd:0,fd:1", "con=null",
                          "vec0:transport=raw,ifname=wan1"])
        self.wait_for_start()
        for module in modules:
            self.must("/run/modprobe " + module)
        for address in addresses:
            self.must("ip address add %s dev %s" % address)
        self.must("ip link set vec0 up")

    def wait_for_start(self):
        try:
            self.wait_for(r"uml#$", 60)
        except AssertionError as error:
            self.stop()
            print("skipped: User Mode Linux does not run here: %s" % error)
            sys.exit(SKIPPED)

    def command(self, text, seconds=20):
        self.type(text.encode() + b"\n")
        return self.wait_for(r"uml#$", seconds)

    def must(self, text, seconds=20):
        """The output of a command that ends well."""
        screen = self.command(text + "; echo status=$?", seconds)
        assert "status=0" in screen, "%s: %s" % (text, screen)
        return screen

    def wait_for_output(self, text, word, seconds=20):
        deadline = time.monotonic() + seconds
        while word not in (screen := self.command(text)):
            assert time.monotonic() < deadline, "no %s in: %s" % (word, screen)
            time.sleep(0.3)
        return screen

    def write(self, name, text):
        """A file of the test's folder: its path in here."""
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)
        return "/mnt/" + name

    def start_daemon(self, command, log):
        self.command("%s > /mnt/%s 2>&1 &" % (command, log))

    def logs(self):
        """What daemons wrote."""
        names = sorted(name for name in os.listdir(self.folder) if name.endswith(".log"))
        return "\n".join(name + ":\n" + open(os.path.join(self.folder, name), errors="replace").read() for name in names)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def kernel_spis(uml):
    return set(re.findall(r"proto esp spi (0x[0-9a-f]+)", uml.command("ip xfrm state")))


def router_spis(router):
    return set(re.findall(r"spi: (0x[0-9A-F]+)", router.command("show crypto ipsec sa")))


def check_traffic(router, uml, mode="Tunnel"):
    """Networks 192.168.1.1 of the router and 192.168.2.1 of the kernel reach each other, by ESP that is not in UDP."""
    answer = uml.command("ping -c 3 -W 2 -I 192.168.2.1 192.168.1.1")
    assert " 0% packet loss" in answer, "ping from the kernel: " + answer
    answer = router.command("ping 192.168.2.1 source Loopback0 repeat 5")
    assert "Success rate is 100 percent" in answer, "ping from the router: " + answer
    screen = router.command("show crypto ipsec sa")
    assert "UDP-Encaps" not in screen and "in use settings ={%s, }" % mode in screen, "ESP of its own: " + screen
    counts = [int(re.search(r"#pkts %s: (\d+)" % what, screen).group(1)) for what in ("encaps", "decaps")]
    assert min(counts) >= 8, "counters: " + screen
    states = uml.command("ip xfrm state")
    assert "proto esp" in states and "encap type" not in states, states


def with_kernel(program, name, configuration, modules, addresses, check):
    """`check(uml, start)` holds, where `start()` starts the router; says what passed. The router ends with status 0."""
    def test(folder):
        with Namespaces("10.9.0.2/24", "172.20.0.1/24") as namespaces:
            uml = Uml(namespaces, folder, modules, addresses)
            routers = []

            def start():
                routers.append(Router(program, namespaces, configuration, folder))
                return routers[0]
            try:
                check(uml, start)
                assert routers[0].stop() == 0, "status 0 of the router"
            except (AssertionError, subprocess.SubprocessError) as error:
                print(*[router.transcript for router in routers], uml.transcript, uml.logs())
                sys.exit("failed: %s: %s" % (name, error))
            finally:
                for router in routers:
                    router.stop()
                uml.stop()
    in_temporary_folder(test)
    print("passed: " + name)
