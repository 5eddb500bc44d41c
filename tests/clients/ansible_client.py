#!/usr/bin/python3
"""ansible_client.py IKE-ROUTER ssh: a playbook of cisco.ios's modules: facts, commands, a tunnel by configuration, saving."""
import os
import shutil
import subprocess

from router_under_test import PASSWORD, PATIENCE, SECRET, TUNNEL, USER, check, drive, require

require(programs=["ansible-playbook"], modules=["ansible_collections", "paramiko"])
HERE = os.path.dirname(os.path.abspath(__file__))

INVENTORY = """R1 ansible_host=127.0.0.1 ansible_port=%d ansible_user=%s ansible_password=%s
[all:vars]
ansible_connection=ansible.netcommon.network_cli
ansible_network_os=cisco.ios.ios
ansible_network_cli_ssh_type=paramiko
ansible_become=yes
ansible_become_method=enable
ansible_become_password=%s
"""
SETTINGS = """[defaults]
host_key_checking = False
interpreter_python = /usr/bin/python3
retry_files_enabled = False
[persistent_connection]
command_timeout = 60
"""


def indented(lines):
    """A section's lines under its header, as a running configuration has them."""
    text, depth = "", 0
    for line in lines:
        if line == "exit":
            depth -= 1
            continue
        text += " " * depth + line + "\n"
        opens = line.startswith(("crypto ", "interface ", "peer "))
        depth += opens
    return text


def play(router, playbook):
    for name, text in (("hosts", INVENTORY % (router.ports["ssh"], USER, PASSWORD, SECRET)), ("ansible.cfg", SETTINGS),
                       ("tunnel.cfg", indented(TUNNEL))):
        with open(os.path.join(router.folder, name), "w", encoding="ascii") as file:
            file.write(text)
    shutil.copy(os.path.join(HERE, playbook), router.folder)
    environment = dict(os.environ, HOME=router.folder, ANSIBLE_CONFIG=os.path.join(router.folder, "ansible.cfg"), ANSIBLE_NOCOLOR="1")
    return subprocess.run(["ansible-playbook", "-i", "hosts", playbook], cwd=router.folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=10 * PATIENCE, check=False)


def test(router, _):
    done = play(router, "ansible_site.yml")
    check(done.returncode == 0 and "failed=0" in done.stdout, "the playbook", done.stdout)
    nvram = "".join(open(os.path.join(folder, name), encoding="latin-1").read() for folder, _, names in os.walk(router.nvram) for name in names
                    if "R1" in os.path.join(folder, name))
    check("description the outside" in nvram and "tunnel protection" in nvram, "what was saved", nvram)


drive(test)
