"""What members own, show, take away and leave behind, walked in a browser with server and worker running."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NARROW, opened, store
from tests.e2e.members import PASSWORD, fill, log_in, menu, new_name, press, sign_up
from tests.e2e.steps import SCORE, rows, titles
from tests.e2e.test_page import serious

PAGES = ["/account/profile/", "/account/tokens/", "/account/data/"]


@pytest.fixture
def member(page: Page) -> str:
    """Somebody who has just signed up and is in; by name."""
    name = new_name()
    sign_up(page, name)
    return name


@pytest.fixture
def visitor(browser: Browser, base_url: str) -> Iterator[Page]:
    """Somebody else, with a phone."""
    context = browser.new_context(base_url=base_url, viewport=NARROW)
    yield context.new_page()
    context.close()


def made_here(*names: str) -> str:
    """A list whose first track came with the page; the others were made by the visitor."""
    takes = [{"id": name, "score": {**SCORE, "title": name}, "made": i > 0} for i, name in enumerate(names)]
    return json.dumps({"version": 1, "current": None, "source": None, "takes": takes})


def question(page: Page) -> Any:
    return page.get_by_role("region", name="Tracks you made here")


def call(base_url: str, path: str, key: str, body: object = None) -> tuple[int, Any]:
    """A program's call: status and JSON."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{base_url}/api/v1/{path}", content, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_what_a_visitor_made_becomes_theirs_after_asking(page: Page) -> None:
    store(page, {"lofi.list": made_here("Given", "First", "Second")})
    opened(page, "/")
    expect(question(page)).to_have_count(0)
    name = new_name()
    sign_up(page, name)
    opened(page, "/")
    expect(question(page)).to_contain_text("You made 2 tracks here before you logged in.")
    assert serious(page) == []
    question(page).get_by_role("button", name="Keep them").click()
    expect(page.get_by_text("Stored for you: 2 tracks.")).to_be_visible()
    expect(question(page)).to_have_count(0)
    assert titles(page) == ["Given", "First", "Second"]
    opened(page, "/")
    expect(question(page)).to_have_count(0)
    page.goto(f"/@{name}")
    expect(page.get_by_role("link", name="Made before I logged in")).to_be_visible()
    made = page.get_by_role("region", name="Tracks", exact=True).get_by_role("listitem")
    expect(made).to_have_count(2)
    expect(made.locator(".badge")).to_have_text(["Private", "Private"])
    page.get_by_role("link", name="Made before I logged in").last.click()
    expect(page.get_by_role("heading", name="Made before I logged in")).to_be_visible()
    expect(page.locator("lofi-order li")).to_have_count(2)


@pytest.mark.parametrize(("answer", "asked_again"), [("Not now", True), ("Don't ask again", False)])
def test_visitor_may_say_no(page: Page, answer: str, asked_again: bool) -> None:
    store(page, {"lofi.list": made_here("Given", "Mine")})
    opened(page, "/")
    name = new_name()
    sign_up(page, name)
    opened(page, "/")
    question(page).get_by_role("button", name=answer).click()
    opened(page, "/")
    expect(question(page)).to_have_count(0)
    page.evaluate("sessionStorage.removeItem(Object.keys(sessionStorage).find(key => key.startsWith('lofi.claim')))")
    opened(page, "/")
    expect(question(page)).to_have_count(1 if asked_again else 0)
    page.goto(f"/@{name}")
    expect(page.get_by_text("None yet.")).to_have_count(3)


def test_link_to_what_is_not_there_says_so_and_plays_on(page: Page) -> None:
    opened(page, "/?track=23456789ABC")
    expect(page.get_by_text("This list can't be opened: Not found.")).to_be_visible()
    expect(rows(page)).to_have_count(9)


def test_profile_is_shown_as_its_owner_sets_it(page: Page, member: str, visitor: Page) -> None:
    page.goto("/account/profile/")
    fill(page, Name_shown="Ada of the attic", About_yourself="Rain, mostly.\nAnd <tea>.")
    press(page, "Save")
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    visitor.goto(f"/@{member}")
    expect(visitor.get_by_role("heading", name="Ada of the attic")).to_be_visible()
    expect(visitor.locator(".person-about")).to_have_text("Rain, mostly.And <tea>.")
    avatar = visitor.locator("img.avatar")
    assert avatar.evaluate("img => img.complete && img.naturalWidth") > 0
    assert visitor.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert serious(visitor) == []
    page.get_by_label("Who sees your page").select_option("nobody")
    press(page, "Save")
    response = visitor.goto(f"/@{member}")
    assert response
    assert response.status == 404
    expect(visitor.get_by_role("heading", name="This record is not in the crate.")).to_be_visible()


def test_token_is_made_used_and_revoked(page: Page, member: str, base_url: str) -> None:
    page.goto("/account/tokens/")
    fill(page, Name="radio")
    page.get_by_label("May", exact=True).select_option("write")
    press(page, "Make it")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    key = page.locator("#token-key").inner_text()
    assert serious(page) == []
    status, me = call(base_url, "me", key)
    assert (status, me["name"]) == (200, member)
    status, track = call(base_url, "tracks", key, {"score": {**SCORE, "title": "By wire"}})
    assert (status, track["creator"]) == (201, member)
    page.goto("/account/tokens/")
    expect(page.locator("body")).not_to_contain_text(key)
    expect(page.locator(".tokens li")).to_contain_text("Last used")
    page.get_by_role("button", name="Revoke radio").click()
    expect(page.get_by_text("The token is revoked")).to_be_visible()
    assert call(base_url, "me", key)[0] == 401
    page.goto(f"/@{member}")
    page.get_by_role("link", name="By wire").last.click()
    expect(page.get_by_role("heading", name="By wire")).to_be_visible()


def test_export_is_made_by_the_worker_and_taken_away(page: Page, member: str) -> None:
    page.goto("/account/data/")
    press(page, "Make a copy")
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=60_000)
    assert serious(page) == []
    with page.expect_download() as waiting:
        link.click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        found = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    names = ["account", "likes", "moderation", "opinions", "pair_votes", "playlists", "profile", "sessions", "taste"]
    names += ["teaching", "tokens", "tracks"]
    assert sorted(found) == [f"{name}.json" for name in names]
    assert (found["account.json"]["name"], found["tracks.json"]) == (member, [])
    wait_for_letters(page, f"{member}@example.org", "Your data is ready", 1)


def test_member_leaves_and_is_gone_at_once(page: Page, member: str, visitor: Page) -> None:
    page.goto("/account/data/")
    page.get_by_role("link", name="Delete my account").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("heading", name=f"Delete your account, {member}?")).to_be_visible()
    assert serious(page) == []
    page.get_by_label("Leave them, without my name").check()
    press(page, "Delete my account")
    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible()
    expect(menu(page)).to_have_count(0)
    response = visitor.goto(f"/@{member}")
    assert response
    assert response.status == 404
    page.goto("/account/profile/")
    assert "/account/login/" in page.url
    log_in(page, member)
    expect(page.get_by_role("alert")).to_contain_text("This does not fit.")
    wait_for_letters(page, f"{member}@example.org", "Your account is deleted", 1)


def wait_for_letters(page: Page, to: str, subject: str, many: int) -> None:
    """Until the worker has sent so many."""
    letters = page.locator("article", has_text=to).filter(has_text=subject)
    page.goto("/mail/")
    for _ in range(60):
        if letters.count() >= many:
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(letters).to_have_count(many)


def test_pages_fit_a_phone(page: Page, member: str) -> None:
    page.set_viewport_size(NARROW)
    for path in [*PAGES, f"/@{member}"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert serious(page) == [], path
