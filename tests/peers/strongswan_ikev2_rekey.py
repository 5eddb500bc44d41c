#!/usr/bin/python3
"""IKEv2 SAs that live on against strongSwan: rekeying by either end, deletion by either end, dead-peer detection; ESP in UDP.

usage: strongswan_ikev2_rekey.py IKE-ROUTER

The sessions run beside each other, because the first waits for the lifetime of its IKE SA.
"""

import multiprocessing
import re
import sys
import time

from peer_lab import CHARON, check_peer_pings, check_site_to_site, comes_true, expect, nothing_lost, require_root_and, with_both

ROUTER = """
hostname R1
no logging console
crypto ikev2 proposal PROP
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
 proposal PROP
crypto ikev2 keyring KEYS
 peer swan
  address 10.9.0.2
  pre-shared-key known-to-both
crypto ikev2 profile PROF
 match identity remote fqdn swan.example.com
 identity local fqdn router.example.com
 authentication local pre-share
 authentication remote pre-share
 keyring local KEYS
 dpd 10 2 periodic
 lifetime %(lifetime)s
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map CM 10 ipsec-isakmp
 set peer 10.9.0.2
 set transform-set TS
 set security-association lifetime kilobytes 2560
 %(pfs)s
 set ikev2-profile PROF
 match address VPN
ip access-list extended VPN
 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface Ethernet0/0
 ip address 10.9.0.1 255.255.255.0
 crypto map CM
ip route 0.0.0.0 0.0.0.0 10.9.0.2
end
"""

SWAN = """
connections {
  router {
    version = 2
    local_addrs = 10.9.0.2
    remote_addrs = 10.9.0.1
    proposals = aes256-sha256-modp2048
    dpd_delay = %(swan_dpd)s
    local { auth = psk
      id = swan.example.com }
    remote { auth = psk
      id = router.example.com }
    children { net {
      local_ts = 192.168.2.0/24
      remote_ts = 192.168.1.0/24
      esp_proposals = %(swan_esp)s } }
  }
}
secrets {
  ike-router { id-ours = swan.example.com
    id-theirs = router.example.com
    secret = known-to-both }
}
"""

WITH_PFS = dict(pfs="set pfs group14", swan_esp="aes256-sha256-modp2048", lifetime="120", swan_dpd="0s")
WITHOUT_PFS = dict(pfs="", swan_esp="aes256-sha256", lifetime="86400", swan_dpd="2s")

IKE_SAS = "show crypto ikev2 sa detailed"


class Tunnel:
    """What both ends say of the tunnel."""

    def __init__(self, router, swan, namespaces):
        self.ends = self.router, self.swan, self.namespaces = router, swan, namespaces

    def expect(self, condition, what):
        expect(condition, what, self.router, self.swan)

    def ike_sa(self):
        """SPIs, session and age of the router's only IKE SA."""
        screen = self.router.command(IKE_SAS)
        found = re.findall(r"Active Time: \d+/(\d+) sec\s+CE id: \d+, Session-id: (\d+)\s+Status.*\s+Local spi: (\w+) +Remote spi: (\w+)", screen)
        self.expect(len(found) == 1 and screen.count("READY") == 1, "one IKE SA in state READY: " + screen)
        age, session, local, remote = found[0]
        return dict(age=int(age), session=session, spis={local.lower(), remote.lower()})

    def spis(self):
        """Of all ESP SAs of the router."""
        return set(re.findall(r"  spi: 0x(\w+)\(", self.router.command("show crypto ipsec sa | include spi: 0x")))

    def wait_for(self, condition, what, seconds):
        self.expect(comes_true(condition, seconds), what)

    def counts(self, exchange):
        """Requests and responses sent, requests and responses received."""
        screen = self.router.command("show crypto ikev2 stats exchange")
        return [int(number) for number in re.search(exchange + r" +(\d+) +(\d+) +(\d+) +(\d+)", screen).groups()]

    def asks(self, action, what):
        answer = self.swan.swanctl(*action, check=False)
        self.expect("completed successfully" in answer, what + ": " + answer)

    def returns_on_traffic(self, when):
        answer = self.router.command("ping 192.168.2.1 source Loopback0 repeat 3")
        self.expect("!!" in answer, "the tunnel back on traffic after %s: %s" % (when, answer))
        check_peer_pings(*self.ends, " after " + when)


def check_new_pair(tunnel, before, group, who):
    """What was there before goes, and with perfect forward secrecy both ends name the group."""
    tunnel.wait_for(lambda: len(tunnel.spis()) == 2 and not tunnel.spis() & before, "one new pair at the router, rekeyed by " + who, 15)
    tunnel.wait_for(lambda: "DELETED" not in tunnel.swan.swanctl("--list-sas"), "one new pair at strongSwan, rekeyed by " + who, 15)
    swan_sas = tunnel.swan.swanctl("--list-sas")
    known = {spi.upper() for spi in re.findall(r"(?:in|out)  ?([0-9a-f]{8}),", swan_sas)}
    tunnel.expect({spi.zfill(8) for spi in tunnel.spis()} == known, "the same pair at both ends, rekeyed by %s: %s" % (who, swan_sas))
    says_group = "DH group: group14" in tunnel.router.command("show crypto ipsec sa") and "_128/MODP_2048\n" in swan_sas
    tunnel.expect(says_group == group, "perfect forward secrecy as configured, rekeyed by " + who)


def check_child_rekey_by_strongswan(tunnel, group):
    before = tunnel.spis()
    with nothing_lost(*tunnel.ends, "strongSwan rekeys the pair"):
        tunnel.asks(("--rekey", "--child", "net"), "strongSwan rekeys the pair")
        check_new_pair(tunnel, before, group, "strongSwan")


def check_child_rekey_by_router(tunnel, group):
    """Traffic of more than the soft limit, 85 to 95 % of 2560 KB, slow enough not to reach the hard one meanwhile."""
    before, counted = tunnel.spis(), tunnel.counts("CREATE_CHILD_SA_IPSEC_REKEY")
    with nothing_lost(*tunnel.ends, "the router rekeys the pair"):
        answer = tunnel.namespaces.inside(tunnel.namespaces.peer, "ping", "-q", "-i", "0.002", "-s", "1300", "-c", "2200", "-I",
                                          "192.168.2.1", "192.168.1.1", check=False)
        tunnel.expect(" 0% packet loss" in answer, "every large echo answered: " + answer)
        check_new_pair(tunnel, before, group, "the router")
    sent = [now - then for now, then in zip(tunnel.counts("CREATE_CHILD_SA_IPSEC_REKEY"), counted)]
    tunnel.expect(sent == [1, 0, 0, 1], "one request and response of CREATE_CHILD_SA_IPSEC_REKEY: %s" % sent)


def check_new_ike_sa(tunnel, before, who):
    now = tunnel.ike_sa()
    tunnel.expect(not now["spis"] & before["spis"], "new SPIs of the IKE SA, rekeyed by " + who)
    tunnel.expect(now["session"] == before["session"], "the same session, rekeyed by " + who)
    swan_sas = tunnel.swan.swanctl("--list-sas")
    known = [{first, second} for first, second in re.findall(r"IKEv2, (\w+)_i\*? (\w+)_r", swan_sas)]
    tunnel.expect(known == [now["spis"]], "the same IKE SA and no other at strongSwan, rekeyed by %s: %s" % (who, swan_sas))
    tunnel.expect("INSTALLED" in swan_sas, "the pair inherited at strongSwan, rekeyed by " + who)


def check_ike_rekey_by_strongswan(tunnel):
    before, pair = tunnel.ike_sa(), tunnel.spis()
    with nothing_lost(*tunnel.ends, "strongSwan rekeys the IKE SA"):
        tunnel.asks(("--rekey", "--ike", "router"), "strongSwan rekeys the IKE SA")
        time.sleep(1)
        check_new_ike_sa(tunnel, before, "strongSwan")
    tunnel.expect(tunnel.spis() == pair, "the pair stays when strongSwan rekeys the IKE SA")


def check_ike_rekey_by_router(tunnel):
    """At 85 to 95 % of its lifetime of 120 s."""
    before, pair = tunnel.ike_sa(), tunnel.spis()
    time.sleep(max(0, 100 - before["age"]))
    with nothing_lost(*tunnel.ends, "the router rekeys the IKE SA"):
        last = before
        while last["spis"] == before["spis"]:
            age = last["age"]
            tunnel.expect(age <= 115, "the IKE SA rekeyed before its lifetime ends")
            time.sleep(0.3)
            last = tunnel.ike_sa()
        tunnel.expect(age >= 101, "the IKE SA not rekeyed before its time: %d s" % age)
        time.sleep(1)
        check_new_ike_sa(tunnel, before, "the router")
    tunnel.expect(tunnel.spis() == pair, "the pair stays when the router rekeys the IKE SA")


def check_deleted_pair(tunnel, who):
    tunnel.expect(not tunnel.spis(), "no pair at the router, deleted by " + who)
    swan_sas = tunnel.swan.swanctl("--list-sas")
    tunnel.expect("INSTALLED" not in swan_sas and "ESTABLISHED" in swan_sas, "IKE SA without pair, deleted by %s: %s" % (who, swan_sas))
    tunnel.ike_sa()


def check_child_deletion(tunnel):
    tunnel.asks(("--terminate", "--child", "net"), "strongSwan deletes the pair")
    check_deleted_pair(tunnel, "strongSwan")
    tunnel.returns_on_traffic("strongSwan deleted the pair")
    tunnel.router.command("clear crypto sa")
    time.sleep(0.5)
    check_deleted_pair(tunnel, "the router")
    tunnel.returns_on_traffic("the router deleted the pair")


def check_pair_asked_for_by_strongswan(tunnel):
    tunnel.router.command("clear crypto sa")
    time.sleep(0.5)
    tunnel.asks(("--initiate", "--child", "net"), "strongSwan asks for a pair under the same IKE SA")
    check_site_to_site(*tunnel.ends)
    tunnel.expect(tunnel.counts("CREATE_CHILD_SA_IPSEC ")[1:3] == [1, 1], "one CREATE_CHILD_SA_IPSEC answered")


def check_ike_deletion(tunnel):
    tunnel.asks(("--terminate", "--ike", "router"), "strongSwan deletes the IKE SA")
    tunnel.expect("READY" not in tunnel.router.command(IKE_SAS) and not tunnel.spis(), "nothing at the router, deleted by strongSwan")
    tunnel.returns_on_traffic("strongSwan deleted the IKE SA")
    tunnel.router.command("clear crypto ikev2 sa")
    time.sleep(0.5)
    swan_sas = tunnel.swan.swanctl("--list-sas")
    tunnel.expect("router:" not in swan_sas, "nothing at strongSwan, deleted by the router: " + swan_sas)
    tunnel.expect(not tunnel.spis(), "no pair at the router that deleted its IKE SA")
    tunnel.returns_on_traffic("the router deleted the IKE SA")


def check_probe_by_router(tunnel):
    """Ten seconds of silence make the router ask."""
    check_peer_pings(*tunnel.ends)
    before, since = tunnel.counts("INFORMATIONAL"), time.monotonic()
    tunnel.wait_for(lambda: tunnel.counts("INFORMATIONAL")[0] > before[0], "a probe after 10 s of silence", 13)
    tunnel.expect(time.monotonic() - since > 8, "no probe before 10 s of silence")
    tunnel.wait_for(lambda: tunnel.counts("INFORMATIONAL")[3] == before[3] + 1, "the probe answered", 2)
    tunnel.expect(tunnel.counts("INFORMATIONAL")[1:3] == before[1:3], "no probe of strongSwan, that does not ask")
    tunnel.ike_sa()


def check_probes_by_strongswan(tunnel):
    """They come every two seconds when nothing else does, and the router need not ask any more."""
    before = tunnel.counts("INFORMATIONAL")
    time.sleep(7)
    after = tunnel.counts("INFORMATIONAL")
    tunnel.expect(after[2] - before[2] >= 2 and after[1] - before[1] == after[2] - before[2], "probes answered: %s, %s" % (before, after))
    tunnel.expect(after[0] == before[0], "no probe of ours while the peer is heard")
    swan_sas = tunnel.swan.swanctl("--list-sas")
    tunnel.expect("ESTABLISHED" in swan_sas and "INSTALLED" in swan_sas, "strongSwan that finds the router alive: " + swan_sas)


def check_dead_peer(tunnel):
    """10 s of silence, a probe, and five more that wait for 2 s each."""
    check_peer_pings(*tunnel.ends, " before charon is killed")
    since = time.monotonic()
    tunnel.swan.kill()
    tunnel.wait_for(lambda: "READY" not in tunnel.router.command("show crypto ikev2 sa"), "a dead peer noticed", 25)
    took = time.monotonic() - since
    tunnel.expect(took > 19, "a dead peer noticed after 10 s and 5 x 2 s, not after %d s" % took)
    tunnel.expect("10.9.0" not in tunnel.router.command(IKE_SAS) and not tunnel.spis(), "nothing left of a dead peer")
    tunnel.swan.start()
    tunnel.returns_on_traffic("charon started again")


def check_rekeys_counted(tunnel):
    for exchange in ("CREATE_CHILD_SA_IPSEC_REKEY", "CREATE_CHILD_SA_IKE_REKEY"):
        counts = tunnel.counts(exchange)
        tunnel.expect(counts == [1, 1, 1, 1], "%s counted once each way: %s" % (exchange, counts))


def with_pfs(router, swan, namespaces):
    tunnel = Tunnel(router, swan, namespaces)
    tunnel.returns_on_traffic("the start")
    check_child_rekey_by_strongswan(tunnel, True)
    check_child_rekey_by_router(tunnel, True)
    check_child_deletion(tunnel)
    check_probe_by_router(tunnel)
    check_ike_rekey_by_router(tunnel)
    check_ike_rekey_by_strongswan(tunnel)
    check_ike_deletion(tunnel)
    check_rekeys_counted(tunnel)


def without_pfs(router, swan, namespaces):
    tunnel = Tunnel(router, swan, namespaces)
    tunnel.asks(("--initiate", "--child", "net"), "strongSwan starts")
    check_child_rekey_by_strongswan(tunnel, False)
    check_child_rekey_by_router(tunnel, False)
    check_ike_rekey_by_strongswan(tunnel)
    check_probes_by_strongswan(tunnel)
    check_pair_asked_for_by_strongswan(tunnel)
    check_dead_peer(tunnel)


def session(values, check, what):
    with_both(sys.argv[1], (ROUTER % values, SWAN % values), check)
    print("passed: " + what, flush=True)


def main():
    require_root_and("ip", "swanctl", CHARON, "ping")
    sessions = [multiprocessing.Process(target=session, args=arguments) for arguments in
                ((WITH_PFS, with_pfs, "with perfect forward secrecy, router starts"),
                 (WITHOUT_PFS, without_pfs, "without perfect forward secrecy, strongSwan starts"))]
    for one in sessions:
        one.start()
    for one in sessions:
        one.join()
    sys.exit(any(one.exitcode != 0 for one in sessions))


main()
