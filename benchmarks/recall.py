"""How many of the nearest tracks ``similar`` finds, among as many as a large site has, on PostgreSQL.

*Generated* are independent draws from the prior; *mixed* are half draws, a quarter variations (amount 0.2 to 0.9) and a
quarter blends of them. Each query is a track of the database, its ten neighbours are compared with those of a scan of
all. Prints recall@10, the mean distance of the ten found by that of the ten nearest, and how often the nearest of all
is among them. Run: ``python benchmarks/recall.py``.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # the project, not this folder: see http.py
from benchmarks.ranking import database  # noqa: E402

# isort: split
import numpy as np  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.db import connection  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from benchmarks.ranking_fill import drop_indexes, give_defaults  # noqa: E402
from generator import cells, registry, similar  # noqa: E402
from generator.models import ModelVersion, Track  # noqa: E402
from generator.vae.sample import FEATURES  # noqa: E402
from generator.vae.sphere import slerp  # noqa: E402

Floats = NDArray[np.float32]
KINDS = ("generated", "mixed")
COUNT = 10


def latents(kind: str, many: int) -> Floats:
    """(many, 100), as the database has them: rounded to 16 bits."""
    rng = np.random.default_rng(9)
    drawn = rng.standard_normal((many, FEATURES))
    if kind == "mixed":
        quarter = many // 4
        parents = drawn[: many - 2 * quarter]
        drawn[-2 * quarter : -quarter] = _varied(rng, parents, quarter)
        drawn[-quarter:] = _blended(rng, parents, quarter)
    return drawn.astype("<f2").astype(np.float32)


def _varied(rng: np.random.Generator, parents: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    amount = rng.uniform(0.2, 0.9, (many, 1))
    return np.sqrt(1 - amount**2) * rng.choice(parents, many) + amount * rng.standard_normal((many, FEATURES))


def _blended(rng: np.random.Generator, parents: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    pairs = rng.integers(len(parents), size=(many, 2))
    return np.array([slerp(parents[a], parents[b], rng.uniform()) for a, b in pairs])


def fill(stored: Floats) -> None:
    """A public track for each latent, with nothing to play; its primary key is its place, from 1."""
    version = registry.register(registry.active_sampler())
    lie = cells.of(stored, version.pk)
    with connection.cursor() as cursor:
        give_defaults(cursor, Track)
        indexes = drop_indexes(cursor)
        cursor.execute("CREATE UNLOGGED TABLE fresh (id int, vector bytea, cell int)")
        with cursor.copy("COPY fresh FROM STDIN") as copy:
            for i, latent in enumerate(stored):
                copy.write_row((i + 1, cells.pack(latent), int(lie[i])))
        cursor.execute(
            "INSERT INTO generator_track (id, public_id, title, score, key, mode, bpm, mood, latent, vector, cell,"
            " model_version_id, producer_version, visibility, origin, like_count, created, hot, top) SELECT id,"
            " lpad(id::text, 11, '0'), '', '{}', 1, 1, 60, 'mellow', '[]', vector, cell, %s, 2, 'public', 'new', 0,"
            " now(), 0, 0 FROM fresh; ".replace("%s", str(version.pk))
        )
        for index in indexes:
            if "tracks_by_cell" in index:
                cursor.execute(index)
        cursor.execute("VACUUM ANALYZE generator_track")


def measure(stored: Floats, queries: int) -> tuple[float, float, float]:
    """Recall, ratio of distances, and the share of queries that find the nearest of all."""
    version = ModelVersion.objects.get()
    shares, ratios, firsts = [], [], []
    for i in np.random.default_rng(3).choice(len(stored), queries, replace=False):
        track = Track(pk=i + 1, latent=stored[i].tolist(), model_version=version)
        found = similar.neighbours(track=track, viewer=AnonymousUser(), count=COUNT)
        away = np.linalg.norm(stored - stored[i], axis=1)
        away[i] = np.inf
        nearest = np.argpartition(away, COUNT)[:COUNT] + 1
        keys = [neighbour.track.pk for neighbour in found]
        shares.append(len(set(keys) & set(nearest.tolist())) / COUNT)
        ratios.append(np.mean([neighbour.distance for neighbour in found]) / away[nearest - 1].mean())
        firsts.append(away.argmin() + 1 in keys)
    return float(np.mean(shares)), float(np.mean(ratios)), float(np.mean(firsts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tracks", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=100)
    wish = parser.parse_args()
    for many in wish.tracks:
        for kind in KINDS:
            stored = latents(kind, many)
            with database(f"lofi_recall_{os.getpid()}", partial(fill, stored)):
                recall, ratio, first = measure(stored, wish.queries)
            print(f"{many:9,} {kind:9}  recall@10 {recall:.3f}  ratio {ratio:.3f}  nearest {first:.2f}", flush=True)


if __name__ == "__main__":
    main()
