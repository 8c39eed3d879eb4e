"""The benchmark of feeds runs, on a handful of everything: what it measures is for a quiet machine to say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import server

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_benchmark_fills_and_measures_every_page(tmp_path: Path) -> None:
    try:
        with server() as where:
            url = f"postgres://{where['user']}@{where['host']}:{where['port']}/postgres"
            result = subprocess.run(
                [sys.executable, "benchmarks/ranking.py", "--scale", "0.005", "--runs", "1"],
                cwd=ROOT, env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path)},
                capture_output=True, text=True, timeout=500,
            )  # fmt: skip
    except RuntimeError as reason:
        pytest.skip(str(reason))
    assert result.returncode in (0, 1), result.stderr
    assert len([line for line in result.stdout.splitlines() if line.endswith(("PASS", "FAIL"))]) == 46, result.stderr
