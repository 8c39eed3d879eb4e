from __future__ import annotations

from pathlib import Path

import pytest
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from generator import registry
from generator.training import runs
from generator.training.models import PAIRS, FineTuneRun
from tests.accounts.people import as_user, staff
from tests.generator.training.world import BAD, done_run

pytestmark = pytest.mark.django_db
WHY = {"why": "It is time."}
RUNS = "/api/v1/training/runs"


@pytest.fixture
def admin() -> APIClient:
    return as_user(staff("ada", "admin"))


def test_admin_starts_a_run_looks_at_it_and_stops_it(admin: APIClient) -> None:
    started = admin.post(RUNS, WHY)
    assert (started.status_code, started.json()["state"]) == (201, "queued")
    address = f"{RUNS}/{started.json()['id']}"
    assert admin.get(address).json() == started.json()
    assert admin.post(RUNS, WHY).status_code == 409
    stopped = admin.post(f"{address}/cancel", WHY)
    assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")
    assert admin.post(f"{address}/cancel", WHY).status_code == 409
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "why")) == [
        ("training.start", "It is time."),
        ("training.cancel", "It is time."),
    ]


@pytest.mark.parametrize("body", [{}, {"why": ""}, {"why": "x" * 501}])
def test_reason_is_needed_and_bounded(admin: APIClient, body: dict[str, str]) -> None:
    answer = admin.post(RUNS, body)
    assert (answer.status_code, list(answer.json())) == (400, ["why"])
    assert not FineTuneRun.objects.exists()


def test_candidate_is_promoted_and_taken_back(admin: APIClient, tmp_path: Path) -> None:
    shipped, run = registry.active_sampler().version, done_run(tmp_path)
    assert run.candidate
    answer = admin.post(f"{RUNS}/{run.public_id}/promote", WHY)
    assert (answer.status_code, answer.json()) == (200, {"version": run.candidate.version, "before": None})
    assert admin.get("/api/v1/model").json()["version"] == run.candidate.version
    back = {**WHY, "version": run.candidate.version}
    answer = admin.post("/api/v1/training/roll-back", back)
    assert (answer.status_code, answer.json()) == (200, {"version": shipped, "before": run.candidate.version})
    assert admin.post("/api/v1/training/roll-back", back).status_code == 409
    assert admin.get("/api/v1/model").json()["version"] == shipped
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "modelversion.promote",
        "modelversion.roll_back",
    ]


def test_candidate_that_failed_is_refused_with_the_reason(admin: APIClient, tmp_path: Path) -> None:
    run = done_run(tmp_path, checks=[BAD])
    answer = admin.post(f"{RUNS}/{run.public_id}/promote", WHY)
    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        f"{run.candidate} can't be promoted. Validity: whole pieces: 0.500, active 0.950."
    )
    assert admin.get(f"{RUNS}/{run.public_id}").json()["against"] == ["Validity: whole pieces: 0.500, active 0.950."]
    assert not AuditEntry.objects.exists()


def test_run_without_a_candidate_is_not_promoted(admin: APIClient, alice: User) -> None:
    run = runs.start(actor=alice, why="x")
    assert admin.post(f"{RUNS}/{run.public_id}/promote", WHY).status_code == 409


def test_pair_is_heard_without_knowing_and_chosen_from(tmp_path: Path, bob: User) -> None:
    run, client = done_run(tmp_path), as_user(bob)
    address = f"/api/v1/listen/{run.public_id}/3"
    before = client.get(address).json()
    assert (before["number"], before["choice"]) == (3, None)
    assert [before[side]["title"] for side in "ab"] == ["4 A", "4 B"]
    assert {"version", "title", "harmony", "melody"} <= set(before["a"])
    for choice in ("a", "a", "b"):
        assert client.put(address, {"choice": choice}).json() == {**before, "choice": choice}
    assert run.votes.count() == 1


@pytest.mark.parametrize("choice", ["c", "", None])
def test_choice_is_one_of_two(tmp_path: Path, bob: User, choice: str | None) -> None:
    answer = as_user(bob).put(f"/api/v1/listen/{done_run(tmp_path).public_id}/0", {"choice": choice})
    assert (answer.status_code, list(answer.json())) == (400, ["choice"])


def test_pairs_that_are_not_there(tmp_path: Path, bob: User) -> None:
    run, client = done_run(tmp_path), as_user(bob)
    failed = done_run(tmp_path, checks=[BAD])
    for place in (f"{run.public_id}/{PAIRS}", f"{run.public_id}/{10**30}", f"{failed.public_id}/0", f"{'2' * 11}/0"):
        assert client.put(f"/api/v1/listen/{place}", {"choice": "a"}).status_code == 404
    assert run.candidate
    registry.promote(version=run.candidate)
    assert client.get(f"/api/v1/listen/{run.public_id}/0").status_code == 404
