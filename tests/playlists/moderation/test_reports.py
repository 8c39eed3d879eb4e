"""Reports: one a member and thing, of what they can see, kept without a name when they leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import deletion, profiles, sanctions
from accounts.models import User
from playlists import editing
from playlists.moderation import appeals, holding
from playlists.moderation.models import Act, Case, Report
from tests import library
from tests.accounts.people import as_user, member
from tests.playlists.moderation import staff


def say(user: User, **body: Any) -> Any:
    client = APIClient()
    client.force_login(user)
    return client.post("/api/v1/reports", {"reason": "spam", **body})


def test_report_is_kept_once_with_the_last_word(alice: User, bob: User) -> None:
    track = library.track(alice, "A", "public")
    first = say(bob, track=track.public_id)
    again = say(bob, track=track.public_id, reason="abuse", details="Look at the title")
    assert (first.status_code, again.status_code) == (201, 200)
    told = Report.objects.get()
    assert (told.reporter, told.case.target, told.case.subject, told.reason, told.details) == (
        bob, track.public_id, alice, "abuse", "Look at the title",
    )  # fmt: skip
    assert again.json() | {"created": None} == {
        "kind": "track", "id": track.public_id, "title": "A", "reason": "abuse", "details": "Look at the title",
        "outcome": "open", "created": None,
    }  # fmt: skip


def test_reports_of_one_thing_join_one_case(alice: User, bob: User) -> None:
    track = library.track(alice, "A", "public")
    answers = [say(reporter, track=track.public_id).status_code for reporter in (bob, member("dora"))]
    case = Case.objects.get()
    assert (answers, case.reports.count(), case.weight) == ([201, 201], 2, 1.0)


def test_report_keeps_what_it_was_like(alice: User, bob: User) -> None:
    made = library.playlist(alice, "Rude words", library.track(alice, "One", "public"), visibility="public")
    say(bob, playlist=made.public_id)
    editing.change(playlist=made, title="Innocent")
    assert Report.objects.get().frozen == {
        "title": "Rude words", "visibility": "public", "owner": "alice", "description": "", "tracks": ["One"],
    }  # fmt: skip


def test_profile_is_reported_by_name(alice: User, bob: User) -> None:
    profiles.update(user=alice, about="Rude words")
    answer = say(bob, member="alice")
    assert (answer.status_code, answer.json()["kind"], answer.json()["title"]) == (201, "member", "@alice")
    assert Report.objects.get().frozen == {"name": "alice", "display_name": "", "about": "Rude words"}
    assert say(bob, member="bob").json() == {"member": ["This is you."]}
    assert say(bob, member="nobody").json() == {"member": ["There is no such member."]}


def test_reporter_sees_what_became_of_it(alice: User, bob: User, mara: User) -> None:
    tracks = [library.track(alice, name, "public") for name in "ABC"]
    staff.decided(tracks[0], Act.DISMISS, by=mara, reporter=bob)
    staff.decided(tracks[1], Act.WARN, by=mara, reporter=bob)
    staff.case(tracks[2], reporter=bob)
    told = as_user(bob).get("/api/v1/me/reports").json()["results"]
    assert [(row["title"], row["outcome"]) for row in told] == [("C", "open"), ("B", "upheld"), ("A", "dismissed")]


def test_reporter_learns_that_an_appeal_was_granted(alice: User, bob: User, mara: User, noor: User) -> None:
    made = staff.decided(library.track(alice, "A", "public"), Act.HIDE, by=mara, reporter=bob)
    appeals.answer(appeal=appeals.appeal(decision=made, words="No."), moderator=noor, granted=True, answer="")
    assert [row["outcome"] for row in as_user(bob).get("/api/v1/me/reports").json()["results"]] == ["dismissed"]


def test_credible_reporters_weigh_more(alice: User, bob: User, mara: User) -> None:
    dora = member("dora")
    staff.decided(library.track(alice, "A", "public"), Act.WARN, by=mara, reporter=bob)
    staff.decided(library.track(alice, "B", "public"), Act.DISMISS, by=mara, reporter=dora)
    last = [staff.case(library.track(alice, name, "public"), reporter=by) for name, by in (("C", bob), ("D", dora))]
    assert [round(case.weight, 3) for case in last] == [0.667, 0.333]


def test_silenced_member_reports_nothing(alice: User, bob: User) -> None:
    sanctions.silence(user=bob, until=timezone.now() + timedelta(days=1))
    answer = say(bob, track=library.track(alice, "A", "public").public_id)
    assert (answer.status_code, Report.objects.count()) == (403, 0)


def test_playlist_and_track_are_reported_apart(alice: User, bob: User) -> None:
    track = library.track(alice, "A", "public")
    made = library.playlist(alice, "Mine", track, visibility="unlisted")
    assert [say(bob, track=track.public_id).status_code, say(bob, playlist=made.public_id).status_code] == [201, 201]
    assert Report.objects.count() == 2


def test_what_one_can_not_see_can_not_be_reported(alice: User, bob: User) -> None:
    track, made = library.track(alice), library.playlist(alice, "Mine")
    hidden = [say(bob, track=track.public_id), say(bob, playlist=made.public_id), say(bob, track="23456789ABC")]
    assert [answer.status_code for answer in hidden] == [400, 400, 400]
    assert hidden[0].json() == hidden[2].json() == {"track": ["There is no such track."]}
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "track"),
        ({"track": "23456789ABC", "playlist": "23456789ABC"}, "track"),
        ({"track": 3}, "track"),
        ({"track": "23456789ABC", "reason": "ugly"}, "reason"),
        ({"track": "23456789ABC", "details": "x" * 1001}, "details"),
        ({"track": "23456789ABC", "details": "\x00"}, "details"),
        ({"track": "23456789ABC", "reporter": "alice"}, "reporter"),
    ],
)
def test_broken_report_names_the_field(bob: User, body: Any, field: str) -> None:
    answer = say(bob, **body)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_reports_go_along_and_stay_without_a_name(alice: User, bob: User) -> None:
    track = library.track(alice, "A", "public")
    say(bob, track=track.public_id, details="I am bob")
    (told,) = holding.export(bob)["reports"]
    assert (told["track"], told["reason"], told["details"], told["outcome"]) == (
        track.public_id, "spam", "I am bob", "open",
    )  # fmt: skip
    deletion.delete(user=bob, keep_public=True)
    assert list(Report.objects.values_list("reporter", "case__target", "reason", "details")) == [
        (None, track.public_id, "spam", "")
    ]
