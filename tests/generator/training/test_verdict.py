from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import sanctions
from accounts.models import User
from generator import registry
from generator.models import ModelVersion
from generator.training import pairs, verdict
from generator.training.models import PAIRS, FineTuneRun, PairVote
from tests.accounts.people import member
from tests.generator.training.world import BAD, GOOD, cast, done_run, version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: LazySettings) -> None:
    settings.TRAINING_MIN_VOTES = 6


def votes(run: FineTuneRun, user: User, for_it: int, against: int) -> None:
    PairVote.objects.bulk_create(
        PairVote(run=run, user=user, pair=i, candidate=i < for_it) for i in range(for_it + against)
    )


def refusal(run: FineTuneRun) -> list[str]:
    assert run.candidate
    with pytest.raises(ValidationError) as refused:
        registry.promote(version=run.candidate)
    assert not ModelVersion.objects.filter(is_active=True).exists()
    return list(refused.value.messages[1:])


def test_candidate_that_passed_is_promoted(tmp_path: Path) -> None:
    run = done_run(tmp_path)
    assert run.candidate
    assert verdict.of(run).passed
    assert registry.promote(version=run.candidate) is None
    assert registry.active_sampler().version == run.candidate.version


def test_candidate_that_fails_a_check_is_not_promoted(tmp_path: Path) -> None:
    assert refusal(done_run(tmp_path, checks=[GOOD, BAD])) == ["Validity: whole pieces: 0.500, active 0.950."]


def test_candidate_that_was_not_examined_is_not_promoted(tmp_path: Path) -> None:
    assert refusal(done_run(tmp_path, checks=[])) == ["It was not examined."]


def test_candidate_of_too_few_members_is_not_promoted(tmp_path: Path) -> None:
    assert refusal(done_run(tmp_path, listeners=1)) == ["It learned from 1 member; it takes 5."]


def test_votes_are_no_part_of_the_gate_until_there_are_enough(tmp_path: Path, bob: User) -> None:
    run = done_run(tmp_path)
    votes(run, bob, for_it=0, against=5)
    assert verdict.of(run).passed
    votes_more = PairVote.objects.create(run=run, user=bob, pair=5, candidate=False)
    assert refusal(run) == ["Of 6 votes on its pairs, at least 0% are sure to be for it; it takes 40%."]
    votes_more.delete()
    assert verdict.of(run).passed


@pytest.mark.parametrize(("for_it", "passes"), [(8, False), (9, True)])
def test_lower_bound_of_the_share_decides(tmp_path: Path, bob: User, for_it: int, passes: bool) -> None:
    run = done_run(tmp_path)
    votes(run, bob, for_it=for_it, against=PAIRS - for_it)  # Wilson: 8 of 12 are at least 0.391, 9 of 12 0.468
    assert verdict.of(run).passed == passes


def test_votes_of_suspended_members_do_not_count(tmp_path: Path, alice: User, bob: User) -> None:
    run = done_run(tmp_path)
    votes(run, alice, for_it=0, against=PAIRS)
    votes(run, bob, for_it=PAIRS, against=0)
    sanctions.suspend(user=alice, until=timezone.now() + timedelta(days=1))
    assert (verdict.of(run).votes, verdict.of(run).for_it, verdict.of(run).passed) == (PAIRS, PAIRS, True)
    sanctions.suspend(user=alice, until=None)
    assert (verdict.of(run).votes, verdict.of(run).passed) == (2 * PAIRS, False)


def test_votes_of_new_accounts_wait(tmp_path: Path, bob: User, settings: LazySettings) -> None:
    run = done_run(tmp_path)
    votes(run, bob, for_it=PAIRS, against=0)
    settings.NEW_ACCOUNT_DAYS = 2
    assert verdict.of(run).votes == 0


def test_candidate_is_stale_once_something_else_serves(tmp_path: Path) -> None:
    run, other = done_run(tmp_path), version(tmp_path / "other", "other")
    registry.promote(version=other)
    assert run.candidate
    with pytest.raises(ValidationError, match="train anew on that"):
        registry.promote(version=run.candidate)


def test_pairs_are_heard_of_a_candidate_that_could_serve_and_does_not_yet(tmp_path: Path) -> None:
    run = done_run(tmp_path)
    assert run.candidate
    assert (verdict.is_heard(run), verdict.is_heard(done_run(tmp_path, checks=[BAD]))) == (True, False)
    registry.promote(version=run.candidate)
    run.refresh_from_db()
    assert not verdict.is_heard(run)


def test_sides_are_shuffled_for_each_member_and_stay_as_they_are(tmp_path: Path) -> None:
    run = done_run(tmp_path)
    drawn = {name: [pairs._candidate_first(run, user, i) for i in range(PAIRS)] for name, user in people().items()}
    assert len({tuple(order) for order in drawn.values()}) == len(drawn)
    share = sum(sum(order) for order in drawn.values()) / (len(drawn) * PAIRS)
    assert 0.35 < share < 0.65
    assert drawn == {
        name: [pairs._candidate_first(run, user, i) for i in range(PAIRS)]
        for name, user in ((name, User.objects.get(username=name)) for name in drawn)
    }


def people() -> dict[str, User]:
    return {f"m{i}": member(f"m{i}") for i in range(12)}


def test_vote_is_kept_once_a_pair_and_may_be_changed(tmp_path: Path, bob: User) -> None:
    run = done_run(tmp_path)
    cast(run, bob, for_it=True, number=4)
    shown = pairs.of(run=run, user=bob)
    assert [pair.number for pair in shown if pair.choice] == [4]
    other = "b" if shown[4].choice == "a" else "a"
    pairs.vote(run=run, user=bob, number=4, choice=other)
    assert list(run.votes.values_list("pair", "candidate")) == [(4, False)]
    assert pairs.of(run=run, user=bob)[4].choice == other


@pytest.mark.parametrize(("number", "choice", "field"), [(12, "a", "pair"), (-1, "a", "pair"), (0, "c", "choice")])
def test_vote_out_of_bounds_is_refused(tmp_path: Path, bob: User, number: int, choice: str, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        pairs.vote(run=done_run(tmp_path), user=bob, number=number, choice=choice)
    assert list(refused.value.message_dict) == [field]


def test_silenced_member_does_not_vote(tmp_path: Path, bob: User) -> None:
    sanctions.silence(user=bob, until=timezone.now() + timedelta(days=1))
    with pytest.raises(sanctions.Silenced):
        pairs.vote(run=done_run(tmp_path), user=bob, number=0, choice="a")


def test_votes_are_taken_along_and_go_with_their_member(tmp_path: Path, bob: User) -> None:
    run = done_run(tmp_path)
    cast(run, bob, for_it=True, number=0)
    (row,) = pairs.export(bob)
    assert (row["run"], row["pair"], row["candidate"]) == (run.public_id, 0, True)
    pairs.remove(bob, True)
    assert not run.votes.exists()
