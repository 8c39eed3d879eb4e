"""What everybody may read: the rules, and a log without names."""

from __future__ import annotations

from django.test import Client

from accounts.models import User
from playlists.moderation import appeals, decisions
from playlists.moderation.models import Act, Rule
from tests import library
from tests.accounts.people import as_user
from tests.playlists.moderation import staff
from tests.playlists.pages import queries


def test_rules_have_a_paragraph_each(db: None) -> None:
    text = Client().get("/rules").text
    assert [rule for rule in Rule if f'<div id="{rule.value}">' not in text] == []
    assert ("within 20 days" in text, "after 30 days" in text) == (True, True)


def test_log_tells_acts_and_neither_names_nor_titles(alice: User, bob: User, mara: User) -> None:
    staff.decided(library.track(alice, "Rude rain", "public"), Act.HIDE, by=mara, reporter=bob, message="Words")
    staff.decided(alice, Act.SILENCE, by=mara, reporter=bob)
    text = Client().get("/moderation/log").text
    assert [words in text for words in ("Track: <strong>hidden", "Profile: <strong>silenced", "until")] == [True] * 3
    assert [words for words in ("Rude rain", "alice", "bob", "mara", "Words") if words in text] == []


def test_log_tells_what_was_taken_back_and_how(alice: User, bob: User, mara: User, noor: User) -> None:
    undone, appealed = (
        staff.decided(library.track(alice, name, "public"), Act.HIDE, by=mara, reporter=bob) for name in "AB"
    )
    decisions.undo(decision=undone, moderator=mara)
    made = appeals.appeal(decision=appealed, words="No.")
    appeals.answer(appeal=made, moderator=noor, granted=True, answer="")
    text = Client().get("/moderation/log").text
    assert ("Taken back" in text, "Appeal granted" in text) == (True, True)


def test_log_costs_the_same_for_one_and_thirty(alice: User, bob: User, mara: User) -> None:
    costs = []
    for many in (1, 29):
        for i in range(many):
            staff.decided(library.track(alice, f"Rain {i}", "public"), Act.WARN, by=mara, reporter=bob)
        costs.append(queries(Client(), "/moderation/log"))
    assert costs[0] == costs[1]


def test_things_of_others_can_be_reported_from_their_pages(alice: User, bob: User) -> None:
    track = library.track(alice, "A", "public")
    made = library.playlist(alice, "Mine", track, visibility="public")
    pages = {
        f"/tracks/{track.public_id}": f'data-track="{track.public_id}"',
        f"/playlists/{made.public_id}": f'data-playlist="{made.public_id}"',
        "/@alice": 'data-member="alice"',
    }
    for page, attribute in pages.items():
        shown = f"<lofi-report {attribute}"
        assert (shown in as_user(bob).get(page).text, shown in as_user(alice).get(page).text) == (True, False)


def test_room_leads_to_the_rules(default_playlist: object) -> None:
    assert 'href="/rules"' in Client().get("/").text
