"""Fills a PostgreSQL with members, tracks, playlists, likes and votes that are spread as on a real site.

Tracks have latents from the prior, each its own, and their cells; scores, and the latents as JSON, are taken in turn
from takes that the model made. Titles are the model's own, and for three in ten some that members gave: words by Zipf's
law from a vocabulary of 30,000. Publication thickens towards today over three years; likes and votes are few for most
and many for some. 85 of 100 tracks and playlists are public.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model

from accounts.models import User
from generator import cells, registry, services
from generator.models import Mood, Track
from generator.ranking import DECAY_SECONDS, Z
from generator.vae.sample import FEATURES, Constraints
from generator.vae.titles import title_of
from playlists.models import Playlist

POOL = 1024
CHUNK = 20_000
DAYS = 3 * 365
PUBLIC, UNLISTED = 0.85, 0.05
_SYLLABLES = [
    "ba",
    "ko",
    "li",
    "mu",
    "ra",
    "shi",
    "ten",
    "vo",
    "dan",
    "per",
    "gal",
    "os",
    "um",
    "ni",
    "fe",
    "lor",
    "qua",
    "zi",
    "hem",
    "ta",
]


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each."""

    tracks: int
    playlists: int
    likes: int
    votes: int
    members: int

    @classmethod
    def of(cls, scale: float) -> Size:
        whole = (1_000_000, 100_000, 4_000_000, 1_000_000, 200_000)
        return cls(*(max(20, int(number * scale)) for number in whole))


def say(words: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


def fill(size: Size) -> None:
    """Into empty tables. Indexes are made afterwards, as a restored backup's are."""
    rng = np.random.default_rng(7)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # nothing refers to what is not there
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
        give_defaults(cursor, User, Track, Playlist)
        indexes = drop_indexes(cursor)
        _pool(cursor)
        for step in (_members, _likes, _tracks, _votes, _playlists, _entries):
            say(f"  {step.__name__[1:]} of {size}")
            step(cursor, rng, size)
        say("  indexes")
        for index in indexes:
            cursor.execute(index)
        for table in ("generator_track", "generator_like", "playlists_playlist", "playlists_vote", "accounts_user"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET ALL")


def give_defaults(cursor: Any, *tables: type[Model]) -> None:
    """To the columns that have a fixed one in Django, so that rows are filled with what is measured alone."""
    for table in tables:
        for field in table._meta.concrete_fields:
            drawn = field.has_default() and callable(field.default)
            value = None if drawn or field.null or field.primary_key else field.get_default()
            if value is not None:
                name = f'"{table._meta.db_table}" ALTER COLUMN "{field.column}"'
                cursor.execute(f"ALTER TABLE {name} SET DEFAULT %s", [value])


def drop_indexes(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND (tablename LIKE 'generator_%' OR"
        " tablename LIKE 'playlists_%' OR tablename = 'accounts_user')"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _pool(cursor: Any) -> None:
    takes: list[services.Take] = []
    while len(takes) < POOL:
        takes += services.generate(count=64, seed=len(takes), constraints=Constraints())
    cursor.execute(
        "CREATE UNLOGGED TABLE pool (id int PRIMARY KEY, score jsonb, latent jsonb, key int, mode int, bpm int,"
        " mood text)"
    )
    with cursor.copy("COPY pool FROM STDIN") as copy:
        for i, take in enumerate(takes):
            score = take.score
            mood = Mood.of(energy=score.energy, valence=score.valence)
            latent = json.dumps(take.latent.tolist())
            copy.write_row((i, json.dumps(score.to_json()), latent, score.key, score.mode, score.bpm, str(mood)))


def _members(cursor: Any, rng: np.random.Generator, size: Size) -> None:
    words = _vocabulary(rng)
    cursor.execute("CREATE UNLOGGED TABLE names (id int, username text, display text)")
    with cursor.copy("COPY names FROM STDIN") as copy:
        for i, (first, second) in enumerate(_zipf(rng, (size.members, 2)), start=1):
            shown = f"{words[first].capitalize()} {words[second].capitalize()}" if i % 2 else ""
            copy.write_row((i, f"{words[first]}_{i}", shown))
    cursor.execute(
        "INSERT INTO accounts_user (id, password, is_superuser, username, first_name, last_name, email, is_staff,"
        " is_active, date_joined, public_id, display_name, about, profile_seen_by, show_tracks, show_playlists,"
        " show_likes) SELECT id, '!', false, username, '', '', '', false, true, now(), lpad(id::text, 11, '0'),"
        " display,"
        " '', CASE WHEN id % 10 = 0 THEN 'nobody' WHEN id % 10 = 1 THEN 'members' ELSE 'everyone' END, true, true, true"
        " FROM names; DROP TABLE names"
    )


def _likes(cursor: Any, rng: np.random.Generator, size: Size) -> None:
    cursor.execute("SELECT setseed(0.5)")
    cursor.execute(
        "INSERT INTO generator_like (user_id, track_id, created, held, unproven)"
        " SELECT u, t, now() - random() * interval '3 years', 0, false"
        " FROM (SELECT DISTINCT 1 + floor(%s * power(random(), 2))::bigint u,"
        " 1 + floor(%s * power(random(), 3))::bigint t FROM generate_series(1, %s)) pairs",
        [size.members, size.tracks, int(size.likes * 1.1)],  # some pairs come twice
    )
    cursor.execute("CREATE UNLOGGED TABLE liked AS SELECT track_id, count(*)::int n FROM generator_like GROUP BY 1")


def _tracks(cursor: Any, rng: np.random.Generator, size: Size) -> None:
    version = registry.register(registry.active_sampler())
    cursor.execute("SELECT key, mode, mood FROM pool ORDER BY id")
    pool = cursor.fetchall()
    cursor.execute(
        "CREATE UNLOGGED TABLE fresh (id int, title text, pool int, age float, see text, vector bytea, cell int)"
    )
    with cursor.copy("COPY fresh FROM STDIN") as copy:
        for row in _fresh_tracks(rng, size.tracks, pool, version.pk):
            copy.write_row(row)
    # scores and latents are read anew: copies that are compressed stay in the row, where the site's go beside it
    cursor.execute(
        "INSERT INTO generator_track (id, public_id, title, score, key, mode, bpm, mood, latent, vector, cell,"
        " model_version_id, producer_version, creator_id, visibility, origin, like_count, created, published, hot, top,"
        " top_day, top_week, top_month) SELECT id, lpad(id::text, 11, '0'), title, score, key, mode, bpm, mood, latent,"
        " vector, cell, %s, 2, 1 + floor(%s * power(random(), 2)), see, 'new', n, born,"
        f" CASE WHEN see = 'public' THEN born END, {_hot('n')}, n, {_young('n')} FROM (SELECT fresh.*,"
        " pool.score::text::jsonb score, pool.latent::text::jsonb latent, pool.key, pool.mode, pool.bpm, pool.mood,"
        " coalesce(liked.n, 0) n, now() - age * interval '1 day' born"
        " FROM fresh JOIN pool ON pool.id = fresh.pool LEFT JOIN liked ON liked.track_id = fresh.id) filled",
        [version.pk, size.members],
    )
    cursor.execute("DROP TABLE fresh; DROP TABLE liked")


def _fresh_tracks(rng: np.random.Generator, many: int, pool: list[Any], version: int) -> Iterator[tuple[Any, ...]]:
    words = _vocabulary(rng)
    for start in range(0, many, CHUNK):
        size = min(CHUNK, many - start)
        latents = rng.standard_normal((size, FEATURES))
        lie = cells.of(latents, version)
        ages = _ages(rng, size)
        given = _zipf(rng, (size, 3))
        for i in range(size):
            own = int(rng.integers(POOL))
            key, mode, mood = pool[own]
            title = title_of(rng, key, mode, *_feel(mood))
            if rng.random() < 0.3:
                title = " ".join(words[word] for word in given[i]).capitalize()
            see = _seen(rng)
            yield start + i + 1, title, own, float(ages[i]), see, cells.pack(latents[i]), int(lie[i])


def _votes(cursor: Any, rng: np.random.Generator, size: Size) -> None:
    cursor.execute(
        "INSERT INTO playlists_vote (user_id, playlist_id, value, created, held, unproven)"
        " SELECT u, p, CASE WHEN random() < 0.4 + 0.55 * (p %% 97) / 97.0 THEN 1 ELSE -1 END, now(), 0, false FROM"
        " (SELECT DISTINCT 1 + floor(%s * power(random(), 2))::bigint u, 1 + floor(%s * power(random(), 3))::bigint p"
        " FROM generate_series(1, %s)) pairs",
        [size.members, size.playlists, int(size.votes * 1.1)],
    )
    cursor.execute(
        "CREATE UNLOGGED TABLE voted AS SELECT playlist_id, count(*) FILTER (WHERE value = 1)::int ups,"
        " count(*) FILTER (WHERE value = -1)::int downs FROM playlists_vote GROUP BY 1"
    )


def _playlists(cursor: Any, rng: np.random.Generator, size: Size) -> None:
    words, ages = _vocabulary(rng), _ages(rng, size.playlists)
    cursor.execute("CREATE UNLOGGED TABLE fresh (id int, title text, about text, age float, see text)")
    with cursor.copy("COPY fresh FROM STDIN") as copy:
        for i, drawn in enumerate(_zipf(rng, (size.playlists, 12))):
            title = (
                title_of(rng, 1 + i % 12, 1 + i % 7, *rng.random(2)) if i % 2 else " ".join(words[w] for w in drawn[:3])
            )
            about = " ".join(words[word] for word in drawn[3:]) if i % 3 else ""
            copy.write_row((i + 1, title, about, float(ages[i]), _seen(rng)))
    cursor.execute(
        "INSERT INTO playlists_playlist (id, public_id, owner_id, title, description, visibility, ups, downs,"
        " follower_count, claimed, created, changed, published, hot, top, top_day, top_week, top_month)"
        " SELECT id, lpad(id::text, 11, '0'), 1 + floor(%s * power(random(), 2)), title, about, see, ups, downs, 0,"
        f" false, born, born, CASE WHEN see = 'public' THEN born END, {_hot('ups - downs')}, w, {_young('w')}"
        f" FROM (SELECT *, {_WILSON} w FROM (SELECT fresh.*, coalesce(ups, 0) ups, coalesce(downs, 0) downs,"
        " now() - age * interval '1 day' born FROM fresh LEFT JOIN voted ON voted.playlist_id = fresh.id) a) filled",
        [size.members],
    )
    cursor.execute("DROP TABLE fresh; DROP TABLE voted; DROP TABLE pool")


def _entries(cursor: Any, rng: np.random.Generator, size: Size) -> None:
    cursor.execute(
        "INSERT INTO playlists_playlisttrack (playlist_id, track_id, position, public_id, added_by_id)"
        " SELECT p, 1 + (p::bigint * 7919 + i * 104729) %% %s, i, lpad((p * 10 + i)::text, 11, '0'), NULL"
        " FROM generate_series(1, %s) p, generate_series(0, 9) i",
        [size.tracks, size.playlists],
    )


def _hot(score: str) -> str:
    size = f"sign({score}) * log(greatest(abs({score}), 1))"
    return f"CASE WHEN see = 'public' THEN {size} + extract(epoch FROM born) / {DECAY_SECONDS} ELSE 0 END"


def _young(top: str) -> str:
    return ", ".join(f"CASE WHEN see = 'public' AND age < {days} THEN {top} END" for days in (1, 7, 30))


_N = "(ups + downs)::float"
_WILSON = (
    f"CASE WHEN ups + downs = 0 THEN 0 ELSE greatest(0, (ups / {_N} + {Z * Z} / (2 * {_N}) - {Z} * sqrt((ups / {_N} *"
    f" (1 - ups / {_N}) + {Z * Z} / (4 * {_N})) / {_N})) / (1 + {Z * Z} / {_N})) END"
)


def _ages(rng: np.random.Generator, many: int) -> Any:
    """Days since publication: half of all came in the last year."""
    return DAYS * rng.random(many) ** 1.6


def _seen(rng: np.random.Generator) -> str:
    draw = rng.random()
    return "public" if draw < PUBLIC else "unlisted" if draw < PUBLIC + UNLISTED else "private"


def _feel(mood: str) -> tuple[float, float]:
    """An energy and a valence of this mood."""
    return float(mood in ("bright", "restless")), float(mood in ("bright", "mellow"))


def _zipf(rng: np.random.Generator, shape: tuple[int, int]) -> Any:
    """Ranks of words: the first is as frequent as the second twice over."""
    return (rng.zipf(1.15, shape) - 1) % 30_000


def _vocabulary(rng: np.random.Generator) -> list[str]:
    """30,000 words that can be said, the same at every call."""
    own, found = np.random.default_rng(11), dict[str, None]()
    while len(found) < 30_000:
        found.setdefault("".join(own.choice(_SYLLABLES, int(own.integers(2, 5)))))
    return list(found)
