"""What time brings: sanctions end by themselves, and what was deleted goes when nobody can appeal any more."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils import timezone

from accounts.models import AuditEntry, User
from generator.models import Track
from playlists.moderation import appeals, sweeping
from playlists.moderation.models import Act, Decision
from tests import library
from tests.playlists.moderation import staff


def later(**span: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**span))


def test_suspension_ends_when_it_is_over(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "A", "public")
    staff.decided(alice, Act.SUSPEND, by=mara, reporter=bob, days=7)
    with later(days=6.9):
        assert sweeping.end_sanctions(timezone.now()) == 0
    with later(days=7.1):
        assert sweeping.end_sanctions(timezone.now()) == 1
        assert sweeping.end_sanctions(timezone.now()) == 0
    found = User.objects.get(pk=alice.pk)
    assert (found.suspended_until, Track.objects.get(pk=track.pk).visibility) == (None, "public")


def test_silence_ends_when_it_is_over(alice: User, bob: User, mara: User) -> None:
    staff.decided(alice, Act.SILENCE, by=mara, reporter=bob, days=1)
    with later(days=1.1):
        assert not User.objects.get(pk=alice.pk).is_silenced
        sweeping.end_sanctions(timezone.now())
    assert User.objects.get(pk=alice.pk).silenced_until is None


def test_deleted_thing_goes_after_its_days(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "A", "public")
    staff.decided(track, Act.DELETE, by=mara, reporter=bob)
    with later(days=29.9):
        assert sweeping.delete_for_good(timezone.now()) == 0
    with later(days=30.1):
        assert sweeping.delete_for_good(timezone.now()) == 1
        assert sweeping.delete_for_good(timezone.now()) == 0
    assert not Track.objects.filter(pk=track.pk).exists()
    assert AuditEntry.objects.filter(actor_id=None).values_list("action", "title").get() == ("case.expire", "A")


def test_unanswered_appeal_keeps_it(alice: User, bob: User, mara: User, noor: User) -> None:
    track = library.track(alice, "A", "public")
    said = appeals.appeal(decision=staff.decided(track, Act.DELETE, by=mara, reporter=bob), words="No.")
    with later(days=31):
        assert sweeping.delete_for_good(timezone.now()) == 0
        appeals.answer(appeal=said, moderator=noor, granted=False, answer="")
        assert sweeping.delete_for_good(timezone.now()) == 1


def test_account_suspended_for_good_is_deleted_with_all_that_was_public(alice: User, bob: User, mara: User) -> None:
    library.track(alice, "A", "public")
    staff.decided(alice, Act.SUSPEND, by=mara, reporter=bob, days=0)
    with later(days=30.1):
        assert sweeping.delete_for_good(timezone.now()) == 1
    assert (User.objects.filter(username="alice").exists(), Track.objects.exists()) == (False, False)
    assert Decision.objects.get().subject is None
