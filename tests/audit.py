"""``python -m tests.audit``: known faults of the packages that are used, as PyPI and npm list them.

A list that can't be reached is said, and fails nothing: a machine without it can't know. What is found fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PIP = [sys.executable, "-m", "pip_audit", "--vulnerability-service", "pypi", "--no-deps", "--disable-pip"]
PIP += ["--progress-spinner", "off", "--format", "json", "--timeout", "20", "-r", "constraints.txt"]
NPM = ["npm", "--prefix", "frontend", "audit", "--json"]


class Unreachable(Exception):
    """The list has nothing to say here."""


def main() -> int:
    return max(say("Python packages (pip-audit)", of_python), say("npm packages (npm audit)", of_npm))


def say(what: str, audit: Any) -> int:
    try:
        faults = audit()
    except Unreachable as reason:
        print(f"==> NOT AUDITED: {what}: {reason}", flush=True)
        return 0
    print(f"{what}: " + ("; ".join(faults) or "no known faults"), flush=True)
    return int(bool(faults))


def of_python() -> list[str]:
    return python_faults(_json(PIP))


def of_npm() -> list[str]:
    return npm_faults(_json(NPM))


def python_faults(report: dict[str, Any]) -> list[str]:
    """Of pip-audit's report. Raises Unreachable where it knows none of the packages, which it calls no fault."""
    packages = report.get("dependencies", [])
    if all("skip_reason" in package for package in packages):
        raise Unreachable("the package index answers for none of them")
    return [
        f"{package['name']} {package['version']}: {fault['id']}"
        for package in packages
        for fault in package.get("vulns", [])
    ]


def npm_faults(report: dict[str, Any]) -> list[str]:
    """Of npm's report. Raises Unreachable where the registry has no list."""
    if "vulnerabilities" not in report:
        raise Unreachable("the registry answers no audit")
    return [f"{name}: {fault['severity']}" for name, fault in sorted(report["vulnerabilities"].items())]


def _json(command: Sequence[str]) -> dict[str, Any]:
    """What it prints, whatever its status, which is 1 for a fault and for no connection alike."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Unreachable((done.stderr.strip().splitlines() or ["nothing was answered"])[-1]) from None
    return told


if __name__ == "__main__":
    sys.exit(main())
