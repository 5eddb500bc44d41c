#!/usr/bin/python3
"""rancid_client.py IKE-ROUTER telnet|ssh: RANCID's clogin runs commands, its `rancid -t cisco` collects the configuration."""
import os
import re
import subprocess
import time

from error_text import error_in
from router_under_test import PASSWORD, PATIENCE, SECRET, USER, check, drive, require

BIN = "/usr/lib/rancid/bin"
os.environ["PATH"] = BIN + ":" + os.environ["PATH"]
require(programs=["rancid", "clogin", "telnet", "ssh"])


def write_cloginrc(router, transport):
    path = os.path.join(router.folder, ".cloginrc")
    with open(path, "w", encoding="ascii") as file:
        file.write("add user 127.0.0.1 %s\nadd password 127.0.0.1 %s %s\nadd method 127.0.0.1 {%s:%d}\n"
                   % (USER, PASSWORD, SECRET, transport, router.ports[transport]))
        file.write("add sshcmd 127.0.0.1 {%s/ssh}\n" % router.folder)
    os.chmod(path, 0o600)
    # Hosts of this test are known in its folder only.
    with open(os.path.join(router.folder, "ssh"), "w", encoding="ascii") as file:
        file.write('#!/bin/sh\nexec /usr/bin/ssh -o UserKnownHostsFile=%s/known_hosts "$@"\n' % router.folder)
    os.chmod(os.path.join(router.folder, "ssh"), 0o700)


def rancid(router, *command):
    """What it prints. It looks for .cloginrc in its home, and writes 127.0.0.1.raw and .new where it stands."""
    environment = dict(os.environ, HOME=router.folder, PERL5LIB="/usr/share/perl5/rancid", TERM="network", NOPIPE="YES")
    return subprocess.run(command, cwd=router.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=4 * PATIENCE, check=False).stdout


def clogin_runs_commands(router):
    screen = rancid(router, "clogin", "-c", "show version;show privilege;show ip interface brief", "127.0.0.1")
    check("Current privilege level is 15" in screen and "uptime is" in screen and "Ethernet0/0" in screen, "clogin", screen)


def collected_configuration(router):
    """The lines of 127.0.0.1.new."""
    began = time.monotonic()
    said = rancid(router, "rancid", "-d", "-t", "cisco", "127.0.0.1")
    check("End of run not found" not in said and "missed cmd" not in said, "a whole run", said)
    check(time.monotonic() - began < PATIENCE, "no command makes it wait")
    with open(os.path.join(router.folder, "127.0.0.1.new"), encoding="latin-1") as file:
        return file.read().rstrip("\n").split("\n")


def answers(router):
    """Each command that rancid sent, and its screen."""
    with open(os.path.join(router.folder, "127.0.0.1.raw"), encoding="latin-1") as file:
        text = file.read().replace("\r", "")
    parts = re.split(r"^R1#(.+)$", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def test(router, transport):
    write_cloginrc(router, transport)
    clogin_runs_commands(router)
    lines = collected_configuration(router)
    check(lines[-1] == "end", "the last line is end", repr(lines[-3:]))
    for line in ("hostname R1", " ip address 10.0.0.1 255.255.255.0", "!Image: ike-router", "config-register 0x2102"):
        check(line in lines, line, "\n".join(lines))
    check(any(line.startswith('!NAME: "Chassis"') for line in lines), "the inventory", "\n".join(lines))
    seen = answers(router)
    check(len(seen) > 70, "rancid's commands", repr(seen))
    for command, screen in seen:
        complaint = error_in(screen)
        check(complaint in ("", "Invalid input"), command, screen)
        # An unknown command is answered by the caret and one line.
        check(not complaint or re.fullmatch(r"\n +\^\n% Invalid input detected at '\^' marker\.\n+(R1#)?\n*", screen), command, screen)
    check("% Invalid" not in dict(seen)["show running-config"], "show running-config")


drive(test)
