"""The part of the settings that is about playlists."""

from __future__ import annotations

from environs import Env, validate

env = Env()

MAX_PLAYLISTS = env.int("MAX_PLAYLISTS", 200)
MAX_PLAYLIST_TRACKS = env.int("MAX_PLAYLIST_TRACKS", 200)
MAX_RULE_TRACKS = env.int("MAX_RULE_TRACKS", 100)
MAX_DESCRIPTION_CHARACTERS = env.int("MAX_DESCRIPTION_CHARACTERS", 1000)
MAX_EDITORS = env.int("MAX_EDITORS", 20)
INVITATION_DAYS = env.int("INVITATION_DAYS", 7)
MAX_FEATURES = env.int("MAX_FEATURES", 12)
MAX_FEATURE_DAYS = env.int("MAX_FEATURE_DAYS", 366)

COMMUNITY_TOP_WEEKDAY = env.int("COMMUNITY_TOP_WEEKDAY", 1, validate=validate.Range(1, 7))
COMMUNITY_TOP_HOUR = env.int("COMMUNITY_TOP_HOUR", 6, validate=validate.Range(0, 23))
COMMUNITY_TOP_TRACKS = env.int("COMMUNITY_TOP_TRACKS", 20)
COMMUNITY_TOP_MIN = env.int("COMMUNITY_TOP_MIN", 5)
COMMUNITY_TOP_PER_MAKER = env.int("COMMUNITY_TOP_PER_MAKER", 2)
