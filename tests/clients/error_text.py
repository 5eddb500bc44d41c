"""What clients take for an error wherever it stands in a screen."""

import re

# Ansible's cisco.ios, whichever command was sent; scrapli's are among them.
ERRORS = [re.compile(pattern, flags) for pattern, flags in (
    (r"% ?Error", 0), (r"% ?Bad secret", 0), (r"[\r\n%] Bad passwords", 0), (r"invalid input", re.I),
    (r"(?:incomplete|ambiguous) command", re.I), (r"connection timed out", re.I), (r"[^\r\n]+ not found", 0), (r"Bad mask", re.I),
    (r"% ?(\S+) ?overlaps with ?(\S+)", re.I), (r"[%\S] ?Error: ?[\s]+", re.I), (r"[%\S] ?Informational: ?[\s]+", re.I),
    (r"Command authorization failed", 0), (r"Command Rejected: ?[\s]+", re.I))]


def error_in(screen):
    """What a client would complain about; empty when nothing."""
    for pattern in ERRORS:
        found = pattern.search(screen)
        if found:
            return found.group()
    return ""
