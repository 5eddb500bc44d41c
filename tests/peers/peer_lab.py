"""Two network namespaces with a veth pair between them: the router under test in one, a real peer in the other."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

from console_lab import PipedConsole

SKIPPED = 77
CHARON = "/usr/lib/ipsec/charon"


def require_root_and(*programs):
    """Leaves with ctest's skip status when this machine cannot run the test."""
    missing = [program for program in programs if not (shutil.which(program) or os.path.exists(program))]
    if os.geteuid() != 0:
        missing.append("root")
    if missing:
        print("skipped: needs " + ", ".join(missing))
        sys.exit(SKIPPED)


def run(*command, check=True):
    return subprocess.run(command, check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


class Namespaces:
    """wan0 in the namespace `dut` (no kernel address), wan1 in the namespace `peer`."""

    def __init__(self, peer_address, peer_lan):
        self.dut = "ikr%d-dut" % os.getpid()
        self.peer = "ikr%d-peer" % os.getpid()
        self.peer_address, self.peer_lan = peer_address, peer_lan

    def __enter__(self):
        for name in (self.dut, self.peer):
            run("ip", "netns", "add", name)
        run("ip", "link", "add", "wan0", "netns", self.dut, "type", "veth", "peer", "name", "wan1", "netns", self.peer)
        for name, interface in ((self.dut, "wan0"), (self.peer, "wan1")):
            self.inside(name, "sysctl", "-qw", "net.ipv6.conf.%s.disable_ipv6=1" % interface, check=False)
            self.inside(name, "ip", "link", "set", interface, "up")
            self.inside(name, "ip", "link", "set", "lo", "up")
        self.inside(self.peer, "ip", "address", "add", self.peer_address, "dev", "wan1")
        self.inside(self.peer, "ip", "address", "add", self.peer_lan, "dev", "lo")
        # Selectors of everything are routed into strongSwan's TUN device; what goes to the router itself never is.
        self.inside(self.peer, "ip", "rule", "add", "pref", "100", "to", "10.9.0.1", "lookup", "main", check=False)
        return self

    def inside(self, namespace, *command, check=True):
        return run("ip", "netns", "exec", namespace, *command, check=check)

    def __exit__(self, *_):
        for name in (self.dut, self.peer):
            run("ip", "netns", "delete", name, check=False)


class Router(PipedConsole):
    """ike-router in the namespace `dut`, driven over its standard input and output."""

    def __init__(self, program, namespaces, configuration, folder, *options):
        path = os.path.join(folder, "router.cfg")
        with open(path, "w") as file:
            file.write(configuration)
        super().__init__(["ip", "netns", "exec", namespaces.dut, program, path, "--link", "Ethernet0/0=packet:wan0", *options])
        self.command("")
        self.command("enable")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=10)
        return self.process.returncode


STRONGSWAN_CONF = """
charon {
  load = random nonce openssl aes des sha1 sha2 md5 hmac gcm gmp kdf pem pkcs1 x509 kernel-libipsec kernel-netlink socket-default vici updown xauth-generic unity attr
  install_virtual_ip = yes
  retransmit_tries = 3
  fragment_size = 200
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
  plugins {
    vici { socket = unix://%(socket)s }
    kernel-libipsec { allow_peer_ts = yes }
  }
  filelog { log { path = %(log)s
    default = 1
    ike = 2
    flush_line = yes } }
}
"""


class StrongSwan:
    """charon with user-space ESP in the namespace `peer`, with a /run of its own."""

    def __init__(self, namespaces, swanctl_conf, folder):
        self.folder, self.namespaces = folder, namespaces
        self.socket = os.path.join(folder, "charon.vici")
        self.log = os.path.join(folder, "charon.log")
        for name in ("x509", "x509ca", "x509ocsp", "x509aa", "x509ac", "x509crl", "pubkey", "private", "rsa", "ecdsa", "bliss", "pkcs8", "pkcs12"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        self.write("strongswan.conf", STRONGSWAN_CONF % {"socket": self.socket, "log": self.log})
        self.write("swanctl.conf", swanctl_conf)
        self.environment = dict(os.environ, STRONGSWAN_CONF=os.path.join(folder, "strongswan.conf"), SWANCTL_DIR=folder)
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.namespaces.peer, "unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /run && exec " + CHARON],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_socket()
        self.swanctl("--load-all")

    def kill(self):
        """Ends without a word to anyone."""
        self.process.kill()
        self.process.wait()
        os.unlink(self.socket)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def wait_for_socket(self):
        deadline = time.monotonic() + 15
        while not os.path.exists(self.socket):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError("charon did not start: " + self.read_log())
            time.sleep(0.05)

    def swanctl(self, *arguments, check=True):
        command = ["ip", "netns", "exec", self.namespaces.peer, "swanctl", *arguments, "--uri", "unix://" + self.socket]
        return subprocess.run(command, env=self.environment, check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=60).stdout

    def read_log(self):
        return open(self.log).read() if os.path.exists(self.log) else "(no log)"

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


STEADY_INTERVAL = 0.05


def in_temporary_folder(test):
    with tempfile.TemporaryDirectory(prefix="ike-router-") as folder:
        test(folder)


def expect(condition, what, router, swan):
    if not condition:
        print(router.transcript)
        print(swan.read_log())
        sys.exit("failed: " + what)


def comes_true(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def check_peer_pings(router, swan, namespaces, when=""):
    answer = namespaces.inside(namespaces.peer, "ping", "-c", "3", "-W", "2", "-I", "192.168.2.1", "192.168.1.1", check=False)
    expect(" 0% packet loss" in answer, "ping from strongSwan" + when + ": " + answer, router, swan)


def echoes_without_answer(screen):
    """Numbers of the echo requests of `ping` that were not answered, but for those of its last half second: they may be under way."""
    answered = {int(number) for number in re.findall(r"icmp_seq=(\d+) ttl", screen)}
    sent = int(re.search(r"(\d+) packets transmitted", screen).group(1))
    return [number for number in range(1, sent - round(0.5 / STEADY_INTERVAL)) if number not in answered]


@contextmanager
def nothing_lost(router, swan, namespaces, what):
    """Echoes run all the while from strongSwan's network to the router's, and after it for a second."""
    ping = subprocess.Popen(["ip", "netns", "exec", namespaces.peer, "ping", "-i", str(STEADY_INTERVAL), "-I", "192.168.2.1", "192.168.1.1"],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        time.sleep(0.3)
        yield
        time.sleep(1)
    finally:
        ping.send_signal(signal.SIGINT)
        screen = ping.communicate()[0]
    lost = echoes_without_answer(screen)
    expect(not lost and " ttl" in screen, "every echo answered (not %s): %s\n%s" % (lost, what, screen[-300:]), router, swan)


def check_site_to_site(router, swan, namespaces):
    """Networks 192.168.1.1 of the router and 192.168.2.1 of strongSwan reach each other by ESP in UDP, and the counters count."""
    swan_sas = swan.swanctl("--list-sas")
    expect("ESTABLISHED" in swan_sas and "INSTALLED" in swan_sas, "SAs at strongSwan: " + swan_sas, router, swan)
    check_peer_pings(router, swan, namespaces)
    answer = router.command("ping 192.168.2.1 source Loopback0")
    expect("Success rate is 100 percent" in answer, "ping from the router", router, swan)
    screen = router.command("show crypto ipsec sa")
    expect("UDP-Encaps" in screen, "ESP in UDP", router, swan)
    expect("#pkts encaps: 0" not in screen and "#pkts decaps: 0" not in screen, "counters that count", router, swan)


def start_tunnel(router, swan, router_starts, echoes=3):
    """The router by traffic, strongSwan because it is told to."""
    if router_starts:
        router.command("ping 192.168.2.1 source Loopback0 repeat %d" % echoes)
    else:
        swan.swanctl("--initiate", "--child", "net", check=False)


def with_both(program, configurations, check, prepare=lambda namespaces: None, ends_well=True):
    """`check(router, swan, namespaces)` holds, and the router ends well. `configurations` are the router's and strongSwan's. `prepare` is
    called before either starts. Without `ends_well` it does not matter how the router ended."""
    def test(folder):
        with Namespaces("10.9.0.2/24", "192.168.2.1/24") as namespaces:
            prepare(namespaces)
            swan = StrongSwan(namespaces, configurations[1], folder)
            router = Router(program, namespaces, configurations[0], folder)
            try:
                check(router, swan, namespaces)
                expect(not ends_well or router.stop() == 0, "status 0 of the router", router, swan)
            except (AssertionError, subprocess.SubprocessError) as error:
                expect(False, str(error), router, swan)
            finally:
                router.stop()
                swan.stop()
    in_temporary_folder(test)


def one_direction(program, configurations, router_starts, check, up):
    """Whoever starts, `check` holds, and whoever ends, the other understands it. `up` is the screen of IKE SAs and the word that says
    that one is up."""
    def test(router, swan, namespaces):
        start_tunnel(router, swan, router_starts)
        check(router, swan, namespaces)
        if router_starts:
            router.command("clear crypto session")
            expect(comes_true(lambda: "ESTABLISHED" not in swan.swanctl("--list-sas")), "DELETE understood by strongSwan", router, swan)
        else:
            swan.swanctl("--terminate", "--ike", "router")
            expect(comes_true(lambda: up[1] not in router.command(up[0])), "DELETE understood", router, swan)
    with_both(program, configurations, test)
