"""The pages of one playlist: to whom, what they hold, and who may change them."""

from __future__ import annotations

import pytest

from playlists import editing, editors, votes
from playlists.models import Playlist, PlaylistEditor
from tests import library
from tests.playlists.pages import Cast, elements, entries, make_cast, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def path(playlist: Playlist) -> str:
    return f"/playlists/{playlist.public_id}"


@pytest.mark.parametrize(
    ("see", "expected"), [("public", [200, 200, 200]), ("unlisted", [200, 200, 200]), ("private", [200, 404, 404])]
)
def test_page_is_for_whom_the_playlist_is(cast: Cast, see: str, expected: list[int]) -> None:
    assert cast.statuses(path(library.playlist(cast.alice, "Mine", visibility=see))) == expected


def test_editor_of_a_private_list_sees_it(cast: Cast) -> None:
    made = library.playlist(cast.alice, "Mine")
    PlaylistEditor.objects.create(playlist=made, user=cast.bob)
    assert cast.statuses(path(made)) == [200, 200, 404]


def test_tracks_are_in_order_and_private_ones_their_owners_alone(cast: Cast) -> None:
    shown, hidden = library.track(cast.alice, "Shown", "public"), library.track(cast.alice, "Hidden")
    made = library.playlist(cast.alice, "Mine", hidden, shown, visibility="public")
    found = [entries(cast.text(name, path(made))) for name in cast.clients]
    assert found == [["Hidden", "Shown"], ["Shown"], ["Shown"]]


@pytest.mark.parametrize(
    ("who", "words"),
    [("alice", "Nothing in it yet. <a"), ("charlie", "Nothing in it yet.</p>")],
)
def test_empty_list_says_what_to_do(cast: Cast, who: str, words: str) -> None:
    text = cast.text(who, path(library.playlist(cast.alice, "Mine", visibility="public")))
    assert (words in text, elements(text, "lofi-play")) == (True, [])


def test_order_is_for_those_who_edit(cast: Cast) -> None:
    made = library.playlist(cast.alice, "Mine", library.track(cast.alice, visibility="public"), visibility="public")
    before = [len(elements(cast.text(name, path(made)), "lofi-order")) for name in cast.clients]
    PlaylistEditor.objects.create(playlist=made, user=cast.bob)
    after = [len(elements(cast.text(name, path(made)), "lofi-order")) for name in cast.clients]
    assert (before, after) == ([1, 0, 0], [1, 1, 0])


def test_owner_alone_edits_invites_and_deletes(cast: Cast) -> None:
    made = library.playlist(cast.alice, "Mine", visibility="public")
    PlaylistEditor.objects.create(playlist=made, user=cast.bob)
    found = []
    for name in cast.clients:
        text = cast.text(name, path(made))
        found.append([len(elements(text, f"lofi-{act}")) for act in ("edit", "invite", "delete", "report", "editor")])
    assert found == [[1, 1, 1, 0, 1], [0, 0, 0, 1, 1], [0, 0, 0, 1, 0]]


def test_vote_and_follow_show_what_the_viewer_said(cast: Cast) -> None:
    made = library.playlist(cast.alice, "Mine", visibility="public")
    votes.vote(user=cast.bob, playlist=made, value=-1)
    votes.follow(user=cast.bob, playlist=made, following=True)
    told = [elements(cast.text(name, path(made)), "lofi-vote")[0] for name in ("bob", "charlie")]
    assert ['data-vote="-1"' in told[0], 'data-vote="0"' in told[1]] == [True, True]
    assert ['data-downs="1"' in one for one in told] == [True, True]
    follows = [elements(cast.text(name, path(made)), "lofi-follow")[0] for name in ("bob", "charlie")]
    assert ["data-following" in one for one in follows] == [True, False]


def test_fork_credits_its_source_unless_that_is_hidden(cast: Cast) -> None:
    source = library.playlist(cast.alice, "Source", library.track(cast.alice, visibility="public"), visibility="public")
    copy = editing.fork(playlist=source, user=cast.bob)
    assert f'Made from <a href="{path(source)}">Source</a>' in cast.text("bob", path(copy))
    Playlist.objects.filter(pk=source.pk).update(visibility="private")
    text = cast.text("bob", path(copy))
    assert (source.public_id in text, "Made from a playlist that is not public." in text) == (False, True)


def test_description_is_text(cast: Cast) -> None:
    made = editing.create(owner=cast.alice, title="<i>T</i>", description="<b>x</b>\ny", visibility="public")
    text = cast.text("charlie", path(made))
    assert ("<b>x" in text, "<i>T" in text, "&lt;b&gt;x&lt;/b&gt;<br>y" in text) == (False, False, True)


def test_page_costs_the_same_whatever_it_holds(cast: Cast) -> None:
    cost = {}
    for many in (1, 30):
        tracks = [library.track(cast.alice, f"T{i}", "public") for i in range(many)]
        cost[many] = queries(cast.clients["bob"], path(library.playlist(cast.alice, "L", *tracks, visibility="public")))
    assert cost[1] == cost[30]


class TestJoin:
    def test_looking_changes_nothing_and_joining_makes_an_editor(self, cast: Cast) -> None:
        made = library.playlist(cast.alice, "Mine")
        key = editors.invite(playlist=made)[1]
        asked = cast.text("bob", f"{path(made)}/join/{key}")
        assert ("Edit Mine together?" in asked, editors.named(made)) == (True, [])
        answer = cast.clients["bob"].post(f"{path(made)}/join/{key}")
        assert (answer.status_code, answer["Location"], editors.named(made)) == (302, path(made), ["bob"])

    def test_visitor_logs_in_first(self, cast: Cast) -> None:
        made = library.playlist(cast.alice, "Mine")
        link = f"{path(made)}/join/{editors.invite(playlist=made)[1]}"
        answer = cast.clients["charlie"].get(link)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={link}")

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_dead_link_tells_nothing(self, cast: Cast, method: str) -> None:
        made = library.playlist(cast.alice, "Mine")
        key = editors.invite(playlist=made)[1]
        editors.withdraw(playlist=made)
        answer = getattr(cast.clients["bob"], method)(f"{path(made)}/join/{key}")
        assert (answer.status_code, "Mine" in answer.text, "opens nothing" in answer.text) == (404, False, True)


@pytest.mark.parametrize("kind", ["plain", "smart", "import", "nonsense"])
def test_form_for_each_kind_of_playlist(cast: Cast, kind: str) -> None:
    text = cast.text("alice", f"/playlists/new?kind={kind}")
    shown = "plain" if kind == "nonsense" else kind
    assert [f'data-kind="{shown}"' in text, 'name="limit"' in text, 'name="file"' in text] == [
        True,
        kind == "smart",
        kind == "import",
    ]
