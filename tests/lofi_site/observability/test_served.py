"""The real command, watched: its log, its metrics, its probes."""

from __future__ import annotations

import json
import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from prometheus_client.parser import text_string_to_metric_families as families

from tests.lofi_site.test_serving import ROOT, Site, ended, until
from tests.ports import free_port

pytestmark = pytest.mark.slow
NUMBER = "number-of-the-sign-up"
PUT_OFF = "a letter could not be sent, the next try is in 60 s"
PERSONAL = ("wendeline", "post.example", "203.0.113.77", "Telefon", "sought-word", "paper-lantern-7")


class Refusing(socketserver.StreamRequestHandler):
    """A mail server that knows nobody, and says whom it does not know."""

    def handle(self) -> None:
        self.wfile.write(b"220 mail\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            answer = b"550 5.1.1 nobody: " + line[8:].strip() if word == b"RCPT" else b"250 ok"
            self.wfile.write((b"221 bye" if word == b"QUIT" else answer) + b"\r\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as mail, pytest.MonkeyPatch.context() as patch:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        patch.setenv("EMAIL_URL", f"smtp+plain://127.0.0.1:{mail.server_address[1]}")
        patch.setenv("LOG_FORMAT", "json")
        patch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path_factory.mktemp("counts")))
        patch.setenv("PYTHONWARNINGS", "ignore:You're running the worker")  # as root, before it has a log
        site = Site(tmp_path_factory.mktemp("watched"))
        yield site
        ended(site)
        mail.shutdown()


def lines(site: Site) -> list[dict[str, Any]]:
    """Each line of the log; one that is no JSON fails."""
    return [json.loads(line) for line in site.log.read_text().splitlines()]


def sign_up(site: Site) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.addheaders = [("User-Agent", "Wendelines-Telefon"), ("X-Forwarded-For", "203.0.113.77")]
    form = opener.open(site.url("/account/signup/?q=sought-word"), timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    typed = {"username": "wendeline", "email": "w.abel@post.example", "password1": "paper-lantern-7"}
    body = urlencode({**typed, "csrfmiddlewaretoken": token[1]}).encode()
    headers = {"X-Request-ID": NUMBER, "Referer": site.url("/account/signup/")}
    opener.open(urllib.request.Request(site.url("/account/signup/"), body, headers), timeout=20).read()


def samples(site: Site) -> dict[str, float]:
    """Metrics by name, added up over their labels."""
    page = urllib.request.urlopen(site.url("/metrics"), timeout=20).read().decode()
    found: dict[str, float] = {}
    for family in families(page):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found


def test_one_number_leads_from_the_request_to_its_task_and_names_nobody(site: Site) -> None:
    sign_up(site)
    until(lambda: any(line["event"] == PUT_OFF for line in lines(site)))
    of_it = [line for line in lines(site) if line.get("request_id") == NUMBER]
    assert {line["logger"] for line in of_it} == {"lofi_site.request", "lofi_site.task", "accounts.outbox"}
    requests = [(line["method"], line["route"], line["status"]) for line in of_it if "route" in line]
    assert requests == [("POST", "/account/signup/", 302), ("GET", "/account/confirm-email/", 200)]
    (again,) = (line for line in of_it if line["event"] == PUT_OFF)
    assert again["task"] == "accounts.mail_queue.deliver_mail"
    assert again["exception"][0]["type"] == "SMTPRecipientsRefused"
    assert [word for word in PERSONAL if word in site.log.read_text()] == []


def test_metrics_are_those_of_all_processes(site: Site) -> None:
    until(lambda: samples(site).get("lofi_tasks_total", 0) >= 1)
    before = samples(site)
    for seed in range(12):
        site.generate(seed)
    after = {samples(site)["lofi_takes_total"] for _ in range(6)}
    assert after == {before.get("lofi_takes_total", 0) + 48}
    folder = Path(site.environment["PROMETHEUS_MULTIPROC_DIR"])
    counting = {int(path.stem.split("_")[-1]) for path in folder.glob("counter_*.db")}
    assert {*site.find("gunicorn")[1:]} <= counting


def test_process_that_was_killed_has_nothing_under_way(site: Site) -> None:
    killed = site.find("gunicorn")[-1]
    folder = Path(site.environment["PROMETHEUS_MULTIPROC_DIR"])
    left = folder / f"gauge_livesum_{killed}.db"
    until(lambda: site.answers() and left.exists())  # whichever of the two answers
    os.kill(killed, signal.SIGKILL)
    until(lambda: not left.exists())
    until(lambda: len(site.find("gunicorn")) == 3 and samples(site)["lofi_http_requests_in_flight"] == 0)


def test_site_is_ready(site: Site) -> None:
    answer = urllib.request.urlopen(site.url("/readyz"), timeout=20)
    assert (answer.status, json.load(answer)["status"]) == (200, "ok")


def status(port: int, path: str) -> int:
    try:
        return int(urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20).status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_server_lives_and_is_not_ready_before_its_database_is_there(tmp_path: Path) -> None:
    port = free_port()
    away = {"DATABASE_URL": "postgres://lofi:secret-word@127.0.0.1:9/lofi", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:lofi_site.gunicorn", "lofi_site.wsgi:application"]
    environment = {**os.environ, **away, "PORT": str(port), "LOG_FORMAT": "json"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            until(lambda: status(port, "/healthz") == 200)
            assert [status(port, path) for path in ("/readyz", "/metrics", "/")] == [503, 200, 503]
        finally:  # or leaving waits for it without end
            server.terminate()
            log = server.communicate(timeout=40)[1]
    assert "secret-word" not in log
    events = [json.loads(line)["event"] for line in log.splitlines()]
    assert events.count("the model waits for the database: OperationalError") == 2
