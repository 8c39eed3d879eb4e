"""What is hidden is hidden everywhere at once: all addresses are read by those who may not see it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from playlists.moderation import decisions
from playlists.moderation.models import Act, Decision
from tests.accounts.people import member
from tests.playlists.moderation import staff
from tests.playlists.moderation.world import World, build, shows

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("no_limits")]
WAYS = {
    "a hidden track": (("track", Act.HIDE, {}),),
    "a deleted track": (("track", Act.DELETE, {}),),
    "a hidden playlist": (("playlist", Act.HIDE, {}),),
    "a hidden profile": (("member", Act.HIDE, {}),),
    "both hidden": (("track", Act.HIDE, {}), ("playlist", Act.DELETE, {})),
    "a suspended member": (("member", Act.SUSPEND, {"days": 7}),),
    "one suspended for good": (("member", Act.SUSPEND, {"days": 0}),),
}


DRAWN = {"/api/v1/radio"}
"""What draws anew each time may show it, or not."""


def gone(way: str) -> list[str]:
    """Of which things nothing must be left."""
    about = [kind for kind, act, _ in WAYS[way] if act != Act.SUSPEND]
    return about or ["track", "playlist", "member"]


def take_away(world: World, way: str, moderator: User, reporter: User) -> list[Decision]:
    things = {"track": world.track, "playlist": world.playlist, "member": world.owner}
    return [
        staff.decided(things[kind], act, by=moderator, reporter=reporter, **fields) for kind, act, fields in WAYS[way]
    ]


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(
    way=st.sampled_from(sorted(WAYS)),
    who=st.sampled_from(["visitor", "bob", "dora"]),
    see=st.sampled_from(["public", "unlisted"]),
)
def test_hidden_thing_is_shown_by_no_address_and_by_the_same_as_before_when_that_is_undone(
    way: str, who: str, see: str
) -> None:
    with transaction.atomic():
        world, mara = build(see=see), staff.moderator()
        viewer, marks = world.viewer(who), world.marks(*gone(way))
        before = shows(world, viewer, *marks)
        made = take_away(world, way, mara, member("nadia"))
        assert shows(world, viewer, *marks) == {mark: set() for mark in marks}
        for decision in made:
            decisions.undo(decision=decision, moderator=mara)
        after = shows(world, viewer, *marks)
        changed = {mark: (after[mark] ^ before[mark]) - DRAWN for mark in marks}
        assert changed == {mark: set() for mark in marks}
        transaction.set_rollback(True)


def test_many_addresses_would_show_it() -> None:
    """Else the test above could not fail."""
    world = build(see="public")
    found = shows(world, AnonymousUser(), *world.marks("track", "playlist", "member"))
    assert {mark: places for mark, places in found.items() if len(places) < 10} == {}


def test_owner_goes_on_seeing_what_is_hidden(bob: User) -> None:
    User.objects.all().delete()
    world = build(see="public")
    take_away(world, "both hidden", staff.moderator(), member("nadia"))
    found = shows(world, world.owner, world.track.public_id, world.playlist.public_id)
    assert {mark: places for mark, places in found.items() if len(places) <= 3} == {}
