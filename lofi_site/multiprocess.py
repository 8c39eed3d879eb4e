"""Where the processes of the site leave what they count, for any of them to add up."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from environs import Env

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client reads it as soon as it is imported, and counts for this process alone without it."""
MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108  # in a folder of the user's own
env = Env()


def folder() -> Path:
    """In memory, where there is such a place: a process that counts in a file on a full disk is killed by SIGBUS."""
    if named := env.str(VARIABLE, ""):
        return Path(named)
    data = env.path("DATA_DIR", Path(__file__).resolve().parent.parent / "var")
    return _in_memory(data) or data / "metrics"


def _in_memory(data: Path) -> Path | None:
    """One for each place of data and user; None where others could reach into it."""
    name = sha256(str(data.resolve()).encode()).hexdigest()[:12]
    path = MEMORY / f"lofi-{os.getuid()}-{name}"
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return path if path.stat().st_uid == os.getuid() and not path.is_symlink() else None


def join() -> None:
    """Make the folder, and name it to this process and its children. Before prometheus-client is imported."""
    path = folder()
    path.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(path)


def prepare() -> None:
    """The same, and remove what processes counted that are no more; files are named by them."""
    join()
    for left in folder().glob("*.db"):
        if not _lives(int(left.stem.rpartition("_")[2])):
            left.unlink(missing_ok=True)


def leave() -> None:
    """What nobody counts in any more is not left in memory."""
    if folder().parent == MEMORY:
        rmtree(folder(), ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
