"""The page of one track: to whom, and what it says."""

from __future__ import annotations

import pytest

from generator import likes, services, tracks
from generator.models import Origin, Parent, Track, Visibility
from generator.tracks import NewTrack
from generator.vae.sample import Constraints
from generator.words import shares
from tests import library
from tests.playlists.pages import Cast, cards, elements, make_cast, queries

pytestmark = pytest.mark.django_db
LONG = "A title as long as titles may be, which somebody wrote at night, and it wraps up"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def path(track: Track) -> str:
    return f"/tracks/{track.public_id}"


def cross(child: Track, *parents: tuple[Track | None, float]) -> None:
    Track.objects.filter(pk=child.pk).update(origin=Origin.BLEND)
    for i, (parent, weight) in enumerate(parents):
        Parent.objects.create(child=child, parent=parent, position=i, weight=weight)


@pytest.mark.parametrize(
    ("see", "expected"), [("public", [200, 200, 200]), ("unlisted", [200, 200, 200]), ("private", [200, 404, 404])]
)
def test_page_is_for_whom_the_track_is(cast: Cast, see: str, expected: list[int]) -> None:
    assert cast.statuses(path(library.track(cast.alice, visibility=see))) == expected


def test_private_and_unknown_are_the_same_answer(cast: Cast) -> None:
    hidden = cast.clients["charlie"].get(path(library.track(cast.alice)))
    nothing = cast.clients["charlie"].get("/tracks/23456789ABC")
    assert (hidden.status_code, hidden.text) == (404, nothing.text)


def test_page_takes_no_writes(cast: Cast) -> None:
    assert cast.clients["alice"].post(path(library.track(cast.alice))).status_code == 405


def test_page_says_key_tempo_mood_model_and_chords(cast: Cast) -> None:
    track = library.track(cast.alice, "Rain", "public")
    text = cast.text("charlie", path(track))
    assert "D dorian · 75 BPM · mellow" in text
    assert f"Written by model {track.model_version.version}." in text
    names = [part.split("</span>")[0] for part in text.split('<span class="chord-name">')[1:]]
    assert names == ["Dm", "G", "Am", "Dm"]


def test_title_is_text(cast: Cast) -> None:
    text = cast.text("charlie", path(library.track(cast.alice, "<b>Rain</b>", "public")))
    assert ("<b>Rain" in text, "&lt;b&gt;Rain&lt;/b&gt;</h1>" in text) == (False, True)


def test_long_title_is_whole(cast: Cast) -> None:
    assert f"<h1>{LONG}</h1>" in cast.text("charlie", path(library.track(cast.alice, LONG, "public")))


def test_maker_who_hides_is_not_named(cast: Cast) -> None:
    track = library.track(cast.alice, visibility="public")
    cast.alice.profile_seen_by = "nobody"
    cast.alice.save()
    named = ["/@alice" in cast.text(name, path(track)).split("<main")[1] for name in cast.clients]
    assert named == [True, False, False]


def test_owner_alone_may_edit_and_delete_and_others_report(cast: Cast) -> None:
    track = library.track(cast.alice, visibility="public")
    found = []
    for name in cast.clients:
        text = cast.text(name, path(track))
        found.append([len(elements(text, f"lofi-{act}")) for act in ("edit", "delete", "report")])
    assert found == [[1, 1, 0], [0, 0, 1], [0, 0, 1]]


def test_heart_shows_what_the_viewer_said(cast: Cast) -> None:
    track = library.track(cast.alice, visibility="public")
    likes.like(user=cast.bob, track=track)
    hearts = [elements(cast.text(name, path(track)), "lofi-like")[0] for name in cast.clients]
    assert ["data-liked" in heart for heart in hearts] == [False, True, False]
    assert all('data-count="1"' in heart for heart in hearts)


def test_lineage_tells_shares_and_credits_both(cast: Cast) -> None:
    one, other = library.track(cast.alice, "One", "public"), library.track(cast.bob, "Other", "public")
    child = library.track(cast.bob, "Child", "public")
    cross(child, (one, 0.6), (other, 0.4))
    text = " ".join(cast.text("charlie", path(child)).split("<main")[1].split())
    by = [f'by <a class="maker" href="/@{name}"><bdi>{name}</bdi></a>' for name in ("alice", "bob")]
    assert f'A blend of 60 % <a href="{path(one)}">One</a> {by[0]}' in text
    assert f'and 40 % <a href="{path(other)}">Other</a> {by[1]}' in text
    assert f'<a href="{path(child)}">Child</a>' in cast.text("charlie", path(one))


def test_parents_that_are_hidden_or_gone_are_told_quietly(cast: Cast) -> None:
    hidden, child = library.track(cast.alice, "Secret"), library.track(cast.bob, "Child", "public")
    cross(child, (hidden, 1), (None, 1))
    text = cast.text("charlie", path(child))
    assert ("Secret" in text, hidden.public_id in text) == (False, False)
    assert ("A track that is not public" in text, "A track that is gone" in text) == (True, True)


def test_similar_tracks_are_shown_without_what_is_hidden(cast: Cast) -> None:
    track = library.track(cast.alice, "Mine", "public")
    near, hidden = services.generate(count=2, seed=1, constraints=Constraints())
    tracks.store(creator=cast.bob, tracks=[NewTrack(near, "Near"), NewTrack(hidden, "Hidden")])
    tracks.change(track=Track.objects.get(title="Near"), visibility="public")
    assert cards(cast.text("charlie", path(track))) == ["Near"]


def test_page_costs_the_same_whatever_is_near(cast: Cast) -> None:
    track = library.track(cast.alice, "Mine", "public")
    cost = {}
    for many in (1, 30):
        for _ in range(many):
            library.track(cast.bob, "Near", "public")
        cost[many] = queries(cast.clients["bob"], path(track))
    assert cost[1] == cost[30]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [([1], [100]), ([0.6, 0.4], [60, 40]), ([1, 1, 1], [34, 33, 33]), ([2, 1], [67, 33]), ([0, 0], [0, 0])],
)
def test_shares_add_up(weights: list[float], expected: list[int]) -> None:
    assert shares(weights) == expected


def test_visibility_is_told(cast: Cast) -> None:
    told = {see: f"· {Visibility(see).label}" for see in ("unlisted", "private")}
    for see, words in told.items():
        assert words in cast.text("alice", path(library.track(cast.alice, visibility=see)))
