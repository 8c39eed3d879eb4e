"""Ports for servers that a test starts."""

from __future__ import annotations

import socket


def free_port() -> int:
    """One of this machine's that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
