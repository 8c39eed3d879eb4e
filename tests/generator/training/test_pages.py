from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from generator import registry
from generator.models import ModelVersion
from generator.training import files
from generator.training.models import FineTuneRun, State
from tests.accounts.people import staff
from tests.generator.training.world import BAD, cast, done_run

pytestmark = pytest.mark.django_db
WHY = {"why": "It is time."}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(staff("ada", "admin"))
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_admin_starts_a_run_from_the_page_and_is_led_to_it(admin: Client) -> None:
    assert "Nothing was learned yet." in text(admin, "/training")
    answer = admin.post("/training/start", WHY)
    run = FineTuneRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/training/{run.public_id}")
    assert "Waiting for the worker" in text(admin, answer["Location"])
    assert "A run is under way. There is one at a time." in text(admin, "/training")


def test_start_without_a_reason_is_asked_for_one(admin: Client) -> None:
    answer = admin.post("/training/start", {"why": " "})
    assert answer.status_code == 400
    assert "Say why: it is kept in the audit" in answer.content.decode()
    assert not FineTuneRun.objects.exists()


def test_second_start_is_refused_in_words(admin: Client) -> None:
    admin.post("/training/start", WHY)
    answer = admin.post("/training/start", WHY)
    assert answer.status_code == 409
    assert "A run is under way already." in answer.content.decode()


def test_run_is_stopped_from_its_page(admin: Client) -> None:
    admin.post("/training/start", WHY)
    run = FineTuneRun.objects.get()
    admin.post(f"/training/{run.public_id}/cancel", WHY)
    assert "Stopped." in text(admin, f"/training/{run.public_id}")
    assert admin.post(f"/training/{run.public_id}/cancel", WHY).status_code == 409


def test_report_tells_figures_and_a_passed_candidate_is_promoted_and_taken_back(admin: Client, tmp_path: Path) -> None:
    run = done_run(tmp_path)
    address = f"/training/{run.public_id}"
    report = text(admin, address)
    assert "golden latents decode: 64 of 64" in report
    assert f"<strong>{run.candidate}</strong> passed the gate." in report
    assert admin.post(f"{address}/promote", WHY).status_code == 302
    assert registry.active_sampler().version == str(run.candidate)
    assert f"<strong>{run.candidate}</strong> serves." in text(admin, address)
    admin.post(f"/training/roll-back/{run.candidate}", WHY)
    assert not ModelVersion.objects.filter(is_active=True).exists()
    assert list(AuditEntry.objects.order_by("-pk").values_list("action", "why")[:2]) == [
        ("modelversion.roll_back", "It is time."),
        ("modelversion.promote", "It is time."),
    ]


def test_report_of_a_failed_candidate_offers_no_promotion_and_the_address_refuses_it(
    admin: Client, tmp_path: Path
) -> None:
    run = done_run(tmp_path, checks=[BAD])
    address = f"/training/{run.public_id}"
    report = text(admin, address)
    assert "Validity: whole pieces: 0.500, active 0.950." in report
    assert f"{address}/promote" not in report
    assert admin.post(f"{address}/promote", WHY).status_code == 409


def test_admin_site_refuses_a_failed_candidate_too(admin: Client, tmp_path: Path) -> None:
    run = done_run(tmp_path, checks=[BAD])
    assert run.candidate
    body = {"action": "promote", "_selected_action": run.candidate.pk, "confirmed": "1", **WHY}
    page = admin.post("/admin/generator/modelversion/", body, follow=True).content.decode()
    assert "Nothing was done." in page
    assert not ModelVersion.objects.filter(is_active=True).exists()
    assert admin.get(f"/admin/training/finetunerun/{run.pk}/change/").status_code == 200


def test_failed_run_says_why(admin: Client, tmp_path: Path) -> None:
    run = done_run(tmp_path)
    FineTuneRun.objects.filter(pk=run.pk).update(state=State.FAILED, error="The disk is full.")
    assert "Failed. The disk is full." in text(admin, f"/training/{run.public_id}")


def test_picture_is_served_if_the_report_names_it(admin: Client, tmp_path: Path) -> None:
    run = done_run(tmp_path)
    FineTuneRun.objects.filter(pk=run.pk).update(report={**run.report, "pictures": ["learning.png", "gone.png"]})
    folder = files.folder_of(run) / files.PICTURES
    folder.mkdir()
    for name in ("learning.png", "secret.png"):
        (folder / name).write_bytes(b"PNG")
    found = admin.get(f"/training/{run.public_id}/learning.png")
    assert (b"".join(found.streaming_content), found["Content-Type"]) == (b"PNG", "image/png")  # type: ignore[arg-type]
    for name in ("secret", "gone", "nothing"):
        assert admin.get(f"/training/{run.public_id}/{name}.png").status_code == 404


def test_member_sees_their_choices_and_no_version(client: Client, tmp_path: Path, bob: User) -> None:
    run = done_run(tmp_path)
    cast(run, bob, for_it=True, number=1)
    client.force_login(bob)
    page = text(client, f"/listen/{run.public_id}")
    assert "1 of 12 chosen" in page
    assert str(run.candidate) not in page
    FineTuneRun.objects.filter(pk=run.pk).update(report={"checks": [BAD]})
    assert "There is nothing to compare here any more." in text(client, f"/listen/{run.public_id}")


def test_member_finds_the_latest_candidate_that_can_be_heard(client: Client, tmp_path: Path, bob: User) -> None:
    client.force_login(bob)
    assert "No new version waits to be heard right now." in text(client, "/listen")
    run = done_run(tmp_path)
    assert client.get("/listen").headers["Location"] == f"/listen/{run.public_id}"
    FineTuneRun.objects.filter(pk=run.pk).update(report={"checks": [BAD]})
    assert "No new version waits to be heard right now." in text(client, "/listen")


def test_page_of_runs_costs_as_many_queries_with_one_as_with_six(admin: Client, tmp_path: Path) -> None:
    done_run(tmp_path)
    text(admin, "/training")  # what is looked up once a process
    with CaptureQueriesContext(connection) as one:
        text(admin, "/training")
    for _ in range(5):
        done_run(tmp_path)
    with CaptureQueriesContext(connection) as six:
        text(admin, "/training")
    assert len(six) == len(one)
