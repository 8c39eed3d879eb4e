"""The list: reordered by hand and by key, cleared and restored, and never lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import opened, store
from tests.e2e.steps import (
    button,
    choose,
    expect_current,
    open_actions,
    rows,
    stored_list,
    titles,
    wait_until_heard,
)


def wait_until_sortable(page: Page) -> None:
    """Until what a hand over the list has asked for is here."""
    page.wait_for_function(
        "[...document.querySelectorAll('ol')].some(list => Object.keys(list).some(key => key.startsWith('Sortable')))"
    )


def drag_to_place(page: Page, index: int, place: int) -> None:
    """Drag a row by its grip, as a hand does: move on until it lies where it should, then let go."""
    title = titles(page)[index]
    rows(page).nth(index).locator(".row-grip").hover()
    wait_until_sortable(page)
    page.mouse.down()
    for step in range(40):
        target = rows(page).nth(place).bounding_box()
        assert target
        page.mouse.move(target["x"] + 20, target["y"] + target["height"] - 4 - step % 2)
        page.wait_for_timeout(50)
        if titles(page)[place] == title:
            break
    page.mouse.up()
    page.wait_for_timeout(300)  # until the rows have come to rest


def test_dragging_across_the_playing_track_keeps_the_mark(home: Page) -> None:
    names = titles(home)
    choose(home, 1)
    wait_until_heard(home)
    drag_to_place(home, 0, 3)
    assert titles(home) == [*names[1:4], names[0], *names[4:]]
    expect_current(home, names[1])


def test_rows_move_by_keyboard_and_keep_the_focus(home: Page) -> None:
    names = titles(home)
    rows(home).nth(0).locator(".row-play").focus()
    home.keyboard.press("Alt+ArrowDown")
    home.keyboard.press("Alt+ArrowDown")
    assert titles(home) == [names[1], names[2], names[0], *names[3:]]
    expect(rows(home).nth(2).locator(".row-play")).to_be_focused()
    home.keyboard.press("Alt+ArrowUp")
    assert titles(home) == [names[1], names[0], *names[2:]]


def test_rows_move_by_buttons(home: Page) -> None:
    names = titles(home)
    open_actions(home, 1).get_by_role("button", name="Move up").click()
    assert titles(home) == [names[1], names[0], *names[2:]]


def test_a_row_plays_on_enter(home: Page) -> None:
    rows(home).nth(2).locator(".row-play").focus()
    home.keyboard.press("Enter")
    wait_until_heard(home)
    expect_current(home, titles(home)[2])


def test_removing_the_playing_track_plays_on(home: Page) -> None:
    names = titles(home)
    choose(home, 0)
    wait_until_heard(home)
    open_actions(home, 0).get_by_role("button", name="Remove").click()
    expect(rows(home)).to_have_count(8)
    expect_current(home, names[1])
    wait_until_heard(home)
    home.get_by_role("button", name="Undo").click()
    assert titles(home) == names


def test_the_list_survives_a_reload(home: Page) -> None:
    rows(home).nth(0).locator(".row-play").focus()
    home.keyboard.press("Delete")
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(9)
    names = titles(home)
    opened(home, "/")
    assert titles(home) == names


@pytest.mark.parametrize("broken", ["[{}]", "{}", "null", "{", '{"version":1,"takes":[{}]}'])
def test_broken_storage_is_set_aside(home: Page, broken: str) -> None:
    keys = home.evaluate("Object.keys(localStorage)")
    store(home, dict.fromkeys([*keys, "lofi.list"], broken))
    home.goto("/")
    expect(home.get_by_text("A copy was set aside")).to_be_visible()
    assert home.evaluate("localStorage['lofi.list.aside.1']") == broken
    home.goto("/?default")
    expect(rows(home)).to_have_count(9)
    choose(home, 0)
    wait_until_heard(home)


def test_thousands_of_tracks_do_not_freeze_the_page(home: Page) -> None:
    store(home, {"lofi.list": stored_list(5000)})
    opened(home, "/")
    expect(home.get_by_text("5,000 tracks")).to_be_visible()
    choose(home, 3)
    wait_until_heard(home)
    rows(home).nth(0).locator(".row-play").focus()
    home.keyboard.press("Alt+ArrowDown")
    assert titles(home)[:2] == ["Track 1", "Track 0"]


def test_an_empty_list_says_what_can_be_done(home: Page) -> None:
    for _ in range(9):
        rows(home).nth(0).locator(".row-play").focus()
        home.keyboard.press("Delete")
    expect(home.get_by_text("Nothing here yet.")).to_be_visible()
    home.get_by_role("link", name="put the nine default tracks on").click()
    expect(rows(home)).to_have_count(9)
