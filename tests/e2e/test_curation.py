"""A curator plans what the home page shows, moves it, and puts it in order; a visitor sees it when it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import WIDE
from tests.e2e.members import fill, new_name, press, sign_up
from tests.e2e.steps import button
from tests.e2e.test_community import call, keep, make_list, told
from tests.e2e.test_every_page import expect_sound, go

WORDS = "For nights on which the rain does not end."


def day(ahead: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=ahead):%Y-%m-%d}"


@pytest.fixture
def curator(page: Page, promote: Callable[[str, str], None]) -> Page:
    name = new_name()
    sign_up(page, name)
    promote(name, "curator")
    return page


@pytest.fixture
def visitor(browser: Browser, base_url: str) -> Page:
    return browser.new_context(viewport=WIDE, base_url=base_url).new_page()


def feature(page: Page, path: str, **fields: str) -> None:
    page.goto(path)
    press(page, "Feature")
    fill(page, **fields)
    press(page, "Put it on the home page")
    expect(page.get_by_role("dialog")).to_have_count(0)


def rows(page: Page, section: str) -> Locator:
    return page.get_by_role("region", name=section).locator(".entry-title")


def featured(page: Page, path: str = "/") -> list[str]:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page.get_by_role("region", name="Chosen by curators").locator(".card-title").all_text_contents()


def remove_all(page: Page) -> None:
    for state in ("shown", "planned"):
        for one in call(page, "GET", f"curation/features?state={state}")["results"]:
            call(page, "DELETE", f"curation/features/{one['id']}")


def test_playlist_is_planned_from_its_page_previewed_moved_and_seen_when_it_is_due(
    curator: Page, visitor: Page
) -> None:
    title = f"Rainy ones {new_name()}"
    made = make_list(curator, title, [keep(curator, "One"), keep(curator, "Two")])
    feature(curator, f"/playlists/{made}", A_few_words=WORDS, From=day(7), Until=day(13))
    told(curator, f"“{title}” will be on the home page from {day(7)} on.").get_by_role(
        "button", name="Curation"
    ).click()
    expect(rows(curator, "Planned")).to_have_text([title])
    previews = [featured(curator, f"/curation/preview?on={day(ahead)}") for ahead in (6, 7, 13, 14)]
    assert (previews, featured(visitor)) == ([[], [title], [title], []], [])
    curator.goto("/curation")
    button(curator, f"Edit {title}").click()
    fill(curator, From=day(0))
    press(curator, "Save")
    expect(rows(curator, "On the home page now")).to_have_text([title])
    assert featured(visitor) == [title]
    expect(visitor.get_by_text(WORDS)).to_be_visible()
    button(curator, f"Remove {title}").click()
    press(curator, "Remove it")
    expect(rows(curator, "On the home page now")).to_have_count(0)
    assert featured(visitor) == []


def test_refusal_is_told_where_it_was_asked(curator: Page) -> None:
    track = keep(curator, f"Rain {new_name()}")
    feature(curator, f"/tracks/{track}", Until=day(3))
    press(curator, "Feature")
    fill(curator, From=day(2))
    press(curator, "Put it on the home page")
    expect(curator.get_by_role("dialog").get_by_role("status")).to_contain_text("From: This track is featured already")
    remove_all(curator)


def test_what_is_shown_is_put_in_order_by_keyboard(curator: Page, visitor: Page) -> None:
    names = [f"{word} {new_name()}" for word in ("First", "Second", "Third")]
    for name in names:
        call(curator, "POST", "curation/features", {"track": keep(curator, name)})
    curator.goto("/curation")
    last = rows(curator, "On the home page now").filter(has_text=names[2])
    last.focus()
    curator.keyboard.press("Alt+ArrowUp")
    curator.keyboard.press("Alt+ArrowUp")
    expect(curator.locator("lofi-feature-order > [role=status]")).to_have_text(f"{names[2]} is now 1 of 3.")
    expect(last).to_be_focused()
    curator.wait_for_load_state("networkidle")
    assert featured(visitor) == [names[2], names[0], names[1]]
    remove_all(curator)


def test_pages_of_curators_are_sound(curator: Page) -> None:
    long = "A title as long as titles may be, which somebody wrote at night, a" + "h" * 14
    things = [{"track": keep(curator, long)}, {"playlist": make_list(curator, "Rain", [keep(curator, "One")])}]
    for i, thing in enumerate(things):
        wish = {**thing, "text": "Unbreakable" * 25, "starts": f"{day(i)}T00:00:00Z"}
        call(curator, "POST", "curation/features", wish)
    call(curator, "POST", "playlists", {"title": "By Lofi", "official": True})
    for path in ("/curation", f"/curation/preview?on={day(1)}", "/playlists/new?official=1", "/"):
        go(curator, path)
        expect_sound(curator)
    curator.goto("/curation")
    for act in (f"Edit {long}", f"Remove {long}"):
        button(curator, act).click()
        expect_sound(curator)
        curator.keyboard.press("Escape")
    remove_all(curator)


def test_own_playlist_becomes_official(curator: Page, visitor: Page) -> None:
    made = make_list(curator, "Given away", [keep(curator, "One")])
    curator.goto(f"/playlists/{made}")
    press(curator, "Make it official")
    curator.get_by_role("dialog").get_by_role("button", name="Make it official").click()
    expect(curator.locator(".thing-maker .badge")).to_have_text("By Lofi")
    visitor.goto(f"/playlists/{made}")
    expect(visitor.locator(".thing-maker")).to_contain_text("By Lofi")
