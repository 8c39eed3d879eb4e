"""The folder in which processes count together."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
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


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where memory would be."""
    monkeypatch.delenv(multiprocess.VARIABLE, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(multiprocess, "MEMORY", tmp_path / "memory")
    return tmp_path


def test_folder_lies_in_memory_for_its_user_alone(unnamed: Path) -> None:
    (unnamed / "memory").mkdir()
    folder = multiprocess.folder()
    assert (folder.parent, folder.stat().st_mode & 0o777) == (unnamed / "memory", 0o700)
    assert multiprocess.folder() == folder
    multiprocess.leave()
    assert list((unnamed / "memory").iterdir()) == []


def test_folder_lies_with_the_data_where_there_is_no_memory_or_another_s_link(unnamed: Path) -> None:
    assert multiprocess.folder() == unnamed / "data" / "metrics"
    (unnamed / "memory").mkdir()
    multiprocess.folder().rmdir()
    (unnamed / "elsewhere").mkdir()
    name = f"lofi-{os.getuid()}-{sha256(str((unnamed / 'data').resolve()).encode()).hexdigest()[:12]}"
    (unnamed / "memory" / name).symlink_to(unnamed / "elsewhere")
    assert multiprocess.folder() == unnamed / "data" / "metrics"
