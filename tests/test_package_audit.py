"""What is made of the reports of pip-audit and npm: a fault is told, and no list is not taken for no fault."""

from __future__ import annotations

import pytest

from tests import audit
from tests.audit import Unreachable

KNOWN = {"name": "django", "version": "5.2.19", "vulns": []}
FAULTY = {"name": "rich", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}
UNKNOWN = {"name": "torch", "skip_reason": "Dependency not found on PyPI"}


def test_faults_of_python_packages_are_named() -> None:
    report = {"dependencies": [KNOWN, FAULTY, UNKNOWN]}
    assert audit.python_faults(report) == ["rich 1.0: PYSEC-1", "rich 1.0: PYSEC-2"]


@pytest.mark.parametrize("packages", [[], [UNKNOWN, UNKNOWN]])
def test_index_that_knows_no_package_is_no_clean_report(packages: list[dict[str, str]]) -> None:
    with pytest.raises(Unreachable):
        audit.python_faults({"dependencies": packages})


def test_faults_of_npm_packages_are_named() -> None:
    report = {"vulnerabilities": {"b": {"severity": "low"}, "a": {"severity": "high"}}}
    assert audit.npm_faults(report) == ["a: high", "b: low"]


def test_registry_without_a_list_is_no_clean_report() -> None:
    with pytest.raises(Unreachable):
        audit.npm_faults({"message": "405"})


def test_only_what_was_found_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def unreachable() -> list[str]:
        raise Unreachable("nobody answers")

    assert [audit.say("x", faults) for faults in (lambda: [], unreachable, lambda: ["a: high"])] == [0, 0, 1]
    assert capsys.readouterr().out.splitlines() == [
        "x: no known faults",
        "==> NOT AUDITED: x: nobody answers",
        "x: a: high",
    ]
