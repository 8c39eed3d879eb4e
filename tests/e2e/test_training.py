"""Staff start a run and see how it ends; a report is read; a member hears a pair and says which is nicer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ROOT, WIDE, environment
from tests.e2e.members import fill, new_name, press, sign_up
from tests.e2e.test_every_page import expect_sound

DONE = """
from pathlib import Path
from django.conf import settings
from tests.generator.training.world import GOOD, done_run
from generator.training import files
from generator.vae.pictures import draw
run = done_run(Path(settings.DATA_DIR) / "planted", checks=[{**GOOD, "says": "a long sentence " * 9}] * 6)
folder = files.folder_of(run) / files.PICTURES
folder.mkdir()
run.report["pictures"] = draw(Path(run.candidate.folder), Path(run.parent.folder), folder, samples=20)
run.save()
print(run.public_id)
"""


@pytest.fixture
def admin(page: Page, promote: Callable[[str, str], None]) -> Page:
    name = new_name()
    sign_up(page, name)
    promote(name, "admin")
    return page


@pytest.fixture
def run(admin: Page, folder: Path) -> str:
    """A run that is done, and passed what is measured."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", DONE]
    made = subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True, text=True)
    return made.stdout.split()[-1]


def test_run_is_started_watched_and_told_of(admin: Page) -> None:
    admin.goto("/training")
    fill(admin, Reason="To see what it says.")
    press(admin, "Start a run")
    expect(admin.get_by_role("progressbar", name="Steps learned")).to_be_visible()
    expect_sound(admin)
    expect(admin.locator(".verdict-words")).to_contain_text("liked tracks to learn from; it takes 10.", timeout=60_000)
    admin.get_by_role("link", name="Training", exact=True).first.click()
    expect(admin.get_by_role("main").get_by_text("Failed", exact=True)).to_be_visible()
    expect_sound(admin)


def test_report_is_read_and_a_member_hears_its_pairs(admin: Page, run: str, browser: Browser, base_url: str) -> None:
    admin.goto(f"/training/{run}")
    expect(admin.locator(".verdict-words")).to_contain_text("passed the gate")
    expect(admin.locator(".report-picture")).to_have_count(2)
    for name in ("distributions", "learning"):
        assert admin.request.get(f"/training/{run}/{name}.png").headers["content-type"] == "image/png"
    expect_sound(admin)
    member = browser.new_context(viewport=WIDE, base_url=base_url).new_page()
    sign_up(member, new_name())
    member.goto(f"/listen/{run}")
    with member.expect_response(f"**/api/v1/listen/{run}/2") as heard:
        member.get_by_role("button", name="Play 3 A", exact=True).click()
    assert json.loads(heard.value.text())["a"]["title"] == "3 A"
    expect(member.get_by_role("button", name="Pause 3 A")).to_be_visible()
    press(member, "Nicer: 3 A")
    expect(member.locator("lofi-pairs [role=status]")).to_have_text("1 of 12 chosen")
    expect_sound(member)
    member.reload()
    expect(member.get_by_role("button", name="Nicer: 3 A", exact=True)).to_have_attribute("aria-pressed", "true")
