"""The folder in which processes count together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lofi_site import multiprocess


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(multiprocess.VARIABLE, str(tmp_path / "counts"))
    return tmp_path / "counts"


def test_server_forgets_the_dead_and_leaves_the_living(folder: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    multiprocess.join()
    for name in (f"counter_{ended.pid}", f"gauge_livesum_{ended.pid}", f"counter_{os.getpid()}", "counter_1"):
        (folder / f"{name}.db").touch()
    multiprocess.prepare()
    assert sorted(path.stem for path in folder.iterdir()) == sorted(["counter_1", f"counter_{os.getpid()}"])


def test_who_joins_leaves_all_that_was_counted(folder: Path) -> None:
    folder.mkdir()
    (folder / "counter_999999999.db").touch()
    multiprocess.join()
    assert [path.stem for path in folder.iterdir()] == ["counter_999999999"]


def test_folder_lies_with_the_data_unless_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(multiprocess.VARIABLE, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert multiprocess.folder() == tmp_path / "metrics"
