"""The part of the settings that tells where things lie."""

from __future__ import annotations

from pathlib import Path

from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT = env.path("STATIC_ROOT", DATA_DIR / "static")
