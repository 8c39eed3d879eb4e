from __future__ import annotations

import json

import numpy as np
import pytest

from accounts import deletion, exports
from accounts.models import User
from generator import tracks
from generator.taste import nudges, owning
from generator.taste.models import Nudge, Taste
from tests import library


@pytest.fixture
def told(alice: User, bob: User) -> list[Nudge]:
    """Bob said something of a track of Alice's and of a take, reset before, and shares his taste."""
    owning.reset(member=bob)
    owning.share(member=bob)
    track = library.track(alice, "Rain", "public")
    of_track = nudges.nudge(member=bob, direction="less", latent=nudges.place_of(track), track=track)[0]
    return [of_track, nudges.nudge(member=bob, direction="more", latent=np.ones(100))[0]]


def test_export_holds_what_was_said_and_shared(bob: User, told: list[Nudge]) -> None:
    own = exports.contents(user=bob)["taste"]
    taste = Taste.objects.get(user=bob)
    assert (own["since"], own["key"], own["shared"]) == (taste.since, taste.key, taste.shared)
    rows = [(row["direction"], row["title"], row["latent"], row["track"]) for row in own["nudges"]]
    track = told[0].track
    assert track
    assert rows == [
        ("less", "Rain", [0.0] * 100, track.public_id),
        ("more", told[1].title, [1.0] * 100, None),
    ]
    assert json.dumps(own, default=str)


def test_who_leaves_takes_all_of_it_along(alice: User, bob: User, told: list[Nudge]) -> None:
    nudges.nudge(member=alice, direction="more", latent=np.ones(100))
    deletion.delete(user=bob, keep_public=True)
    assert (Taste.objects.count(), list(Nudge.objects.values_list("user__username", flat=True))) == (0, ["alice"])


def test_what_was_said_of_a_track_outlives_it_without_its_title(told: list[Nudge]) -> None:
    track = told[0].track
    assert track
    tracks.change(track=track, visibility="private")
    told[0].refresh_from_db()
    assert (told[0].heard, told[0].seen_track) == ("a track that is gone", None)
    tracks.delete(track=track)
    told[0].refresh_from_db()
    assert (told[0].heard, told[0].track) == ("a track that is gone", None)
