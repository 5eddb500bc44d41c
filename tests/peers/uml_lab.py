"""User Mode Linux: a Linux kernel with ESP as a process, its interface vec0 a raw socket on wan1 in the namespace `peer`. It sees this
machine's files (read-only), and `shared`, a folder of the test, as /mnt."""

import ctypes.util
import glob
import os
import shlex
import subprocess
import time

from console_lab import PipedConsole
from peer_lab import run

LINUX = "linux.uml"
MODULES = "/usr/lib/uml/modules"

INIT = """#!/bin/bash
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mount -t hostfs -o %(folder)s none /mnt
mkdir -p /tmp/root/lib && ln -s %(modules)s /tmp/root/lib/modules
printf '#!/bin/sh\nexec /usr/sbin/modprobe -d /tmp/root "$@"\n' > /tmp/modprobe
chmod +x /tmp/modprobe
echo /tmp/modprobe > /proc/sys/kernel/modprobe
export PATH=/usr/sbin:/usr/bin:/sbin:/bin PS1='uml# '
ip link set lo up
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
        super().__init__(["ip", "netns", "exec", namespaces.peer, "env", "LD_PRELOAD=" + whole_xstate_library(folder), "TMPDIR=/dev/shm",
                          LINUX, "mem=" + memory, "rootfstype=hostfs", "rootflags=/", "ro", "quiet", "init=" + init, "con0=fd:0,fd:1", "con=null",
                          "vec0:transport=raw,ifname=wan1"])
        self.wait_for(r"uml#$", 60)
        for module in modules:
            self.must("/tmp/modprobe " + module)
        for address in addresses:
            self.must("ip address add %s dev %s" % address)
        self.must("ip link set vec0 up")

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

    def read(self, name):
        path = os.path.join(self.folder, name)
        return open(path, errors="replace").read() if os.path.exists(path) else "(no %s)" % name

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
