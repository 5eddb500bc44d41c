#!/usr/bin/python3
"""expect_client.py IKE-ROUTER telnet|ssh: a person's keys at a terminal, typed by expect into Debian's telnet or OpenSSH's ssh."""
import os
import subprocess

from router_under_test import PASSWORD, PATIENCE, SECRET, USER, check, drive, require

require(programs=["expect", "telnet", "ssh"])
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "interactive.exp")


def test(router, transport):
    done = subprocess.run(["expect", SCRIPT, transport, str(router.ports[transport]), USER, PASSWORD, SECRET, router.folder],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=6 * PATIENCE,
                          check=False)
    check(done.returncode == 0 and done.stdout.endswith("all well\n"), "expect", done.stdout)


drive(test)
