"""Appeals: once, in time, in one's own words, and answered by another moderator."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import AuditEntry, User
from generator.models import Track
from playlists.moderation import appeals, decisions
from playlists.moderation.cases import Taken
from playlists.moderation.models import Act, Appeal, Case, Decision
from tests import library
from tests.playlists.moderation import staff


@pytest.fixture
def track(alice: User) -> Track:
    return library.track(alice, "A", "public")


@pytest.fixture
def decision(track: Track, bob: User, mara: User) -> Decision:
    return staff.decided(track, Act.HIDE, by=mara, reporter=bob)


def seen(track: Track) -> str:
    return Track.objects.values_list("visibility", flat=True).get(pk=track.pk)


def test_granted_appeal_puts_things_back_and_closes_the_case(
    track: Track, decision: Decision, mara: User, noor: User
) -> None:
    said = appeals.appeal(decision=decision, words="  It is a bird's name.  ")
    assert (said.words, list(appeals.waiting())) == ("It is a bird's name.", [said])
    appeals.answer(appeal=said, moderator=noor, granted=True, answer="So it is.")
    assert (seen(track), list(appeals.waiting())) == ("public", [])
    assert Case.objects.get().closed is not None
    assert [letter.subject for letter in mail.outbox[1:]] == [
        "A decision about you was taken back",
        "Your appeal was granted",
    ]
    assert "So it is." in mail.outbox[-1].body


def test_rejected_appeal_leaves_things_as_they_are(track: Track, decision: Decision, noor: User) -> None:
    said = appeals.appeal(decision=decision, words="No.")
    appeals.answer(appeal=said, moderator=noor, granted=False, answer="")
    assert (seen(track), mail.outbox[-1].subject) == ("hidden", "Your appeal was not granted")
    assert AuditEntry.objects.filter(actor="noor").values_list("action", "title").get() == ("appeal.reject", "A")


def test_appeal_is_made_once(decision: Decision) -> None:
    appeals.appeal(decision=decision, words="No.")
    with pytest.raises(ValidationError, match="once, within 20 days"):
        appeals.appeal(decision=decision, words="And again.")


@pytest.mark.parametrize(("days", "may"), [(19.9, True), (20.1, False)])
def test_appeal_is_made_in_time(decision: Decision, days: float, may: bool) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert appeals.may_appeal(decision) is may


def test_what_was_undone_or_concerns_nobody_is_not_appealed(
    alice: User, bob: User, mara: User, decision: Decision
) -> None:
    undone = decisions.undo(decision=decision, moderator=mara)
    dismissed = staff.decided(library.track(alice, "B", "public"), Act.DISMISS, by=mara, reporter=bob)
    assert [appeals.may_appeal(each) for each in (undone, dismissed)] == [False, False]


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_words_have_bounds(decision: Decision, words: str) -> None:
    with pytest.raises(ValidationError, match="1 to 2000 characters") as refused:
        appeals.appeal(decision=decision, words=words)
    assert (list(refused.value.message_dict), Appeal.objects.count()) == (["words"], 0)


def test_first_moderator_and_the_person_concerned_do_not_answer(decision: Decision, mara: User, alice: User) -> None:
    said = appeals.appeal(decision=decision, words="No.")
    for moderator in (mara, alice):
        with pytest.raises(PermissionDenied):
            appeals.answer(appeal=said, moderator=moderator, granted=True, answer="")
    assert Appeal.objects.get().answered is None


def test_appeal_is_answered_once(decision: Decision, noor: User) -> None:
    said = appeals.appeal(decision=decision, words="No.")
    appeals.answer(appeal=said, moderator=noor, granted=False, answer="")
    with pytest.raises(Taken):
        appeals.answer(appeal=said, moderator=noor, granted=True, answer="")
