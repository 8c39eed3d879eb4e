"""What all tests stand on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from rest_framework.test import APIClient

from playlists import services as playlists
from playlists.models import Playlist

ROOT = Path(__file__).parent.parent
hypothesis_settings.register_profile(
    "lofi", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("lofi")


@pytest.fixture(scope="session")
def corpus_root() -> Path:
    """The folder of the corpora, which are no part of the project: LOFI_CORPUS, or beside it."""
    folder = Path(os.environ.get("LOFI_CORPUS") or ROOT.parent / "shared" / "data")
    if not (folder / "rs200").is_dir():
        pytest.skip(f"no corpora in {folder} (set LOFI_CORPUS)")
    return folder


@pytest.fixture
def api(db: None) -> APIClient:
    """A visitor's client, whose calls are JSON."""
    return APIClient()


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
