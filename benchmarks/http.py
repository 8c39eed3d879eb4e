"""Throughput and p95 of the site under 1, 8 and 64 clients, beside a plain Flask server around the baseline decoder.

The site is the whole of it, server and worker, on PostgreSQL and Redis where they answer (``--stack sqlite``: without
them). Clients, servers and databases share this machine; all of a run is on the same cores. Each decoding is of a new
latent. The baseline runs twice, with torch's own choice of threads and with one, and the faster counts. Prints a table
and, last, the ratios of ``decode``'s throughputs at each number of clients, and that of the greatest, each where it
does best. The status is 1 if a ratio under load, with more than one client, is below 20.
Run: ``python benchmarks/http.py``.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":  # this folder has a module named as Python's own http
    sys.path[0] = sys.path[0].rpartition("/")[0]

import argparse
import itertools
import json
import random
from collections.abc import Iterator
from urllib.parse import quote

from benchmarks.http_site import Library, Server, flask, site
from benchmarks.load import Answers, Source, closed_loop

CLIENTS = (1, 8, 64)
SECONDS = 6.0
WARM_UP = 1.5
LEAST = 20.0
DECODES = 20_000
HEAD = f"{'':24}{'clients':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}  not 2xx"


def http(method: str, path: str, body: object = None, token: str = "") -> bytes:
    """A whole request."""
    sent = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(sent)}"]
    lines += ["Content-Type: application/json"] if sent else []
    lines += [f"Authorization: Bearer {token}"] if token else []
    return "\r\n".join([*lines, "", ""]).encode() + sent


def latents(chance: random.Random) -> Iterator[list[float]]:
    """New ones for ever, (100,) each, in standard normal distribution."""
    while True:
        yield [round(chance.gauss(0, 1), 6) for _ in range(100)]


def decodes(chance: random.Random) -> Source:
    """Made before the first is asked for: what a client computes meanwhile is taken from the server's cores."""
    asked = [
        http("GET", "/decode?input=" + quote(json.dumps(latent, separators=(",", ":"))))
        for latent in itertools.islice(latents(chance), DECODES)
    ]
    return itertools.cycle(asked).__next__


def likes(chance: random.Random, library: Library) -> Source:
    """A member likes a track, then takes that back."""

    def calls() -> Iterator[bytes]:
        while True:
            path, token = f"/api/v1/tracks/{chance.choice(library.tracks)}/like", chance.choice(library.tokens)
            yield http("PUT", path, token=token)
            yield http("DELETE", path, token=token)

    return calls().__next__


def sources(library: Library, chance: random.Random) -> dict[str, Source]:
    """What is asked for, by name."""
    drawn, seeds = latents(chance), itertools.count()
    return {
        "decode": decodes(chance),
        "decode (v1)": lambda: http("POST", "/api/v1/decode", {"latents": [next(drawn)]}),
        "generate": lambda: http("POST", "/api/v1/generate", {"count": 1, "seed": next(seeds)}),
        "home": lambda: http("GET", "/"),
        "feed": lambda: http("GET", "/api/v1/tracks?sort=hot"),
        "feed page": lambda: http("GET", "/discover"),
        "playlist": lambda: http("GET", f"/api/v1/playlists/{library.playlist}"),
        "playlist page": lambda: http("GET", f"/playlists/{library.playlist}"),
        "like": likes(chance, library),
    }


def measured(server: Server, name: str, source: Source, clients: int, seconds: float) -> Answers:
    """After warming up. Prints its line of the table."""
    closed_loop(server.port, source, clients, WARM_UP)
    answers = closed_loop(server.port, source, clients, seconds)
    others = {status: count for status, count in sorted(answers.statuses.items()) if not 200 <= status < 300}
    times = "".join(f"{answers.percentile(share):9.1f}" for share in (0.5, 0.95, 0.99))
    print(f"{name:24}{clients:8}{answers.a_second:10.1f}{times}  {others or ''}", flush=True)
    return answers


def measure_site(stack: str, only: list[str] | None, seconds: float) -> dict[int, float]:
    """Prints all rows; answers ``decode``'s throughput by the number of clients."""
    with site(stack) as (server, library):
        asked = sources(library, random.Random(1))
        print(f"\nlofi on {'PostgreSQL' if 'postgres' in server.environment['DATABASE_URL'] else 'SQLite'}\n{HEAD}")
        rows = {
            (name, clients): measured(server, name, source, clients, seconds).a_second
            for name, source in asked.items()
            if not only or name in only
            for clients in CLIENTS
        }
    return {clients: rate for (name, clients), rate in rows.items() if name == "decode"}


def measure_flask(threads: int, seconds: float) -> dict[int, float]:
    """The same of the baseline."""
    with flask(threads) as server:
        print(f"\nFlask around the baseline, threads of torch: {threads or 'its own choice'}\n{HEAD}")
        source = decodes(random.Random(1))
        return {clients: measured(server, "decode", source, clients, seconds).a_second for clients in CLIENTS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stack", choices=("production", "sqlite"), default="production")
    parser.add_argument("--only", nargs="*", help="names of rows; the baseline runs with one thread alone")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each row")
    told = parser.parse_args()
    theirs = [measure_flask(threads, told.seconds) for threads in ((1,) if told.only else (0, 1))]
    ours = measure_site(told.stack, [*told.only, "decode"] if told.only else None, told.seconds)
    best = {clients: max(each[clients] for each in theirs) for clients in CLIENTS}
    ratios = {clients: ours[clients] / best[clients] for clients in CLIENTS}
    for clients, ratio in ratios.items():
        print(f"decode, {clients} clients: {ours[clients]:.1f} against {best[clients]:.1f} a second, {ratio:.1f}x")
    print(f"the greatest of each: {max(ours.values()) / max(best.values()):.1f}x")
    return int(min(ratio for clients, ratio in ratios.items() if clients > 1) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
