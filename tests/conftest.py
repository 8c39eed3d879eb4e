"""What all tests stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from rest_framework.test import APIClient

from accounts.audit_triggers import unprotected
from accounts.models import User
from playlists import services as playlists
from playlists.models import Playlist
from tests.accounts.people import member

ROOT = Path(__file__).parent.parent
# Playwright's loop goes on in this thread after the browser tests; what runs then is as synchronous as before.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
hypothesis_settings.register_profile(
    "lofi", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("lofi")


@pytest.fixture(scope="session", autouse=True)
def audit_can_be_emptied() -> Iterator[None]:
    """What was committed in a test is removed after it, the audit too, which is protected from just that."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unprotected(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        with unprotected(operations.connection):
            flush(operations, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_unprotected)
        yield


@pytest.fixture(scope="session")
def corpus_root() -> Path:
    """The folder of the corpora, which are no part of the project: LOFI_CORPUS, or beside it."""
    folder = Path(os.environ.get("LOFI_CORPUS") or ROOT.parent / "shared" / "data")
    if not (folder / "rs200").is_dir():
        pytest.skip(f"no corpora in {folder} (set LOFI_CORPUS)")
    return folder


@pytest.fixture
def alice(db: None) -> User:
    """Owns what a test is about."""
    return member("alice")


@pytest.fixture
def bob(db: None) -> User:
    """Another member."""
    return member("bob")


@pytest.fixture
def api(db: None) -> APIClient:
    """A visitor's client, whose calls are JSON."""
    return APIClient()


@pytest.fixture
def noon() -> Iterator[None]:
    """It is noon, and the clock goes on: for tests that speak of today and tomorrow, whatever the hour they run at."""
    with time_machine.travel(datetime.now(UTC).replace(hour=12), tick=True):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered(settings: LazySettings) -> None:
    """Blocked words and the active version are looked up each time: what one test stored is not there in the next."""
    settings.WORDS_MAX_AGE = settings.MODEL_MAX_AGE = 0


@pytest.fixture
def counted_in_database(settings: LazySettings) -> None:
    """Calls are, even where there is a Redis: for tests that count the queries of a call, of which that is one."""
    settings.REDIS_URL = ""


@pytest.fixture(autouse=True)
def fresh_counters(settings: LazySettings) -> None:
    """What is counted in Redis outlives the test, where rows of the database are rolled back."""
    if settings.REDIS_URL:
        cache.clear()


@pytest.fixture(autouse=True)
def many_published(settings: LazySettings, request: pytest.FixtureRequest) -> None:
    """Alice publishes thirty things on her first day, where no browser is watching."""
    if "e2e" not in request.path.parts:
        settings.NEW_ACCOUNT_PUBLISHES = 1000


@pytest.fixture
def no_limits(settings: LazySettings) -> None:
    """For tests that make more calls than a listener would."""
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, "1000000/minute")


@pytest.fixture
def default_link() -> str:
    return playlists.DEFAULT_LINK.read_text(encoding="utf-8")


@pytest.fixture
def default_playlist(db: None, default_link: str) -> Playlist:
    return playlists.load_default(link=default_link)[0]
