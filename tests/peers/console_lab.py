"""A program whose console is its standard input and output, both of them pipes."""

import os
import re
import subprocess
import time

PROMPT = r"[\w.-]+(\([\w-]+\))?[>#]$"


class PipedConsole:
    def __init__(self, command, enter=None):
        self.process = subprocess.Popen(command, preexec_fn=enter, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.transcript = ""

    def wait_for(self, pattern, seconds=20):
        """Reads until the unread output ends as the pattern says; returns it."""
        seen, deadline = "", time.monotonic() + seconds
        while time.monotonic() < deadline:
            piece = (self.process.stdout.read() or b"").decode("latin-1")
            seen += piece
            self.transcript += piece
            if re.search(pattern, seen.rstrip("\r\n ")):
                return seen
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError("no %s in: %r" % (pattern, seen))

    def type(self, keys):
        self.process.stdin.write(keys)
        self.process.stdin.flush()

    def command(self, text, seconds=20, end=b"\r"):
        self.type(text.encode() + end)
        return self.wait_for(PROMPT, seconds)

    def wait_until(self, command, pattern, seconds=20):
        """Gives the command until its screen has the pattern; returns the screen."""
        deadline, screen = time.monotonic() + seconds, ""
        while time.monotonic() < deadline:
            screen = self.command(command)
            if re.search(pattern, screen):
                return screen
            time.sleep(0.2)
        raise AssertionError("no %s in: %s" % (pattern, screen))
