"""Who may import whom, read from the code (docs/decisions/0101-layers.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["accounts", "generator", "playlists", "lofi_site"]
LAYERS = [
    ("ids", "avatars", "mix"),
    ("models",),
    ("registry", "holdings"),
    ("services", "adapters", "tokens", "profiles", "exports", "deletion", "letters", "tracks", "library"),
    ("tasks",),
    ("throttling", "errors", "parsers", "fields", "authentication"),
    ("schema", "serializers", "settings_forms"),
    ("api", "track_api", "admin", "views", "management"),
    ("urls",),
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
VAE_CHAINS = [["score", "codec", "corpus", "train"], ["model", "checkpoint", "sample"]]
SERVING = {"score", "legacy", "bars", "titles", "codec", "checkpoint", "engine", "heads", "sample"}
FILES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
VAE_FILES = [path for path in FILES if "vae" in path.parts and path.parent.name + path.stem != "vae__init__"]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path, *, top: bool = False) -> Iterator[str]:
    """Dotted names that a module imports; with ``top`` those outside of functions alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(node) for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef) for node in ast.walk(outer)}
    for node in ast.walk(tree):
        if top and id(node) in inner:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def faults(path: Path) -> list[str]:
    app, own = name_of(path).split(".")[0], layer(name_of(path))
    return [target for target in imports(path) if _is_wrong(app, own, target)]


def _is_wrong(app: str, own: str | None, target: str) -> bool:
    other = target.split(".")[0]
    if other not in APPS:
        return False
    if other != app:
        return APPS.index(other) > APPS.index(app)
    return RANK.get(layer(target) or "", 0) > RANK.get(own or "", len(LAYERS))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_module_imports_nothing_to_its_right(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize("path", VAE_FILES, ids=name_of)
def test_vae_knows_no_django_and_keeps_its_order(path: Path) -> None:
    own = name_of(path).split(".")[2]
    for target in imports(path, top=True):
        assert target.split(".")[0] not in ("django", "rest_framework", "celery", "playlists", "accounts", "lofi_site")
        if target.startswith("generator."):
            assert target.startswith("generator.vae.")
            assert not _is_later(own, target.split(".")[2]), target


def _is_later(own: str, other: str) -> bool:
    chains = (chain for chain in VAE_CHAINS if own in chain and other in chain)
    return any(chain.index(other) > chain.index(own) for chain in chains)


@pytest.mark.parametrize("path", VAE_FILES, ids=name_of)
def test_serving_needs_nothing_of_the_training(path: Path) -> None:
    if name_of(path).split(".")[2] in SERVING:
        needs = {target.split(".")[2] for target in imports(path) if target.startswith("generator.vae.")}
        assert needs <= SERVING
        assert "torch" not in {target.split(".")[0] for target in imports(path)}


@pytest.mark.parametrize("path", [path for path in FILES if "vae" not in path.parts], ids=name_of)
def test_torch_is_left_to_the_vae(path: Path) -> None:
    assert "torch" not in {target.split(".")[0] for target in imports(path, top="commands" in path.parts)}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_module_stays_under_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize(
    ("app", "own", "target"),
    [
        ("accounts", "models", "generator.models"),
        ("generator", "services", "playlists.services"),
        ("generator", "models", "generator.services"),
        ("generator", "services", "generator.tasks"),
        ("accounts", "tasks", "accounts.api"),
        ("playlists", "services", "playlists.views"),
        ("playlists", "api", "playlists.urls"),
        ("playlists", "urls", "lofi_site.views"),
    ],
)
def test_wrong_import_would_be_seen(app: str, own: str, target: str) -> None:
    assert _is_wrong(app, own, target)
