"""A data folder of each test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.generator.training.world import some_scores
from tests.postgres import url_of_default


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.NEW_ACCOUNT_DAYS = 0
    return Path(settings.DATA_DIR)


@pytest.fixture
def small(settings: LazySettings, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the processes that are started find: this test's database and folder, a tiny corpus, a small gate."""
    from generator.vae.corpus import Corpus
    from generator.vae.dataset import prepare

    songs = [f"song {i}" for i in range(60)]
    prepare(Corpus(some_scores(60), songs, ["drawn"] * 60, []), 0).save(tmp_path / "corpus.npz")
    settings.TRAINING_STALE_SECONDS = 3
    for name, value in {
        "DATABASE_URL": url_of_default(),
        "DATA_DIR": str(data),
        "TRAINING_CORPUS": str(tmp_path / "corpus.npz"),
        "TRAINING_GATE_SAMPLES": "10",
        "TRAINING_STALE_SECONDS": "5",
        "TRAINING_FREE_MB": "0",
        "DJANGO_SETTINGS_MODULE": "lofi_site.settings",
    }.items():
        monkeypatch.setenv(name, value)
