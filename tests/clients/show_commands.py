"""Every show command of a router, found as people find them: by `?`."""

import re

# What is typed where `?` shows only the kind of a word.
VALUES = {"A.B.C.D": "10.0.0.2", "A.B.C.D/nn": "10.0.0.0/24", "X:X:X:X::X": "2001:db8::1", "WORD": "OTHER", "LINE": "crypto"}
# The interfaces that there are, of all the kinds that `?` lists.
INTERFACES = {"Ethernet": "Ethernet0/0", "Loopback": "Loopback0", "Tunnel": "Tunnel0"}


def words_after(session, line):
    """The first column of `line ?`."""
    session.send(line + " ?")
    # The list ends as the line comes back behind the prompt.
    screen = session.until(r"\nR1#" + re.escape(line) + " $")
    session.send("\x15")
    if "% " in screen:
        raise AssertionError("no help after %r: %r" % (line, screen))
    return re.findall(r"^  (\S+)", screen.split("?", 1)[1].replace("\r", ""), re.M)


def typed(word):
    number = re.match(r"^<(\d+)-\d+>$", word)
    return number.group(1) if number else INTERFACES.get(word) or VALUES.get(word, word)


def show_commands(session):
    """All complete lines that begin with `show`, without output modifiers. The terminal must not page."""
    kinds = set(words_after(session, "show running-config interface")) - set(INTERFACES)
    found, open_lines = [], ["show"]
    while open_lines:
        line = open_lines.pop()
        for word in words_after(session, line):
            if word == "<cr>":
                found.append(line)
            elif word != "|" and word not in kinds and len(line.split()) < 7:
                open_lines.append(line + " " + typed(word))
    session.command("")
    return sorted(found)
