"""What the model is to learn from: who counts, how much, and what counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from accounts import sanctions
from accounts.models import User
from generator import hiding, likes, registry
from generator.models import Held, Like, Track
from generator.teaching import consent, recording
from generator.teaching.lessons import Lessons, gather, note_taught, waiting
from generator.teaching.models import Signal, Taught, Teaching
from tests.generator.teaching.world import teacher, track


def told(lessons: Lessons) -> dict[int, tuple[float, int]]:
    return {lesson.track: (round(lesson.weight, 6), lesson.listeners) for lesson in lessons.lessons}


@pytest.fixture(autouse=True)
def no_cap(settings: LazySettings) -> None:
    settings.TEACH_SHARE = 1.0


def test_nothing_teaches_nothing(db: None) -> None:
    assert (gather().lessons, gather().listeners, gather().signals, waiting()) == ((), 0, (), 0)


def test_likes_of_two_make_one_lesson(alice: User, tom: User, tess: User) -> None:
    rain = track(alice, 1)
    for user in (tom, tess):
        likes.like(user=user, track=rain)
    found = gather()
    assert told(found) == {rain.pk: (2.0, 2)}
    assert found.lessons[0].score.to_json() == rain.score
    assert (found.listeners, found.signals) == (2, tuple(Signal.objects.order_by("pk").values_list("pk", flat=True)))


def test_like_without_consent_teaches_nothing(alice: User, bob: User, tom: User) -> None:
    rain = track(alice, 1)
    for user in (bob, tom):
        likes.like(user=user, track=rain)
    assert told(gather()) == {rain.pk: (1.0, 1)}


def test_likes_from_before_teach_once_consent_is_given(alice: User, bob: User) -> None:
    rain = track(alice, 1)
    likes.like(user=bob, track=rain)
    assert gather().lessons == ()
    consent.give(user=bob)
    assert told(gather()) == {rain.pk: (1.0, 1)}


def test_withdrawn_consent_leaves_nothing_to_learn(alice: User, tom: User) -> None:
    likes.like(user=tom, track=track(alice, 1))
    consent.refuse(user=tom)
    assert gather().lessons == ()


def test_like_taken_back_teaches_no_more(alice: User, tom: User) -> None:
    rain = track(alice, 1)
    likes.like(user=tom, track=rain)
    likes.unlike(user=tom, track=rain)
    assert gather().lessons == ()
    assert [signal.kind for signal in Signal.objects.filter(withdrawn=None)] == ["unlike"]


def test_suspended_member_teaches_nothing_until_they_are_back(alice: User, tom: User) -> None:
    rain = track(alice, 1)
    likes.like(user=tom, track=rain)
    sanctions.suspend(user=tom, until=timezone.now() + timedelta(days=1))
    assert gather().lessons == ()
    sanctions.suspend(user=tom, until=None)
    assert told(gather()) == {rain.pk: (1.0, 1)}


def test_held_like_teaches_nothing(alice: User, tom: User) -> None:
    likes.like(user=tom, track=track(alice, 1))
    Like.objects.update(held=Held.WAITING)
    assert gather().lessons == ()


def test_member_of_a_ring_teaches_nothing_at_all(alice: User, tom: User) -> None:
    rain, other = track(alice, 1), track(alice, 2)
    recording.note_saves(user=tom, tracks=[other])
    assert told(gather()) == {other.pk: (1.0, 1)}
    likes.like(user=tom, track=rain)
    likes.hold(track=rain, users=[tom])
    assert gather().lessons == ()


def test_saves_of_a_new_account_wait(alice: User, bob: User) -> None:
    rain = track(alice, 1)
    consent.give(user=bob)
    recording.note_saves(user=bob, tracks=[rain])
    assert gather().lessons == ()
    User.objects.filter(pk=bob.pk).update(date_joined=timezone.now() - timedelta(days=8))
    assert told(gather()) == {rain.pk: (1.0, 1)}


def test_near_duplicates_are_one_lesson_and_one_like(alice: User, tom: User, tess: User) -> None:
    first, copy, other = track(alice, 1), track(alice, 1, aside=0.5), track(alice, 2)
    for liked in (first, copy, other):
        likes.like(user=tom, track=liked)
    likes.like(user=tess, track=copy)
    assert told(gather()) == {first.pk: (2.0, 2), other.pk: (1.0, 1)}


def test_what_lies_further_apart_than_the_setting_is_another_lesson(alice: User, tom: User) -> None:
    pair = [track(alice, 1), track(alice, 1, aside=1.1)]
    for liked in pair:
        likes.like(user=tom, track=liked)
    assert told(gather()) == {liked.pk: (1.0, 1) for liked in pair}


@pytest.mark.parametrize(("own", "weight"), [(True, 0.5), (False, 1.0)])
def test_own_track_counts_half(tom: User, alice: User, own: bool, weight: float) -> None:
    rain = track(tom if own else alice, 1)
    likes.like(user=tom, track=rain)
    assert told(gather()) == {rain.pk: (weight, 1)}


@pytest.mark.parametrize(("visibility", "whose", "many"), [
    ("public", "alice", 1), ("unlisted", "alice", 1), ("private", "alice", 0), ("private", "tom", 1),
])  # fmt: skip
def test_private_tracks_of_others_teach_nothing(tom: User, alice: User, visibility: str, whose: str, many: int) -> None:
    rain = track({"alice": alice, "tom": tom}[whose], 1)
    likes.like(user=tom, track=rain)
    Track.objects.filter(pk=rain.pk).update(visibility=visibility)
    assert len(gather().lessons) == many


def test_hidden_track_teaches_nothing_even_its_maker(tom: User) -> None:
    rain = track(tom, 1)
    likes.like(user=tom, track=rain)
    hiding.hide(thing=rain)
    assert gather().lessons == ()


def test_member_who_likes_everything_stays_under_the_cap(alice: User, settings: LazySettings) -> None:
    settings.TEACH_SHARE = 0.2
    everything = [track(alice, place) for place in range(40)]
    loud, quiet = teacher("loud"), [teacher(f"quiet{i}") for i in range(8)]
    for liked in everything:
        likes.like(user=loud, track=liked)
    for i, user in enumerate(quiet):
        likes.like(user=user, track=everything[i])
    found = told(gather())
    loudest = sum(weight for weight, _ in found.values()) - 8.0
    assert loudest / sum(weight for weight, _ in found.values()) == pytest.approx(0.2)
    assert len(found) == 40


def test_newest_signals_of_each_count(alice: User, tom: User, tess: User, settings: LazySettings) -> None:
    settings.TEACH_EACH = 2
    rain, snow, wind = (track(alice, place) for place in range(3))
    for liked in (rain, snow, wind):
        likes.like(user=tom, track=liked)
    likes.like(user=tess, track=rain)
    assert told(gather()) == {rain.pk: (1.0, 1), snow.pk: (1.0, 1), wind.pk: (1.0, 1)}


def test_heaviest_lessons_are_kept(alice: User, tom: User, tess: User, settings: LazySettings) -> None:
    settings.MAX_LESSONS = 2
    rain, snow, wind = (track(alice, place) for place in range(3))
    for liked in (rain, snow, wind):
        likes.like(user=tom, track=liked)
    likes.like(user=tess, track=rain)
    assert told(gather()) == {rain.pk: (2.0, 2), wind.pk: (1.0, 1)}


def test_same_lessons_have_the_same_fingerprint(alice: User, tom: User) -> None:
    rain, snow = track(alice, 1), track(alice, 2)
    likes.like(user=tom, track=rain)
    first = gather().fingerprint
    assert gather().fingerprint == first
    likes.like(user=tom, track=snow)
    second = gather().fingerprint
    likes.unlike(user=tom, track=snow)
    assert (second != first, gather().fingerprint) == (True, first)


def test_gathering_takes_two_queries_however_much_there_is(
    alice: User, tom: User, tess: User, django_assert_num_queries: object
) -> None:
    for many in (1, 8):
        for place in range(many):
            for user in (tom, tess):
                likes.like(user=user, track=track(alice, many * 100 + place))
        with django_assert_num_queries(2):  # type: ignore[operator]
            gather()


def test_ledger_notes_what_a_version_was_taught_once(alice: User, tom: User, tess: User) -> None:
    version = registry.register(registry.active_sampler())
    for user in (tom, tess):
        likes.like(user=user, track=track(alice, user.pk))
    found = gather()
    assert waiting() == 2
    for _ in range(2):
        note_taught(version=version, signals=found.signals)
    assert waiting() == 0
    teaching = Teaching.objects.get()
    assert (teaching.listeners, teaching.signals, teaching.latest) == (2, 2, max(found.signals))
    lines = Taught.objects.order_by("signal").values_list("user__username", "kind", "weight")
    assert list(lines) == [("tom", "like", 1.0), ("tess", "like", 1.0)]


def test_signal_withdrawn_during_the_training_is_in_the_ledger(alice: User, tom: User) -> None:
    likes.like(user=tom, track=track(alice, 1))
    found = gather()
    consent.refuse(user=tom)
    note_taught(version=registry.register(registry.active_sampler()), signals=found.signals)
    assert Taught.objects.filter(user=tom).count() == 1
