"""Another version serves within seconds in every process, and no request fails meanwhile."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator import registry
from tests.generator.training.site import SharedSite
from tests.generator.training.world import shipped, version
from tests.lofi_site.test_serving import ended, until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LISTENERS = 3
WITHIN = 5.0


class Listeners:
    """Some who generate all the time, and note when they asked and which version answered."""

    def __init__(self, site: SharedSite) -> None:
        self.site, self._over = site, threading.Event()
        self.heard: list[tuple[float, str]] = []
        self.faults: list[Exception] = []
        self._pool = ThreadPoolExecutor(LISTENERS)
        for seed in range(LISTENERS):
            self._pool.submit(self._listen, seed)

    def leave(self) -> None:
        self._over.set()
        self._pool.shutdown()

    def since(self, moment: float) -> list[str]:
        return [answered for asked, answered in self.heard if asked > moment]

    def _listen(self, seed: int) -> None:
        while not self._over.is_set():
            asked = time.monotonic()
            try:
                answer = self.site.ask("/api/v1/generate", {"count": 1, "seed": seed})[1]
                self.heard.append((asked, answer["results"][0]["model_version"]))
            except Exception as fault:
                self.faults.append(fault)


@pytest.fixture
def site(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedSite]:
    monkeypatch.setenv("THROTTLE_MUSIC", "1000000/minute")
    site = SharedSite(data)
    yield site
    ended(site)


def test_versions_are_swapped_under_load_without_a_failed_request(site: SharedSite, tmp_path: Path) -> None:
    first, second = shipped(), version(tmp_path / "copy")
    listeners = Listeners(site)
    try:
        for promote, expected in ((True, second), (False, first), (True, second)):
            (registry.promote if promote else registry.roll_back)(version=second)
            swapped = time.monotonic()
            until(lambda since=swapped: len(listeners.since(since + WITHIN)) > 20, 30)  # type: ignore[misc]
            assert set(listeners.since(swapped + WITHIN)) == {expected.version}
        shutil.rmtree(second.folder)
        gone = time.monotonic()
        until(lambda: len(listeners.since(gone)) > 20, 30)
    finally:
        listeners.leave()
    assert listeners.faults == []
    assert len(site.find("gunicorn")) == 3
