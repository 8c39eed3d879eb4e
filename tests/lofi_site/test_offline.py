"""Which files the service worker is told to keep."""

from __future__ import annotations

from typing import Any

from django.test import Client

from lofi_site.offline import release

MANIFEST: dict[str, Any] = {
    "src/main.ts": {
        "file": "assets/main-1.js",
        "css": ["assets/main-1.css"],
        "assets": ["assets/a.woff2", "assets/a.woff"],
        "dynamicImports": ["src/audio/player.ts", "src/export/midi.ts"],
    },
    "src/audio/player.ts": {"file": "assets/player-1.js", "imports": ["src/main.ts", "_deck.js"]},
    "_deck.js": {"file": "assets/deck-1.js"},
    "src/export/midi.ts": {"file": "assets/midi-1.js"},
    "src/sw.ts": {"file": "assets/sw-1.js"},
}


def test_release_names_what_the_page_needs_and_leaves_out_exports() -> None:
    found = release(MANIFEST)
    names = ["a.woff2", "deck-1.js", "main-1.css", "main-1.js", "player-1.js"]
    assert found["files"] == [*(f"/static/assets/{name}" for name in names), "/static/icon.svg"]
    assert found["script"] == "/static/assets/main-1.js"


def test_version_changes_with_any_file() -> None:
    other = {**MANIFEST, "src/sw.ts": {"file": "assets/sw-2.js"}}
    assert release(other)["version"] != release(MANIFEST)["version"]
    assert release(MANIFEST)["version"] == release(MANIFEST)["version"]


def test_worker_is_served_at_the_root_and_looked_at_anew_each_time(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert answer.content.startswith(b"self.release = {")
