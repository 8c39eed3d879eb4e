"""Who keeps a connection: all, until a process is crowded; then three of four."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from lofi_site.fair_worker import CROWDED, ONE_IN
from tests.lofi_site.test_serving import until
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = """
import threading

go = threading.Event()
here = 0

def application(environ, start_response):
    global here
    if environ["PATH_INFO"] == "/wait":
        here += 1
        go.wait(30)
    elif environ["PATH_INFO"] == "/go":
        go.set()
    body = str(here).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Of a server with one such worker, whose listeners may be told to wait."""
    (tmp_path / "waiting_room.py").write_text(APPLICATION)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "lofi_site.fair_worker.FairWorker"]
    command += ["--threads", "32", "--bind", f"127.0.0.1:{port}", "--log-level", "error", "waiting_room:application"]
    paths = os.pathsep.join((str(ROOT), str(tmp_path)))
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths}) as process:
        try:
            until(lambda: answers(port))
            yield port
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with suppress(ConnectionRefusedError):
        return bool(ask(port))
    return False


def ask(port: int, path: str = "/") -> tuple[str | None, str]:
    """What becomes of the connection, and how many wait or have waited."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    told = response.headers["Connection"], response.read().decode()
    connection.close()
    return told


def test_connections_are_kept_until_many_wait(port: int) -> None:
    with ThreadPoolExecutor(CROWDED) as pool:
        for _ in range(CROWDED):
            pool.submit(ask, port, "/wait")
        until(lambda: ask(port)[1] == str(CROWDED))
        crowded = [ask(port)[0] for _ in range(ONE_IN)]
        ask(port, "/go")
    assert sorted(map(str, crowded)) == ["close", *["keep-alive"] * (ONE_IN - 1)]
    until(lambda: [ask(port)[0] for _ in range(ONE_IN)] == ["keep-alive"] * ONE_IN)
