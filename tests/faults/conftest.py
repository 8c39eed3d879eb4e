"""A database of each module's own, and the site on it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.servers import MailServer, Postgres
from tests.faults.site import FaultySite, on_disk
from tests.lofi_site.test_serving import ended
from tests.postgres import as_default
from tests.redis import Redis


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    (tmp_path / "redis").mkdir()
    try:
        started = Redis(tmp_path / "redis")
    except OSError:
        pytest.skip("starts a Redis, which is not installed")
    yield started
    started.kill()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to the server's user
        try:
            started = Postgres(Path(folder))
        except RuntimeError as reason:
            pytest.skip(str(reason))
        yield started
        started.stop("immediate")


@contextmanager
def served(folder: Path, blocker: Any, **environment: str) -> Iterator[FaultySite]:
    """The site on a file of SQLite, which this thread uses too."""
    site = FaultySite(folder, **environment)
    try:
        with blocker.unblock(), as_default(on_disk(folder)):
            yield site
    finally:
        ended(site)
