#!/usr/bin/python3
"""netmiko_client.py IKE-ROUTER telnet|ssh: netmiko's cisco_ios logs in, shows everything, configures a tunnel, saves and reloads."""
import re

from error_text import error_in
from plain_session import enable, login
from router_under_test import (ADMINISTRATOR, ADMINISTRATOR_PASSWORD, PASSWORD, SECRET, TUNNEL, USER, check, comes_true, drive, require)
from show_commands import show_commands

require(modules=["netmiko"])
from netmiko import ConnectHandler, NetMikoTimeoutException  # noqa: E402


def connect(router, transport, **options):
    return ConnectHandler(device_type="cisco_ios_telnet" if transport == "telnet" else "cisco_ios", host="127.0.0.1",
                          port=router.ports[transport], username=USER, password=PASSWORD, secret=SECRET, **options)


def names_of_show_commands(router, transport):
    session = login(router, transport, ADMINISTRATOR, ADMINISTRATOR_PASSWORD)
    enable(session, SECRET)
    session.command("terminal length 0")
    names = [name for name in show_commands(session) if len(name.split()) <= 4]
    session.channel.close()
    return names


def logs_in_and_enables(client):
    check(client.find_prompt() == "R1>", "the user's prompt", client.find_prompt())
    client.enable()
    check(client.check_enable_mode() and client.find_prompt() == "R1#", "the privileged prompt", client.find_prompt())
    client.exit_enable_mode()
    check(client.find_prompt() == "R1>", "disable", client.find_prompt())
    client.enable()


def configures_a_tunnel(client):
    screen = client.send_config_set(TUNNEL)
    check("%" not in re.sub(r"%\w+-\d-\w+", "", screen), "no complaint about the tunnel", screen)
    check(not client.check_config_mode(), "back from configuration")


def tunnel_carries(client):
    """Ready and pinging, if need be after the first packets have brought it up."""
    def pings():
        return "Success rate is 100 percent" in client.send_command("ping 192.168.2.1 source Loopback0", delay_factor=4)
    check(comes_true(pings), "an answer through the tunnel")
    sa = client.send_command("show crypto ikev2 sa")
    check(re.search(r"10\.0\.0\.1/500\s+10\.0\.0\.2/500\s+\S+\s+READY", sa), "an IKEv2 SA", sa)
    session = client.send_command("show crypto session")
    check("Session status: UP-ACTIVE" in session, "a session", session)
    counters = client.send_command("show crypto ipsec sa | include pkts encaps")
    check(re.search(r"#pkts encaps: [1-9]", counters), "encrypted packets", counters)


def shows_everything(router, transport, names):
    """Without netmiko's own pauses."""
    client = connect(router, transport, fast_cli=True, global_delay_factor=0.1)
    client.enable()
    check(len(names) > 60, "the show commands", repr(names))
    for name in names:
        screen = client.send_command(name)
        check(not error_in(screen), name + " reads as an error", screen)
        check("R1#" not in screen and "--More--" not in screen, name + " is cut at its prompt", screen)
    client.disconnect()


def pages(client):
    whole = client.send_command("show running-config")
    client.send_command("terminal length 24")
    page, paged = client.send_command_expect("show running-config", expect_string="--More--"), ""
    while "--More--" in page:
        paged += page.replace(" --More-- ", "")
        client.write_channel(" ")
        page = client.read_until_pattern(r"--More--|R1#")
    paged = re.sub("\x08+ *\x08+", "", paged + page)
    client.send_command("terminal length 0")
    last = [line.rstrip() for line in paged.splitlines() if line.strip() not in ("", "R1#", "show running-config")]
    check(last == [line.rstrip() for line in whole.splitlines() if line.strip()], "the pages are the whole screen", repr((paged, whole)))


def running_configuration(client):
    """Without the lines that say when it was made."""
    screen = client.send_command("show running-config")
    check(screen.rstrip().endswith("\nend"), "the configuration ends in end", screen)
    return [line for line in screen.splitlines() if not re.match(r"^(!.*|Building .*|Current .*|)$", line)]


def is_as_before(client, before):
    client.enable()
    after = running_configuration(client)
    check(before == after, "the same configuration", repr([line for line in before + after if (line in before) != (line in after)]))
    tunnel_carries(client)


def saves(client):
    saved = client.save_config()
    check("[OK]" in saved, "write mem", saved)
    answer = client.save_config(cmd="copy running-config startup-config", confirm=True, confirm_response="\n")
    check("[OK]" in answer, "copy running-config startup-config", answer)


def reloads(router, transport, client):
    """Nothing is to be saved, so there is one question; then the line is gone, and the router back."""
    client.write_channel("reload\n")
    question = client.read_until_pattern(r"\[confirm\]")
    check("Save?" not in question, "all is saved", question)
    client.write_channel("\n")
    reached = []

    def is_back():
        try:
            reached.append(connect(router, transport))
        except (OSError, EOFError, NetMikoTimeoutException):
            return False
        return True
    check(comes_true(is_back), "the router is back")
    return reached[-1]


def test(router, transport):
    names = names_of_show_commands(router, transport)
    client = connect(router, transport)
    logs_in_and_enables(client)
    configures_a_tunnel(client)
    tunnel_carries(client)
    shows_everything(router, transport, names)
    pages(client)
    saves(client)
    before = running_configuration(client)
    client = reloads(router, transport, client)
    is_as_before(client, before)
    client.disconnect()
    router.restart()
    client = connect(router, transport)
    is_as_before(client, before)
    client.disconnect()


drive(test)
