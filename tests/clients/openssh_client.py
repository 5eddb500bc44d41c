#!/usr/bin/python3
"""openssh_client.py IKE-ROUTER ssh: OpenSSH's ssh runs single commands, pipes, and logs in by key; hosts stay known over a restart."""
import os
import re
import stat
import subprocess

from plain_session import enable, login
from router_under_test import ADMINISTRATOR, ADMINISTRATOR_PASSWORD, PATIENCE, SECRET, check, drive, require

require(programs=["ssh", "ssh-keygen", "ssh-keyscan"], modules=["paramiko"])

# What old clients ask for and Debian's still can.
ALGORITHMS = [
    ["HostKeyAlgorithms=ssh-ed25519"], ["HostKeyAlgorithms=rsa-sha2-512"], ["HostKeyAlgorithms=ssh-rsa"],
    ["KexAlgorithms=diffie-hellman-group14-sha1", "HostKeyAlgorithms=ssh-rsa", "Ciphers=aes128-ctr", "MACs=hmac-sha1"],
    ["KexAlgorithms=curve25519-sha256", "Ciphers=aes256-gcm@openssh.com"], ["KexAlgorithms=ecdh-sha2-nistp256", "Ciphers=aes256-ctr"],
]


class Ssh:
    def __init__(self, router):
        self.router = router
        self.asking = os.path.join(router.folder, "askpass")
        with open(self.asking, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\necho %s\n" % ADMINISTRATOR_PASSWORD)
        os.chmod(self.asking, stat.S_IRWXU)

    def run(self, *command, options=(), typed="", accepts="accept-new"):
        """ssh's outcome; the password comes from a program, as no terminal is there to ask at."""
        settings = [*options, "UserKnownHostsFile=%s/known_hosts" % self.router.folder, "StrictHostKeyChecking=" + accepts,
                    "HostKeyAlias=router", "NumberOfPasswordPrompts=1", "IdentitiesOnly=yes"]
        words = ["ssh", "-p", str(self.router.ports["ssh"]), *[word for one in settings for word in ("-o", one)],
                 ADMINISTRATOR + "@127.0.0.1", *command]
        environment = dict(os.environ, SSH_ASKPASS=self.asking, SSH_ASKPASS_REQUIRE="force", HOME=self.router.folder)
        return subprocess.run(words, env=environment, input=typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=2 * PATIENCE, check=False)


def runs_single_commands(ssh):
    for command, part in (("show version", "R1 uptime is"), ("show running-config", "\nend"), ("show privilege", "privilege level is 15")):
        done = ssh.run(command)
        text = done.stdout.replace("\r", "")
        check(done.returncode == 0, "status 0 of " + command, done.stdout + done.stderr)
        check(part in text and "--More--" not in text and "R1#" not in text, command, text)


def takes_a_pipe(ssh):
    done = ssh.run("-T", typed="terminal length 0\nshow privilege\nshow running-config\nexit\n")
    check("privilege level is 15" in done.stdout and "hostname R1" in done.stdout, "commands by a pipe", done.stdout + done.stderr)


def agrees_on_algorithms(ssh):
    for options in ALGORITHMS:
        known = ssh.run("show privilege", options=options + ["HostKeyAlias=" + options[0].lower()])
        check(known.returncode == 0, " ".join(options), known.stderr)


def knows_keyboard_interactive(ssh):
    for method in ("password", "keyboard-interactive"):
        done = ssh.run("show privilege", options=["PreferredAuthentications=" + method])
        check(done.returncode == 0, method, done.stderr)
    done = ssh.run("show privilege", options=["PreferredAuthentications=none"])
    check(done.returncode == 255 and "Permission denied" in done.stderr, "no authentication", done.stderr)


def takes_a_public_key(ssh, router):
    key = os.path.join(router.folder, "key")
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", key], check=True)
    printed = subprocess.run(["ssh-keygen", "-l", "-E", "md5", "-f", key + ".pub"], check=True, stdout=subprocess.PIPE, text=True).stdout
    fingerprint = re.search(r"MD5:(\S+)", printed).group(1).replace(":", "").upper()
    by_key = ["PreferredAuthentications=publickey", "IdentityFile=" + key]
    check(ssh.run("show privilege", options=by_key).returncode == 255, "an unknown key")
    session = login(router, "ssh", ADMINISTRATOR, ADMINISTRATOR_PASSWORD)
    enable(session, SECRET)
    for line in ("configure terminal", "ip ssh pubkey-chain", "username " + ADMINISTRATOR, "key-hash ssh-rsa " + fingerprint):
        screen = session.command(line)
        check("% " not in screen, line, screen)
    session.command("end")
    session.command("write memory")
    session.channel.close()
    done = ssh.run("show privilege", options=by_key)
    check(done.returncode == 0, "a known key", done.stderr)
    return by_key


def test(router, _):
    ssh = Ssh(router)
    runs_single_commands(ssh)
    takes_a_pipe(ssh)
    agrees_on_algorithms(ssh)
    knows_keyboard_interactive(ssh)
    by_key = takes_a_public_key(ssh, router)
    router.restart()
    done = ssh.run("show privilege", options=by_key, accepts="yes")
    check(done.returncode == 0, "the same host and the same key after a restart", done.stderr)


drive(test)
