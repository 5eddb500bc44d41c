"""A session without any client's library about it: what is sent is what is written here, and every byte received is kept."""

import re
import socket
import time

from router_under_test import PATIENCE

IAC, DONT, DO, WONT, WILL, SB, SE, ECHO, SGA = 255, 254, 253, 252, 251, 250, 240, 1, 3


class TelnetChannel:
    """A socket that agrees to the server's echo and to nothing else."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.rest = b""

    def send(self, octets):
        self.socket.sendall(octets)

    def receive(self, seconds):
        """b"" at the end of the connection; raises socket.timeout."""
        self.socket.settimeout(seconds)
        octets = self.socket.recv(65536)
        return self._data_of(octets) if octets else b""

    def _data_of(self, octets):
        data, self.rest = self.rest + octets, b""
        text = b""
        while data:
            command = re.match(rb"\xff(?:[\xfb-\xfe](.)|\xfa.*?\xff\xf0|[^\xfa-\xfe])", data, re.S)
            if command:
                self._answer(command.group())
                data = data[command.end():]
            elif data[0] == IAC:
                self.rest = data
                break
            else:
                end = data.find(IAC) if IAC in data else len(data)
                text, data = text + data[:end], data[end:]
        return text or self.receive(PATIENCE)

    def _answer(self, command):
        if len(command) == 3 and command[1] in (DO, WILL):
            agreed = command[1] == WILL and command[2] in (ECHO, SGA)
            refusal = WONT if command[1] == DO else DONT
            self.socket.sendall(bytes([IAC, DO if agreed else refusal, command[2]]))

    def close(self):
        self.socket.close()


class SshChannel:
    """paramiko's shell channel on a terminal of 24 rows."""

    def __init__(self, port, user, password):
        import paramiko
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self.client.connect("127.0.0.1", port, user, password, timeout=PATIENCE, allow_agent=False, look_for_keys=False)
        self.channel = self.client.invoke_shell("vt100", 80, 24)

    def send(self, octets):
        self.channel.sendall(octets)

    def receive(self, seconds):
        self.channel.settimeout(seconds)
        return self.channel.recv(65536)

    def close(self):
        self.client.close()


class Session:
    """`text` is what came and was not yet taken, `all` everything that came."""

    def __init__(self, channel):
        self.channel, self.text, self.all, self.ended = channel, "", "", False

    def send(self, text):
        self.channel.send(text.encode("latin-1"))

    def until(self, pattern, seconds=PATIENCE):
        """The text up to and with the first match of `pattern`, which is taken; raises AssertionError when it does not come."""
        deadline = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.text)
            if found:
                taken, self.text = self.text[:found.end()], self.text[found.end():]
                return taken
            if self.ended or time.monotonic() > deadline:
                raise AssertionError("no %s in: %r" % (pattern, self.text[-1500:]))
            self._receive(deadline)

    def _receive(self, deadline):
        try:
            octets = self.channel.receive(max(0.01, deadline - time.monotonic()))
        except (socket.timeout, OSError):
            return
        self.ended = not octets
        self.text += octets.decode("latin-1")
        self.all += octets.decode("latin-1")

    def command(self, text, prompt=r"\nR1[^\s>#]*[>#]$"):
        """The screen of a command, from its echo to the next prompt."""
        self.send(text + "\r")
        return self.until(prompt)


def login(router, transport, user, password):
    """A session at its first prompt."""
    if transport == "ssh":
        session = Session(SshChannel(router.ports["ssh"], user, password))
    else:
        session = Session(TelnetChannel(router.ports["telnet"]))
        session.until("Username: $")
        session.send(user + "\r\0")
        session.until("Password: $")
        session.send(password + "\r\0")
    session.until(r"R1[>#]$")
    return session


def enable(session, secret):
    """Privileged, if the user is not so from the start."""
    if session.all.rstrip().endswith(">"):
        session.send("enable\r")
        session.until("Password: $")
        session.send(secret + "\r")
        session.until("R1#$")
