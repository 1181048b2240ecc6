"""Ports of this machine for servers that are told theirs."""

import os
import socket
from contextlib import suppress
from itertools import count

# below those that the system itself gives out, so nobody is given ours between the look and its use
_FIRST, _MANY = 20_000, 10_000
# processes that run at once begin at different places
_next = count(os.getpid() * 31)


def free_port() -> int:
    """A port of loopback that nobody listens on, another each time."""
    while True:
        port = _FIRST + next(_next) % _MANY
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
