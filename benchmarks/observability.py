"""What watching costs a request: the site's WSGI application with and without its two middlewares, in turn, in one run.

Each round asks for the same page many times, as gunicorn would, with metrics of several processes (files in memory that
processes share) and JSON lines that are written and thrown away. Prints the medians of a request and, last, what the
middlewares add. Run: ``python -m benchmarks.observability``.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lofi_site.settings")
os.environ["LOG_FORMAT"] = "json"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp()

import django

django.setup()

import logging  # noqa: E402

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

ROUNDS = 15
REQUESTS = 200
PATH = "/sw.js"
"""A page that asks no database: what is added to it is what is added to all."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(*, watched: bool) -> WSGIHandler:
    left = [name for name in settings.MIDDLEWARE if watched or "observability" not in name]
    with override_settings(MIDDLEWARE=left):
        return WSGIHandler()


def environ() -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }


def milliseconds(serve: Application) -> float:
    """Wall time of a request, on average over ``REQUESTS``."""
    start = time.perf_counter()
    for _ in range(REQUESTS):
        response = serve(environ(), lambda *_: None)
        response.close()  # type: ignore[attr-defined]
    return (time.perf_counter() - start) / REQUESTS * 1000


def main() -> None:
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        logging.getLogger().handlers[0].setStream(nowhere)  # type: ignore[attr-defined]
        compare()


def compare() -> None:
    plain, watched = application(watched=False), application(watched=True)
    rounds = [(milliseconds(plain), milliseconds(watched)) for _ in range(ROUNDS + 1)][1:]
    without, with_it = (median(column) for column in zip(*rounds, strict=True))
    print(f"{ROUNDS} rounds of {REQUESTS} requests, medians of a request")
    print(f"without   {without:8.3f} ms")
    print(f"watched   {with_it:8.3f} ms")
    print(f"added     {median(b - a for a, b in rounds):8.3f} ms")


if __name__ == "__main__":
    main()
