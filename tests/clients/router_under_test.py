"""Two routers on a virtual wire in real time: R1, which the clients drive by telnet or SSH, and R2, its configured IKEv2 peer."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
PATIENCE = 20 * float(os.environ.get("IKE_ROUTER_TEST_PATIENCE", "1"))

USER, PASSWORD, SECRET = "clerk", "stamp", "sesame"
ADMINISTRATOR, ADMINISTRATOR_PASSWORD = "chief", "seal"

R1 = """hostname R1
!
enable secret 0 %s
username %s privilege 1 secret 0 %s
username %s privilege 15 secret 0 %s
no ip domain lookup
ip domain name lab.example
!
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
 ipv6 address 2001:db8::1/64
!
interface Ethernet0/0
 description to R2
 ip address 10.0.0.1 255.255.255.0
!
line con 0
 login local
line vty 0 15
 login local
 transport input telnet ssh
!
end
""" % (SECRET, USER, PASSWORD, ADMINISTRATOR, ADMINISTRATOR_PASSWORD)


def site(own, remote):
    """The lines of an IKEv2 tunnel from site `own` to site `remote`."""
    return [
        "crypto ikev2 proposal STRONG", "encryption aes-cbc-256", "integrity sha256", "group 14", "exit",
        "crypto ikev2 policy SITES", "proposal STRONG", "exit",
        "crypto ikev2 keyring KEYS", "peer OTHER", "address 10.0.0.%d" % remote, "pre-shared-key between-us", "exit", "exit",
        "crypto ikev2 profile SITE", "match identity remote address 10.0.0.%d 255.255.255.255" % remote,
        "authentication remote pre-share", "authentication local pre-share", "keyring local KEYS", "exit",
        "crypto ipsec transform-set AES esp-aes 256 esp-sha256-hmac", "exit",
        "crypto ipsec profile PROTECT", "set transform-set AES", "set ikev2-profile SITE", "exit",
        "interface Tunnel0", "ip address 172.16.0.%d 255.255.255.252" % own, "tunnel source Ethernet0/0",
        "tunnel mode ipsec ipv4", "tunnel destination 10.0.0.%d" % remote, "tunnel protection ipsec profile PROTECT", "exit",
        "ip route 192.168.%d.0 255.255.255.0 Tunnel0" % remote,
    ]


TUNNEL = site(1, 2)
R2 = "hostname R2\ninterface Loopback0\n ip address 192.168.2.1 255.255.255.0\ninterface Ethernet0/0\n" \
     " ip address 10.0.0.2 255.255.255.0\nexit\n" + "\n".join(site(2, 1)) + "\nend\n"

TOPOLOGY = """name: clients
topology:
  nodes:
    R1: {kind: ike-router, startup-config: R1.cfg}
    R2: {kind: ike-router, startup-config: R2.cfg}
  links:
    - endpoints: ["R1:Ethernet0/0", "R2:Ethernet0/0"]
"""


def require(programs=(), modules=()):
    """Leaves with ctest's skip status when a client is not installed."""
    missing = [name for name in programs if not shutil.which(name)]
    missing += ["python3's " + name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        print("skipped: needs " + ", ".join(missing))
        sys.exit(SKIPPED)


class RouterUnderTest:
    """`ports` says where R1 listens: {"telnet": 40001, "ssh": 40002}."""

    def __init__(self, program, folder, extra=""):
        self.program, self.folder, self.ports, self.process = program, folder, {}, None
        self.nvram = os.path.join(folder, "nvram")
        os.makedirs(self.nvram)
        for name, text in (("R1.cfg", R1.replace("end\n", extra + "end\n")), ("R2.cfg", R2), ("lab.clab.yml", TOPOLOGY)):
            with open(os.path.join(folder, name), "w", encoding="ascii") as file:
                file.write(text)
        self.start()

    def start(self):
        """On new ports."""
        command = [self.program, os.path.join(self.folder, "lab.clab.yml"), "--nvram", self.nvram, "--telnet", "127.0.0.1:0",
                   "--ssh", "127.0.0.1:0"]
        self.ports = {}
        with open(os.path.join(self.folder, "router.log"), "a", encoding="ascii") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        while set(self.ports) != {"telnet", "ssh"}:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError("the router did not start: " + open(os.path.join(self.folder, "router.log")).read())
            listening = re.match(r"R1: (telnet|ssh) (?:-p )?(?:127\.0\.0\.1 )?(\d+)", line)
            if listening:
                self.ports[listening.group(1)] = int(listening.group(2))

    def stop(self):
        """Returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode

    def restart(self):
        status = self.stop()
        if status != 0:
            raise AssertionError("the router ended with status %s" % status)
        self.start()


def check(holds, what, seen=""):
    if not holds:
        raise AssertionError("%s: %r" % (what, seen[-2000:]) if seen else what)


def comes_true(condition, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def drive(test, extra=""):
    """Runs `test(router, transport)` for the program and transport that the command line names; the exit status says how it went."""
    program, transport = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory(prefix="ike-router-") as folder:
        router = RouterUnderTest(program, folder, extra)
        try:
            test(router, transport)
            check(router.process.poll() is None, "the router still runs")
            check(router.stop() == 0, "the router ends with status 0")
        except AssertionError as error:
            print("failed: " + str(error))
            sys.exit(1)
        finally:
            router.stop()
