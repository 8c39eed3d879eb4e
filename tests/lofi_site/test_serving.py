"""The real command: server and worker together, small, and ended together."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1 << 20


@pytest.mark.slow
def test_serving_a_track_needs_no_torch() -> None:
    code = """
import sys, django
django.setup()
from django.test import Client
from generator import services
from generator.vae.sample import Constraints
import lofi_site.urls
services.generate(count=1, seed=1, constraints=Constraints(key=1))
print([name for name in ("torch", "matplotlib", "scipy") if name in sys.modules])
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lofi_site.settings", "DATABASE_URL": "sqlite://:memory:"}
    code = code.replace("services.generate", "from django.core.management import call_command; "
                        "call_command('migrate', verbosity=0)\nservices.generate")  # fmt: skip
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.stdout.strip() == "[]", result.stderr


class Site:
    """``python -m lofi_site.serve`` on a free port."""

    def __init__(self, folder: Path) -> None:
        self.log, self.port = folder / "log", free_port()
        clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
        self.environment = {**clean, "DATA_DIR": str(folder), "PORT": str(self.port), "WEB_PROCESSES": "2"}
        self.manage("migrate", "-v0")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lofi_site.serve"],
            cwd=ROOT,
            env=self.environment,
            stderr=self.log.open("w"),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until(lambda: self.answers() and len(self.find("celery")) == 3)
        except AssertionError:
            self.process.terminate()
            pytest.fail(f"the site did not start:\n{self.log.read_text()}")

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answers(self) -> bool:
        try:
            return urllib.request.urlopen(self.url("/api/schema"), timeout=5).status == 200
        except OSError:
            return False

    def generate(self, seed: int) -> None:
        body = json.dumps({"count": 4, "seed": seed}).encode()
        headers = {"Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(self.url("/api/v1/generate"), body, headers), timeout=20).read()

    def children(self, parent: int | None = None) -> dict[int, str]:
        """Processes below ``parent`` by id, with their command lines."""
        found: dict[int, str] = {}
        for pid in _children(parent or self.process.pid):
            with contextlib.suppress(OSError):  # it may end while we look
                found[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
                found |= self.children(pid)
        return found

    def find(self, word: str) -> list[int]:
        return sorted(pid for pid, command in self.children().items() if word in command)


def _children(parent: int) -> list[int]:
    lists = Path(f"/proc/{parent}/task").glob("*/children")
    with contextlib.suppress(OSError):
        return [int(pid) for each in lists for pid in each.read_text().split()]
    return []


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    """Whether it runs; one that ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def ended(site: Site) -> None:
    if site.process.poll() is None:
        site.process.terminate()
        site.process.wait(40)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    ended(site)


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """For tests that end it."""
    site = Site(tmp_path)
    yield site
    ended(site)


@pytest.mark.slow
def test_serving_processes_stay_small(site: Site) -> None:
    for seed in range(20):
        site.generate(seed)
    sizes = [resident(pid) / MEGABYTE for pid in site.find("gunicorn")]
    assert len(sizes) == 3
    assert max(sizes) < 200, sizes


@pytest.mark.slow
def test_serve_starts_a_dead_worker_again(site: Site) -> None:
    killed = site.find("celery")
    os.kill(killed[0], signal.SIGKILL)
    until(lambda: len(site.find("celery")) == 3 and not set(site.find("celery")) & set(killed))
    until(lambda: not any(map(is_alive, killed)), 10)
    assert "the worker ended with status -9; starting it again" in site.log.read_text()
    assert site.answers()


@pytest.mark.slow
def test_worker_does_what_was_enqueued(site: Site) -> None:
    count = "RequestCount.objects.filter(key='old').count()"
    site.manage(
        "shell", "-v0", "-c",
        "from accounts.models import RequestCount; from accounts.tasks import forget_request_counts;"
        "RequestCount.objects.create(key='old', started=0, count=1); forget_request_counts.delay()",
    )  # fmt: skip
    until(
        lambda: site.manage("shell", "-v0", "-c", f"from accounts.models import RequestCount; print({count})") == "0\n"
    )


@pytest.mark.slow
def test_body_of_ten_megabytes_gets_its_answer_through_the_real_server(site: Site) -> None:
    request = urllib.request.Request(
        site.url("/api/v1/generate"), b"[" * 10_000_000, {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=20)
    assert refusal.value.code == 413
    assert json.load(refusal.value) == {"detail": "The body must not be larger than 1000000 bytes."}


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_with_all_its_processes(own_site: Site, number: signal.Signals) -> None:
    everything = own_site.children()
    os.killpg(own_site.process.pid, number)
    assert own_site.process.wait(40) == 0
    until(lambda: not any(map(is_alive, everything)), 10)


@pytest.mark.slow
def test_serve_asked_twice_to_stop_ends_quietly(own_site: Site) -> None:
    for _ in range(20_000):  # some of them while "stopping" is being printed
        own_site.process.send_signal(signal.SIGINT)
    assert own_site.process.wait(40) == 0
    assert "Traceback" not in own_site.log.read_text()
    assert own_site.log.read_text().count("lofi: stopping") == 1


@pytest.mark.slow
def test_serve_ends_when_the_server_dies(own_site: Site) -> None:
    os.kill(own_site.find("gunicorn")[0], signal.SIGKILL)
    assert own_site.process.wait(40) == 1
    assert "the server ended with status -9" in own_site.log.read_text()
