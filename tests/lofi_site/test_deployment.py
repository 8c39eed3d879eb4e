"""What the files of docs/deploy, Dockerfile and compose.yaml name is there."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from packaging.requirements import Requirement

from lofi_site.unit import UNITS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
UNIT_FILES = sorted(DEPLOY.glob("systemd/*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SITE = ("migrate", "web", "worker", "trainer", "beat")
NOT_OURS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "POSTGRES_PASSWORD", "LOFI_HOST"}
"""Of Python's, Docker's and the proxy's."""
ABSENT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import django
django.setup()
import lofi_site.urls
from lofi_site.celery import app
app.loader.import_default_modules()
"""


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"), re.M))


def named() -> dict[str, set[str]]:
    """Environment variables that each file sets."""
    example = {line.split("=")[0] for line in lines(DEPLOY / "lofi.env.example")}
    common = (DEPLOY / "systemd" / "lofi-.service.d" / "common.conf").read_text(encoding="utf-8")
    units = {pair.split("=")[0] for line in re.findall(r"^Environment=(.*)", common, re.M) for pair in line.split()}
    image = {pair.split("=")[0] for line in re.findall(r"^ENV (.*)", DOCKERFILE, re.M) for pair in line.split()}
    site = {name for service in SITE for name in COMPOSE["services"][service]["environment"]}
    return {"example": example, "units": units, "image": image, "compose": site}


@pytest.mark.parametrize("where", ["example", "units", "image", "compose"])
def test_every_variable_is_a_documented_setting(where: str) -> None:
    assert named()[where] - NOT_OURS - documented() == set()


def test_example_fills_in_what_production_demands() -> None:
    given = set(re.findall(r"_require\(([^)]*)\)", (ROOT / "lofi_site" / "settings.py").read_text(encoding="utf-8")))
    demanded = {name for text in given for name in re.findall(r'"([A-Z_]+)"', text)}
    assert len(demanded) >= 6
    assert demanded - named()["example"] == set()


def test_compose_gives_what_it_asks_for_in_the_example() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+):\?", text)) - named()["example"] == set()


def commands() -> dict[str, list[str]]:
    """Each command that a file of ours starts, by where it is told."""
    found: dict[str, list[str]] = {}
    for path in UNIT_FILES:
        for number, line in enumerate(re.findall(r"^ExecStart=(.*)", path.read_text(encoding="utf-8"), re.M)):
            found[f"{path.name}-{number}"] = shlex.split(line)
    for name in SITE:
        words = COMPOSE["services"][name].get("command", [])
        shell = words[-1].split(" && ") if words[:2] == ["sh", "-c"] else [shlex.join(words)] if words else []
        found |= {f"compose-{name}-{number}": shlex.split(line) for number, line in enumerate(shell)}
    for number, line in enumerate(re.findall(r"CMD (\[.*\])", DOCKERFILE)):
        found[f"Dockerfile-{number}"] = yaml.safe_load(line)
    return found


@pytest.mark.parametrize("where", commands())
def test_command_is_there(where: str) -> None:
    program, *words = commands()[where]
    assert program.rsplit("/", 1)[-1] == "python"
    if words[0] == "manage.py":
        assert words[1] in get_commands()
    else:
        assert words[0] == "-m"
        assert find_spec(words[1]) is not None
        assert words[1] != "lofi_site.unit" or words[2] in UNITS


def test_every_unit_of_the_site_has_a_service_and_a_container() -> None:
    assert sorted(UNITS) == sorted(set(COMPOSE["services"]) & set(UNITS))
    assert set(UNITS) - {path.stem.removeprefix("lofi-") for path in UNIT_FILES} == set()


def test_compose_mounts_and_waits_for_what_it_declares() -> None:
    services: dict[str, Any] = COMPOSE["services"]
    for service in services.values():
        assert set(service.get("depends_on", [])) - set(services) == set()
        for volume in (text.split(":")[0] for text in service.get("volumes", [])):
            assert (ROOT / volume).is_file() if volume.startswith(".") else volume in COMPOSE["volumes"]


@pytest.mark.parametrize("name", SITE)
def test_container_of_the_site_is_locked_down_and_bounded(name: str) -> None:
    service = COMPOSE["services"][name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])


def test_image_copies_what_is_there_and_was_let_through() -> None:
    allowed = {line[1:].rstrip("/") for line in lines(ROOT / ".dockerignore") if line.startswith("!")}
    copied = [line.split()[1:-1] for line in re.findall(r"^COPY (?!--from).*", DOCKERFILE, re.M)]
    for name in (name.rstrip("/") for names in copied for name in names):
        assert (ROOT / name).exists(), name
        assert name.split("/")[0] in allowed, name


def test_image_copies_from_stages_that_it_has() -> None:
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", DOCKERFILE, re.M))
    assert set(re.findall(r"COPY --from=(\S+)", DOCKERFILE)) - stages == set()
    assert {COMPOSE["services"][name]["build"]["target"] for name in SITE} - stages == set()


def test_image_runs_as_nobody_of_weight() -> None:
    assert re.findall(r"^USER (.*)", DOCKERFILE, re.M) == ["10001:10001"]


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("systemd/**/*.*")), ids=lambda path: path.name)
def test_unit_file_can_be_read(path: Path) -> None:
    if path.is_file():
        parser = configparser.RawConfigParser(strict=False)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(path.read_text(encoding="utf-8"))
        assert parser.sections() != []


def test_training_is_pinned_apart_and_everything_in_one_file() -> None:
    web, everything = lines(ROOT / "requirements-web.txt"), lines(ROOT / "requirements.txt")
    assert everything[0] == "-r requirements-web.txt"
    pins = [Requirement(line) for line in (*web, *everything[1:])]
    assert sorted(pin.name.lower() for pin in pins) == sorted({pin.name.lower() for pin in pins})
    assert all(str(pin.specifier).startswith("==") for pin in pins)


def test_web_process_starts_without_what_training_needs(tmp_path: Path) -> None:
    absent = {Requirement(line).name for line in lines(ROOT / "requirements.txt")[1:]}
    assert "torch" in absent
    subprocess.run(
        [sys.executable, "-c", ABSENT.format(absent=absent)],
        cwd=ROOT, check=True,
        env={"DJANGO_SETTINGS_MODULE": "lofi_site.settings", "DATA_DIR": str(tmp_path)},
    )  # fmt: skip
