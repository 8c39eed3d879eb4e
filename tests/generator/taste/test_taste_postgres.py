"""Nudges, links and resets on a real PostgreSQL, by one member in many places."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from django.conf import LazySettings

from accounts import deletion
from generator.taste import nudges, owning
from generator.taste.models import Nudge, Taste
from tests.accounts.people import member
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)

PLACES = 24
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("postgres")]


def test_one_place_is_one_nudge_however_often_it_is_said() -> None:
    alice = member("alice")
    say = partial(nudges.nudge, member=alice, latent=np.ones(100))
    said = at_once(*(partial(say, direction="more" if i % 2 else "less") for i in range(PLACES)))
    assert (Nudge.objects.count(), sum(is_new for _, is_new in said)) == (1, 1)


def test_no_more_are_kept_than_may_be(settings: LazySettings) -> None:
    settings.MAX_NUDGES = 5
    alice = member("alice")
    latents = [np.full(100, i / 10) for i in range(PLACES)]
    at_once(*(partial(nudges.nudge, member=alice, direction="more", latent=latent) for latent in latents))
    assert Nudge.objects.count() == 5


def test_one_row_holds_the_last_link_and_reset() -> None:
    alice = member("alice")
    acts = [owning.share, owning.reset] * (PLACES // 2)
    at_once(*(partial(act, member=alice) for act in acts))
    taste = Taste.objects.get()
    assert (taste.user_id, bool(taste.key), bool(taste.since)) == (alice.pk, True, True)


def test_who_leaves_while_they_speak_leaves_nothing() -> None:
    alice = member("alice")

    def say(i: int) -> None:
        try:
            nudges.nudge(member=alice, direction="more", latent=np.full(100, i / 10))
            owning.share(member=alice)
        except type(alice).DoesNotExist:
            pass  # they were faster

    at_once(*(partial(say, i) for i in range(8)), partial(deletion.delete, user=alice, keep_public=True))
    assert (Nudge.objects.count(), Taste.objects.count()) == (0, 0)
