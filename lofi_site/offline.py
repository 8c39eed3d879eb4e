"""The service worker's script: the built one, told which files belong to this release."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings

ENTRY = "src/main.ts"
WORKER = "src/sw.ts"
ICON = "/static/icon.svg"
LEFT_OUT = ("src/export/", "src/embed")
"""What is fetched when somebody exports: large, and of no use without a connection to most."""


@functools.cache
def script() -> str:
    """Raises FileNotFoundError as long as nothing is built."""
    folder = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parent
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    worker = (folder / manifest[WORKER]["file"]).read_text(encoding="utf-8")
    return f"self.release = {json.dumps(release(manifest))};\n{worker}"


def release(manifest: dict[str, Any]) -> dict[str, Any]:
    """``version``, ``files`` (paths) and ``script`` (path) of what Vite has built; ``manifest``: its manifest.json."""
    files = sorted({f"/static/{name}" for name in _needed(manifest, ENTRY, set())} | {ICON})
    version = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:12]
    return {"version": version, "files": files, "script": f"/static/{manifest[ENTRY]['file']}"}


def _needed(manifest: dict[str, Any], name: str, seen: set[str]) -> set[str]:
    """Files of a chunk and of all that it may load."""
    if name in seen or name.startswith(LEFT_OUT):
        return set()
    seen.add(name)
    chunk = manifest[name]
    assets = [path for path in chunk.get("assets", []) if not path.endswith(".woff")]
    files = {chunk["file"], *chunk.get("css", []), *assets}
    for other in [*chunk.get("imports", []), *chunk.get("dynamicImports", [])]:
        files |= _needed(manifest, other, seen)
    return files
