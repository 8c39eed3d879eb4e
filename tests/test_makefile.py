"""What `make` says to a machine that lacks something."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def make(*arguments: str, tools: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tools)}
    return subprocess.run(["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def tool(folder: Path, name: str, version: str) -> Path:
    """A program that fails at whatever it is asked but its version."""
    path = folder / name
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{version}" && exit 0\nexit 1\n', encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("target", ["run", "test"])
def test_old_python_is_told_before_anything_is_done(target: str, tmp_path: Path) -> None:
    old = tool(tmp_path, "python3.11", "Python 3.9.2")
    result = make(target, f"PYTHON={old}", tools=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    wanted = f"Lofi needs Python 3.11 or later; {old} is Python 3.9.2. Set PYTHON=/path/to/python3.11."
    assert result.stderr.splitlines()[0] == wanted


def test_missing_python_is_told(tmp_path: Path) -> None:
    result = make("run", "PYTHON=", tools=tmp_path)
    assert "found none: install python3 and python3-venv." in result.stderr


@pytest.mark.parametrize("target", ["run", "test"])
def test_old_node_is_told_before_anything_is_done(target: str, tmp_path: Path) -> None:
    tool(tmp_path, "node", "v18.19.0")
    result = make(target, tools=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == "Lofi needs Node 20.19 or later; this one is v18.19.0."


def test_help_lists_the_two_commands(tmp_path: Path) -> None:
    lines = make("help", tools=tmp_path).stdout.splitlines()
    assert {"run", "test"} <= {line.split()[0] for line in lines}
