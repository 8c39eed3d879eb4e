"""A Redis of the tests' own: what they flush is nobody else's."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from tests.ports import free_port

DATABASES = 64
START_SECONDS = 10


class Redis:
    """Runs until ``kill``, may be started again, and keeps nothing.

    Raises OSError where none is installed, RuntimeError where it does not start.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self) -> None:
        options = {"--port": self.port, "--save": "", "--dir": self.folder, "--databases": DATABASES}
        command = ["redis-server", *(str(part) for option in options.items() for part in option)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > end:
                raise RuntimeError("Redis does not start")
            time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def url(self, database: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
