#!/usr/bin/python3
"""recorded_client.py IKE-ROUTER telnet|ssh: the patterns of scrapli, oxidized and unicon, and Ansible's of errors, hold over a session."""
import re

from error_text import error_in
from plain_session import enable, login
from router_under_test import ADMINISTRATOR, ADMINISTRATOR_PASSWORD, PATIENCE, SECRET, TUNNEL, check, comes_true, drive, require
from show_commands import show_commands

require(modules=["paramiko"])

# How each client knows a prompt: (user, privileged, configuration).
PROMPTS = {
    "scrapli": (r"^[\w.\-@/:]{1,63}>\s?$", r"^[\w.\-@/:]{1,63}#\s?$", r"^[\w.\-@/:]{1,63}\([\w.\-@/:+]{0,32}\)#\s?$"),
    "oxidized": (r"^([\w.@()-]+[#>]\s?)$",) * 3,
    "unicon": (r"^(.*?)(Router|R1)(\(boot\))*>\s?$", r"^(.*?)(Router|R1)(\(boot\))*#\s?$",
               r"^(.*)\(.*(con|cfg|ipsec-profile|ca-trustpoint|gkm-local-server)\S*\)#\s?$"),
    "ansible": (r"[\r\n]?[\w\+\-\.:\/\[\]]+(?:\([^\)]+\)){0,3}(?:[>#]) ?$",) * 3,
}
MODES = [  # a line that opens each mode
    "interface Ethernet0/0", "interface Tunnel0", "crypto ikev2 proposal P", "crypto ikev2 policy P", "crypto ikev2 keyring K", "peer P",
    "crypto ikev2 profile P", "crypto ipsec transform-set T esp-aes esp-sha-hmac", "crypto ipsec profile P", "crypto isakmp policy 10",
    "crypto isakmp profile P", "crypto keyring K", "crypto isakmp client configuration group G", "crypto map M 10 ipsec-isakmp",
    "crypto dynamic-map D 10", "crypto pki trustpoint T", "ip access-list extended A", "ip access-list standard S", "ipv6 access-list L",
    "ip dhcp pool D", "line con 0", "line vty 0 4"]
UNKNOWN = ["show vtp status", "show boot", "show license udi", "show nonsense", "dir /all slot0:", "show switch virtual",
           "show lldp", "show cdp", "terminal nonsense"]
ANY_PROMPT = r"\n(R1(?:\([\w-]+\))?[>#])$"


def matches_everywhere(prompt, kind):
    for client, patterns in PROMPTS.items():
        check(re.search(patterns[kind], prompt, re.M), "%s reads the prompt %s" % (client, prompt))


def prompt_after(session, line):
    return re.search(ANY_PROMPT, session.command(line, ANY_PROMPT)).group(1)


def prompts_read_well(session):
    """Everywhere, and clients that count characters find the screen's edge nowhere near."""
    if session.all.rstrip().endswith(">"):
        matches_everywhere("R1>", 0)
    enable(session, SECRET)
    matches_everywhere("R1#", 1)
    matches_everywhere(prompt_after(session, "configure terminal"), 2)
    for line in MODES:
        prompt = prompt_after(session, line)
        check(prompt not in ("R1(config)#", "R1#"), line + " opens a mode", prompt)
        matches_everywhere(prompt, 2)
    matches_everywhere(prompt_after(session, "end"), 1)


def terminal_takes_every_size(session):
    for line in ("terminal width 511", "terminal width 512", "terminal width 132", "terminal width 0", "terminal length 0", "term length 0",
                 "term width 0", "terminal no monitor"):
        screen = session.command(line)
        check(screen == line + "\r\nR1#", "the echo of %s and nothing else" % line, screen)


def a_long_line_is_echoed_whole(session):
    """Where the terminal is wide or has no width, no character is added to what was typed."""
    line = "show running-config | include " + "x" * 400
    screen = session.command(line)
    check(screen == line + "\r\nR1#", "a long line", screen)


def messages_come_where_they_are_asked_for(session):
    """Not on a virtual terminal, unless it monitors."""
    check("LINEPROTO-5-UPDOWN" in session.command("show logging"), "the buffer has what happened")
    check(not re.search(r"%[A-Z]+-\d-", session.all.split("show logging")[0]), "no message came by itself")
    session.command("terminal monitor")
    session.send("configure terminal\rinterface Loopback9\r")
    session.until("%LINEPROTO-5-UPDOWN: Line protocol on Interface Loopback9, changed state to up\r\n")
    session.send("end\r")
    session.until("%SYS-5-CONFIG_I: Configured from console by chief on vty")
    session.command("terminal no monitor")


def a_reload_ends_the_session(session):
    session.command("write memory")
    session.send("reload\r")
    check("Save?" not in session.until(r"Proceed with reload\? \[confirm\]$"), "all is saved")
    session.send("\r")
    check(comes_true(lambda: has_ended(session)), "the session's end", session.text)


def has_ended(session):
    try:
        session.until("never comes", 0.1)
    except AssertionError:
        return session.ended
    return True


def no_screen_reads_as_an_error_or_a_prompt(session):
    names = show_commands(session)
    check(len(names) > 300, "the show commands", repr(names))
    for name in names:
        screen = session.command(name)
        check(screen.startswith(name + "\r\n"), "the echo of " + name, screen[:200])
        check(screen.count("R1#") == 1, name + " has one prompt", screen)
        check(not error_in(screen), name + " reads as an error", screen)
        check(re.search(r"(?<!\r)\n", screen) is None, name + " ends its lines by CR LF", screen)


def unknown_commands_are_refused_at_once(session):
    for name in UNKNOWN:
        screen = session.command(name)
        check(re.search(r"\r\n *\^\r\n% Invalid input detected at '\^' marker\.\r\n\r\nR1#$", screen), "the answer to " + name, screen)


def type_ahead_survives_questions(session):
    """Ansible saves by one write: the command, and Enter for its question."""
    session.send("copy running-config startup-config\r\rshow privilege\r")
    screen = session.until(r"privilege level is 15\r\nR1#$", PATIENCE)
    check("Destination filename [startup-config]? " in screen and "[OK]" in screen, "the copy", screen)


def unicon_recovers(session):
    session.send("configure terminal\r")
    session.until(r"\(config\)#$")
    session.send("\x1e\x03")
    session.until(r"R1#$")
    session.send("\r")
    session.until(r"R1#$")


def oxidized_collects(session):
    """It throws the first three lines away, and an error's lines."""
    lines = session.command("show running-config").replace("\r", "").split("\n")[1:-1]
    check("hostname R1" in lines[3:] and "end" in lines[-3:], "the configuration", "\n".join(lines))
    version = session.command("show version")
    check(re.search(r"^System image file is \"[^\"]+\"\r$", version, re.M) and re.search(r"^\d+K bytes of non-volatile", version, re.M)
          and re.search(r"^R1 uptime is .*\d", version, re.M) and re.search(r"Version (\S+), RELEASE", version)
          and re.search(r"[Pp]rocessor board ID \S+", version), "show version", version)
    inventory = session.command("show inventory")
    check(re.search(r'^NAME: "[^"]+", DESCR: "[^"]+"\r\nPID: \S+ *, VID: \S+, SN: \S+\r$', inventory, re.M), "show inventory", inventory)


def napalm_reads_facts(session):
    domain = re.search(r"Default domain is (\S+)\r", session.command("show hosts"))
    check(domain and domain.group(1) == "lab.example", "show hosts")
    check(re.search(r"^Directory of (\S+)/\r$", session.command("dir"), re.M), "dir")
    brief = session.command("show ip interface brief")
    check(re.search(r"^Ethernet0/0 +10\.0\.0\.1 +YES +\w+ +up +up", brief, re.M), "show ip interface brief", brief)
    session.command("configure terminal")
    screen = session.command("file prompt quiet")
    check("%" not in screen, "file prompt quiet", screen)
    session.command("end")


def test(router, transport):
    session = login(router, transport, ADMINISTRATOR, ADMINISTRATOR_PASSWORD)
    prompts_read_well(session)
    terminal_takes_every_size(session)
    a_long_line_is_echoed_whole(session)
    session.command("configure terminal")
    for line in TUNNEL:
        session.command(line)
    session.command("end")
    check("100 percent" in session.command("ping 192.168.2.1 source Loopback0 repeat 20") or
          "100 percent" in session.command("ping 192.168.2.1 source Loopback0"), "the tunnel carries")
    messages_come_where_they_are_asked_for(session)
    no_screen_reads_as_an_error_or_a_prompt(session)
    unknown_commands_are_refused_at_once(session)
    type_ahead_survives_questions(session)
    unicon_recovers(session)
    oxidized_collects(session)
    napalm_reads_facts(session)
    check("\x1b" not in session.all, "no escape sequence was sent")
    a_reload_ends_the_session(session)


drive(test, "ip local pool OTHER 10.99.0.1 10.99.0.9\n")
