"""A PostgreSQL that keeps what it promised, and can be taken away; and a mail server that can be slow."""

from __future__ import annotations

import os
import signal
import socket
import socketserver
import subprocess
import threading
from email import message_from_bytes
from pathlib import Path
from typing import Any

from tests.lofi_site.test_serving import is_alive, until
from tests.ports import free_port
from tests.postgres import SERVER, answers


class Postgres:
    """A server of the test's own, with fsync, in ``folder``. Raises RuntimeError where none is installed."""

    def __init__(self, folder: Path) -> None:
        found = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
        if found is None:
            raise RuntimeError("starts a PostgreSQL, which is not installed")
        self.binaries, self.folder, self.port = found, folder, free_port()
        self.user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
        if self.user:
            subprocess.run(["chown", self.user, folder], check=True)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    @property
    def where(self) -> dict[str, Any]:
        return {**SERVER, "port": self.port}

    @property
    def database(self) -> dict[str, Any]:
        """Settings of the one that each server has."""
        address = {key.upper(): str(value) for key, value in self.where.items()}
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", **address}

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=on -c max_connections=100"
        self._run("pg_ctl", "-D", self.data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")
        until(lambda: answers(self.where))

    def stop(self, mode: str) -> None:
        """``fast`` ends connections in order, ``immediate`` leaves a crash to recover from."""
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def kill(self) -> None:
        """The first of its processes, without a chance to say anything; the others follow when they notice."""
        note = Path(self.data) / "postmaster.pid"
        first = int(note.read_text().splitlines()[0])
        others = children(first)
        os.kill(first, signal.SIGKILL)
        until(lambda: not any(map(is_alive, [first, *others])))
        for held in (note, self.folder / f".s.PGSQL.{self.port}.lock"):
            held.unlink()  # where nobody reaps a process, as in a container, its number is still taken

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self.binaries / name), *arguments]
        subprocess.run(command, check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL)


class MailServer:
    """Takes letters by SMTP and keeps them; holds its yes back while ``slow`` is set."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        """Addresses, one for each letter that was said yes to."""
        self.slow, self.held, self.port = threading.Event(), threading.Event(), free_port()
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), self._handler())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.slow.clear()
        self.server.shutdown()
        self.server.server_close()

    def take(self, letter: bytes, connection: socket.socket) -> bool:
        """Whether the sender was still there to be told."""
        while self.slow.is_set() and not _has_hung_up(connection):
            self.held.set()
        if _has_hung_up(connection):
            return False
        self.letters.append(str(message_from_bytes(letter)["To"]))
        return True

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        mails = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 here\r\n")
                while line := self.rfile.readline().strip().upper():
                    if line == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                        if not mails.take(letter, self.connection):
                            return
                    self.wfile.write(b"250 yes\r\n")

        return Handler


def _has_hung_up(connection: socket.socket) -> bool:
    connection.settimeout(0.1)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        connection.settimeout(None)


def children(pid: int) -> list[int]:
    return [int(each) for path in Path(f"/proc/{pid}/task").glob("*/children") for each in path.read_text().split()]
