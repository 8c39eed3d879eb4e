"""What a member sees of what they taught, takes back, takes along and leaves behind."""

from __future__ import annotations

import pytest

from accounts import deletion
from accounts.models import User
from generator import likes, registry
from generator.models import ModelVersion
from generator.teaching import ledger, recording
from generator.teaching.lessons import gather, note_taught
from generator.teaching.models import Consent, Kind, Signal, Taught, Teaching
from generator.teaching.recording import Heard
from tests.generator.teaching.world import track


@pytest.fixture
def version(alice: User, tom: User, tess: User) -> ModelVersion:
    """Taught by Tom and Tess, with two likes and a listen."""
    rain, snow = track(alice, 1), track(alice, 2)
    likes.like(user=tom, track=rain)
    likes.like(user=tess, track=snow)
    recording.note_heard(user=tom, heard=[Heard(rain.public_id, Kind.LISTEN)])
    version = registry.register(registry.active_sampler())
    note_taught(version=version, signals=gather().signals)
    return version


def test_ledger_tells_each_member_what_they_taught(version: ModelVersion, tom: User, alice: User) -> None:
    (told,) = ledger.versions(tom)
    assert (told.version, told.listeners, told.likes, told.listens, told.saves) == (version.version, 2, 1, 1, 0)
    lines = ledger.lines(tom, version.version)
    assert told.weight == pytest.approx(sum(line.weight for line in lines))
    assert [(line.title, line.kind) for line in lines] == [("T1", "like"), ("T1", "listen")]
    assert ledger.versions(alice) == []


def test_withdrawn_signal_is_out_of_the_next_lessons_and_stays_in_the_ledger(version: ModelVersion, tom: User) -> None:
    like = Signal.objects.get(user=tom, kind="like")
    for _ in range(2):
        assert ledger.withdraw(user=tom, public_id=like.public_id)
    assert like.pk not in gather().signals
    assert [signal.kind for signal in ledger.waiting(tom)] == ["listen"]
    assert ledger.lines(tom, version.version).count() == 2


def test_signal_of_another_can_not_be_withdrawn(version: ModelVersion, tom: User, tess: User) -> None:
    like = Signal.objects.get(user=tom, kind="like")
    assert not ledger.withdraw(user=tess, public_id=like.public_id)
    assert like.pk in gather().signals


def test_all_of_it_can_be_withdrawn_at_once(version: ModelVersion, tom: User, alice: User) -> None:
    assert [ledger.withdraw_all(user=tom) for _ in range(2)] == [2, 0]
    assert gather().listeners == 1
    likes.like(user=tom, track=track(alice, 3))
    assert gather().listeners == 2


def test_export_has_answers_signals_choices_and_lines(version: ModelVersion, tom: User) -> None:
    found = ledger.export(tom)
    assert [row["kind"] for row in found["signals"]] == ["like", "listen"]
    assert [(row["title"], row["kind"], row["version"]) for row in found["taught"]] == [
        ("T1", "like", version.version), ("T1", "listen", version.version),
    ]  # fmt: skip
    assert [set(row) for row in found["consents"]] == [{"text_version", "asked", "given", "withdrawn"}]
    assert found["pairs"] == []


def test_whoever_leaves_leaves_a_number(version: ModelVersion, tom: User) -> None:
    key = tom.pk
    deletion.delete(user=tom, keep_public=True)
    for model in (Signal, Taught, Consent):
        assert not model._default_manager.filter(user=key).exists()
    teaching = Teaching.objects.get()
    assert (teaching.listeners, teaching.signals, Taught.objects.count()) == (2, 3, 1)
