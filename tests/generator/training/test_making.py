"""From likes to a candidate, by the run's own process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from accounts.models import User
from generator import likes, registry, services, tracks
from generator.models import Track, Visibility
from generator.teaching import consent
from generator.teaching.models import Taught, Teaching
from generator.training import files, making, runs, work
from generator.training.models import FineTuneRun, Phase, State
from generator.vae import checkpoint
from generator.vae.sample import Constraints
from tests.accounts.people import member
from tests.generator.training.children import begin, is_over
from tests.generator.training.world import TINY, shipped
from tests.lofi_site.test_serving import until


def liked_by(people: list[User], maker: User, many: int) -> None:
    """Members who have stood for a while, and agree to teach, like what another has made."""
    takes = services.generate(count=many, seed=1, constraints=Constraints())
    stored = tracks.store(creator=maker, tracks=[tracks.NewTrack(take) for take in takes])
    Track.objects.update(visibility=Visibility.PUBLIC)
    for person in people:
        consent.give(user=person)
        for track in stored:
            likes.like(user=person, track=track)
    User.objects.update(date_joined=timezone.now() - timedelta(days=60))


@pytest.mark.slow
@pytest.mark.usefixtures("small")
@pytest.mark.django_db(transaction=True)
def test_likes_become_a_candidate_that_is_examined_and_stands_in_the_ledger(alice: User) -> None:
    liked_by([member(f"m{i}") for i in range(5)], alice, 40)
    run = runs.start(actor=alice, why="x", seed=3)
    FineTuneRun.objects.update(options=TINY)
    begin()
    until(lambda: is_over(run))
    candidate, folder = run.candidate, files.folder_of(run)
    assert candidate
    assert (run.state, run.error, run.listeners, run.report["learned"] + run.report["held_out"]) == (
        State.DONE,
        "",
        5,
        run.lessons,
    )
    assert (candidate.parent, candidate.fingerprint, candidate.is_active) == (shipped(), run.fingerprint, False)
    assert candidate.digest == checkpoint.digest_of(folder / files.CHECKPOINT)
    assert registry.sampler_of(candidate).version == candidate.version
    assert sorted(path.name for path in folder.iterdir()) == [files.CHECKPOINT, files.PAIRS, files.PICTURES]
    assert [(folder / files.PICTURES / name).read_bytes()[1:4] for name in run.report["pictures"]] == [b"PNG"] * 2
    assert {check["name"] for check in run.report["checks"]} >= {"validity", "likelihood", "golden"}
    assert Teaching.objects.get().version == candidate
    assert Taught.objects.values("user").distinct().count() == 5


@pytest.fixture
def watch(alice: User) -> work.Watch:
    """Of a claimed run, its thread not begun: the test looks itself."""
    runs.start(actor=alice, why="x")
    claimed = runs.take_up()
    assert claimed
    return work.Watch(*claimed)


def stopped(watch: work.Watch) -> FineTuneRun:
    """The run as it ends when its work next notes where it stands."""
    watch.look()
    with pytest.raises(making.Stopped):
        work.note(watch, Phase.LEARNING, step=1)
    assert watch.ending
    watch.ending()
    watch.run.refresh_from_db()
    return watch.run


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "value", "error"),
    [
        ("TRAINING_MINUTES", -1, "It took longer than -1 minutes."),
        ("TRAINING_MEMORY_MB", 1, "It needed more than 1 MB of memory."),
    ],
)
def test_run_past_a_limit_fails_in_words(
    watch: work.Watch, settings: LazySettings, limit: str, value: int, error: str
) -> None:
    files.make_room(watch.run)
    setattr(settings, limit, value)
    run = stopped(watch)
    assert (run.state, run.error, files.folder_of(run).exists()) == (State.FAILED, error, False)


@pytest.mark.django_db
def test_process_that_lost_its_run_leaves_without_touching_it(watch: work.Watch) -> None:
    FineTuneRun.objects.update(token="another's")
    files.make_room(watch.run)
    run = stopped(watch)
    assert (run.state, run.token, files.folder_of(run).exists()) == (State.RUNNING, "another's", True)


@pytest.mark.django_db
def test_process_that_stood_still_asks_before_it_goes_on(watch: work.Watch) -> None:
    watch._beaten -= 1000
    FineTuneRun.objects.update(token="another's")
    with pytest.raises(making.Stopped):
        work.note(watch, Phase.LEARNING, step=1)


@pytest.mark.django_db
def test_run_without_anything_to_learn_from_fails_in_words(watch: work.Watch) -> None:
    with pytest.raises(making.Refused) as refused:
        making.make(watch.run, watch.token, lambda phase, **progress: None)
    assert making.words_of(watch.run, refused.value) == "There are 0 liked tracks to learn from; it takes 10."


@pytest.mark.django_db
def test_disk_without_room_is_refused_before_anything_is_written(watch: work.Watch, settings: LazySettings) -> None:
    settings.TRAINING_FREE_MB = 10**9
    with pytest.raises(OSError, match="No space left") as refused:
        making.make(watch.run, watch.token, lambda phase, **progress: None)
    assert making.words_of(watch.run, refused.value).startswith("The disk is full.")
