"""Errors that are sent to Sentry, as a server there receives them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[3]
PERSONAL = ("wendeline", "post.example", "203.0.113.77", "Telefon", "secret-cookie", "sought-word", "typed-word")
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
VISIT = """
import django; django.setup()
import logging
from django.test import Client
from django.core.management import call_command
from django.test.utils import override_settings
from celery import shared_task
import sentry_sdk

@shared_task
def write_to(address):
    raise ValueError(f"no such person: {address}")

client = Client(REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Wendelines-Telefon", "X-Request-ID": "number-1"})
client.raise_request_exception = False
call_command("migrate", verbosity=0)
client.cookies["sessionid"] = "secret-cookie"
with override_settings(ROOT_URLCONF="tests.lofi_site.broken_urls", ALLOWED_HOSTS=["*"]):
    assert client.post("/?q=sought-word", {"name": "wendeline", "typed": "typed-word"}).status_code == 500
write_to.apply(args=["wendeline@post.example"])
logging.getLogger("accounts.x").error("could not write to %s", "wendeline@post.example")
sentry_sdk.flush(10)
"""


class Sink:
    """A server that keeps what Sentry would receive."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def dsn(self) -> str:
        return f"http://key@127.0.0.1:{self.server.server_port}/1"

    @property
    def events(self) -> list[dict[str, Any]]:
        items = [json.loads(line) for body in self.bodies for line in body.splitlines() if line.startswith(b"{")]
        return [item for item in items if "event_id" in item and "level" in item]

    def handler(self) -> type[BaseHTTPRequestHandler]:
        bodies = self.bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bodies.append(UNPACK[self.headers["Content-Encoding"]](body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Quietly."""

        return Handler


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.server.shutdown()
    made.server.server_close()


def run(code: str, tmp_path: Path, **environment: str) -> str:
    base = {**os.environ, "DJANGO_SETTINGS_MODULE": "lofi_site.settings", "DATA_DIR": str(tmp_path)}
    base |= {"DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=base | environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.slow
def test_errors_arrive_without_anything_personal(sink: Sink, tmp_path: Path) -> None:
    run(VISIT, tmp_path, SENTRY_DSN=sink.dsn, SENTRY_RELEASE="lofi@1", SENTRY_ENVIRONMENT="staging")
    received = b"\n".join(sink.bodies).decode()
    request, task, line = sink.events
    assert [each["exception"]["values"][-1]["type"] for each in (request, task)] == ["RuntimeError", "ValueError"]
    assert (request["transaction"], request["tags"]) == ("/", {"request_id": "number-1"})
    assert line["logentry"] == {"message": "could not write to %s"}
    assert {(each["release"], each["environment"]) for each in sink.events} == {("lofi@1", "staging")}
    assert request["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "fail"
    assert [word for word in PERSONAL if word.lower() in received.lower()] == []


@pytest.mark.slow
def test_sentry_is_not_even_loaded_without_its_address(tmp_path: Path) -> None:
    code = "import django, sys; django.setup(); import lofi_site.urls; print('sentry_sdk' in sys.modules)"
    assert run(code, tmp_path, SENTRY_DSN="").strip() == "False"
