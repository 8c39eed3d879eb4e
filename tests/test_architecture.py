"""Who may import whom, read from the code (docs/decisions/0101-layers.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "accounts",
    "generator",
    "generator.teaching",
    "generator.training",
    "generator.taste",
    "playlists",
    "playlists.moderation",
    "lofi_site",
    "lofi_site.backups",
]
LAYERS = [
    ("ids", "redis_cache", "spelling", "audit_triggers", "avatars", "weights", "contexts", "weighing"),
    ("ids", "spelling", "audit_triggers", "avatars", "weights", "contexts", "weighing", "measures"),
    ("ids", "encryption", "spelling", "audit_triggers", "avatars", "weights", "contexts", "weighing"),
    ("mix", "ranking", "covers", "posters", "cells", "paging", "search", "space", "groups"),
    ("distribution",),
    ("curators", "models"),
    ("audit", "wordfilter", "tallies", "registry", "holdings", "ranks", "holds", "staff", "sanctions", "hiding"),
    ("targets", "rings", "newcomers"),
    ("failures", "sessions", "audit_search", "audit_export", "likes", "feeds", "plays", "standing", "points"),
    ("services", "adapters", "tokens", "profiles", "exports", "deletion", "tracks", "library"),
    ("consent",),
    ("recording", "lessons"),
    ("pairs", "ledger"),
    ("keys", "wording", "ladder"),
    ("keys", "wording", "ladder", "prompts"),
    ("letters",),
    ("cases",),
    ("alarms",),
    ("effects",),
    (
        "reading",
        "smart",
        "editing",
        "votes",
        "editors",
        "features",
        "community",
        "curation",
        "reports",
        "decisions",
        "exchange",
        "midi",
        "holding",
    ),
    ("appeals", "sweeping", "evidence"),
    ("manifest",),
    ("contents", "shelf"),
    ("postgres", "sqlite"),
    ("engines",),
    ("dumping", "restoring"),
    ("handover",),
    ("outbox",),
    ("mail_queue",),
    ("files", "process"),
    ("pairs", "frozen", "runs", "releases"),
    ("verdict", "making"),
    ("work",),
    ("indexing", "similar", "lineage", "crosses", "moods", "radio", "sharing", "stations"),
    ("nudges", "owning", "portrait", "because"),
    ("tasks",),
    ("throttling", "errors", "parsers", "fields", "authentication"),
    ("schema", "serializers", "queries", "settings_forms", "forms", "seen", "bulk"),
    ("lineage_serializers", "radio_serializers", "prompt_serializers"),
    ("list_serializers", "social_serializers", "exchange_serializers", "curation_serializers"),
    ("api", "track_api", "like_api", "play_api", "people_api", "admin", "views", "management"),
    ("staff_api", "desk_api", "lineage_api", "radio_api", "sharing_views", "embed_views"),
    ("list_api", "social_api", "exchange_api", "curation_api"),
    ("urls",),
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
VAE_CHAINS = [["score", "codec", "corpus", "train"], ["model", "checkpoint", "sample"]]
SERVING = {"score", "legacy", "bars", "titles", "codec", "checkpoint", "engine", "heads", "sample", "sphere"}
SERVING |= {"language", "prompt", "candidates"}
SERVING = {"score", "legacy", "bars", "titles", "codec", "checkpoint", "engine", "heads", "sample", "sphere"} | {
    "attributes",
    "directions",
}
FILES = sorted(
    path for app in APPS if "." not in app for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
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


def app_of(module: str) -> str:
    """The app that a module is of; one may stand inside another."""
    return max((app for app in APPS if f"{module}.".startswith(f"{app}.")), default=module.split(".")[0], key=len)


def layer(module: str) -> str | None:
    inner = module.removeprefix(app_of(module)).strip(".")
    return inner.split(".")[0] or None


def faults(path: Path) -> list[str]:
    app, own = app_of(name_of(path)), layer(name_of(path))
    return [target for target in imports(path) if _is_wrong(app, own, target)]


def _is_wrong(app: str, own: str | None, target: str) -> bool:
    other = app_of(target)
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
        ("playlists", "votes", "playlists.moderation.cases"),
        ("playlists.moderation", "cases", "playlists.moderation.decisions"),
        ("generator", "registry", "generator.training.verdict"),
        ("generator.training", "runs", "generator.training.work"),
    ],
)
def test_wrong_import_would_be_seen(app: str, own: str, target: str) -> None:
    assert _is_wrong(app, own, target)
