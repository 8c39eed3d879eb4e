"""Describe it: words make a track, and what they were taken for is told."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import break_api
from tests.e2e.steps import rows

WORDS = "rainy night, slow, D minor, no drums"


def test_words_make_a_track_with_the_sound_that_they_name(home: Page) -> None:
    field = home.get_by_label("Describe it")
    field.fill(WORDS)
    field.press("Enter")
    expect(rows(home)).to_have_count(10)
    expect(home.locator("#describe-answer")).to_contain_text("Heard: D aeolian · slow,")
    made = home.evaluate("lofi.queue.items[9]")
    assert (made["score"]["key"], made["score"]["mode"]) == (3, 6)
    assert (made["mix"]["rain"], made["mix"]["muted"]) == (0.65, ["drums"])
    expect(field).to_have_value(WORDS)


def test_failure_and_length_are_told_at_the_field(home: Page) -> None:
    field, answer = home.get_by_label("Describe it"), home.locator("#describe-answer")
    home.get_by_role("button", name=f"{WORDS.split(', no')[0]}, melancholic").click()
    expect(field).to_be_focused()
    break_api(home, "generate")
    field.press("Enter")
    expect(answer).to_contain_text("No new track")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("x" * 1003)
    expect(answer).to_have_text("3 characters too many: 1000 fit.")
    expect(home.get_by_role("button", name="Make it")).to_be_disabled()
