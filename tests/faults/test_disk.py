"""The disk is full: what was kept is read, nothing is half kept, and once there is room all goes on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from accounts.outages import FULL
from tests.faults.clients import is_left_lock, writing
from tests.faults.conftest import served
from tests.faults.site import FaultySite, mount_small, settle
from tests.lofi_site.test_serving import until

pytestmark = [pytest.mark.slow, pytest.mark.alone]
BLOCK = bytes(4096)


@pytest.fixture
def site(tmp_path: Path, django_db_blocker: Any) -> Iterator[FaultySite]:
    """All its data on a disk of 40 MB."""
    folder = tmp_path / "data"
    if not mount_small(folder, "40m"):
        pytest.skip("mounts a small disk, which takes root")
    (folder / "log").symlink_to(tmp_path / "log")  # told on another disk
    try:
        with served(folder, django_db_blocker) as site:
            yield site
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Until not one block is left."""
    path = folder / "filling"
    with suppress(OSError), path.open("ab", buffering=0) as out:
        while True:
            out.write(BLOCK)
    assert shutil.disk_usage(folder).free == 0
    return path


def test_full_disk_takes_no_writes_loses_none_and_is_left_behind(site: FaultySite) -> None:
    world = settle()
    with writing(site, world) as crowd:
        filling = fill(site.folder)
        crowd.wait_for_errors()
        until(lambda: all(client.errors for client in crowd.clients))
        for path in ("/", "/api/v1/tracks", f"/api/v1/tracks/{world.tracks[0]}", "/api/v1/tracks?sort=top"):
            assert site.call("GET", path).status == 200
        assert site.call("GET", "/api/v1/me", key=world.keys[0]).status == 200
        assert integrity(site.folder) == "ok"
        filling.unlink()
        crowd.go_on()
        until_now = len(crowd.errors)
        crowd.go_on(20)
        assert len(crowd.errors) == until_now
    errors = [error for error in crowd.errors if not is_left_lock(error)]
    assert {(error.status, error.headers.get("Retry-After")) for error in errors} == {(503, "5")}
    said = {error.body for error in errors if error.headers["Content-Type"] == "application/json"}
    assert said == {json.dumps({"detail": FULL})}
    assert all(FULL in error.body for error in crowd.newcomer.errors if not is_left_lock(error))
    assert (crowd.lost, integrity(site.folder)) == ([], "ok")
    promised = {f"{name}@example.org" for name in crowd.newcomer.names}
    until(lambda: promised <= set(site.mails()))


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "lofi.sqlite3")) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])
