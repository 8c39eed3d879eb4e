"""The part of the settings that is about lists: how long they are, and what may be searched for."""

from __future__ import annotations

from environs import Env

env = Env()

PAGE_SIZE = env.int("PAGE_SIZE", 30)
MAX_TRACKS = env.int("MAX_TRACKS", 5000)
MAX_LISTED = env.int("MAX_LISTED", 5000)
MAX_FOUND = env.int("MAX_FOUND", 1000)
MAX_QUERY_CHARACTERS = env.int("MAX_QUERY_CHARACTERS", 100)

POSTGRES_OPTIONS = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
"""Neither compiling a short query nor workers for it pay; disks of today have no arm to move."""
