"""The latent panel: what the listener sets is what gets made, again and again."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import break_api, opened, store
from tests.e2e.steps import (
    DIALS,
    button,
    choose,
    dials,
    open_actions,
    player,
    rows,
    seek_to,
    set_slider,
    slider,
    titles,
    wait_until_heard,
)

LATENT = "index => lofi.queue.items[index].latent"


def features(page: Page) -> list[float]:
    """Of the latent on the sliders, to two places."""
    return [float(slider(page, f"Feature {i + 1}").get_attribute("aria-valuetext") or "nan") for i in range(100)]


def test_generate_works_again_after_an_error(home: Page) -> None:
    break_api(home, "generate")
    button(home, "Generate").click()
    expect(home.get_by_text("No new track")).to_be_visible()
    home.unroute_all(behavior="ignoreErrors")
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(10)
    wait_until_heard(home)


def test_a_track_made_while_another_plays_waits_its_turn(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(10)
    expect(rows(home).nth(9)).to_contain_text("new")
    assert player(home)["state"] == "playing"
    home.get_by_role("button", name="Hear it").click()
    wait_until_heard(home)
    expect(rows(home).nth(9).locator(".row-play")).to_have_attribute("aria-current", "true")


def test_the_sliders_say_what_they_mean(home: Page) -> None:
    expect(slider(home, "Tempo")).to_be_enabled()
    told = [slider(home, name).get_attribute("aria-valuetext") or "" for name in DIALS]
    assert told[2].endswith(" BPM")
    assert all(text.endswith(" %") for text in (*told[:2], *told[3:]))


def test_a_slow_slider_makes_a_slow_track(home: Page) -> None:
    for value, bounds in ((-2.4, (60, 70)), (2.4, (90, 100))):
        set_slider(home, "Tempo", value)
        button(home, "Generate").click()
        count = 10 if value < 0 else 11
        expect(rows(home)).to_have_count(count)
        bpm = home.evaluate("i => lofi.queue.items[i].score.bpm", count - 1)
        assert bounds[0] <= bpm <= bounds[1]


def test_a_stored_track_can_be_edited_again(home: Page) -> None:
    set_slider(home, "Energy", 1.5)
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(10)
    made = home.evaluate(LATENT, 9)
    opened(home, "/")
    open_actions(home, 9).get_by_role("button", name="Edit").click()
    home.get_by_text("All 100 features").click()
    assert [abs(a - b) < 0.006 for a, b in zip(features(home), made, strict=True)] == [True] * 100
    set_slider(home, "Feature 7", 2)
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(11)
    edited = home.evaluate(LATENT, 10)
    assert [i for i in range(100) if abs(edited[i] - made[i]) > 0.001] == [6]
    assert abs(edited[6] - 2) < 0.001


def test_a_slider_moved_on_a_chosen_track_makes_a_neighbour_of_it(home: Page) -> None:
    choose(home, 3)
    chosen = home.evaluate(LATENT, 3)
    home.get_by_text("All 100 features").click()
    set_slider(home, "Feature 42", -1.5)
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(10)
    # At the end of the list, or, if it was heard already, behind the track it came from.
    made = home.evaluate("lofi.queue.items.find((item) => item.made).latent")
    assert [i for i in range(100) if abs(made[i] - chosen[i]) > 0.001] == [41]
    assert abs(made[41] + 1.5) < 0.001


def test_a_linked_track_can_be_edited_too(home: Page) -> None:
    link = home.evaluate("lofi.writeLink([lofi.queue.items[0].score])")
    store(home, {})
    opened(home, f"/{link}")
    expect(rows(home)).to_have_count(1)
    open_actions(home, 0).get_by_role("button", name="Edit").click()
    expect(home.get_by_text("The sliders now stand where")).to_be_visible()


def test_endless_mode_leaves_the_sliders_alone(home: Page) -> None:
    for _ in range(3):
        button(home, "Repeat").click()
    set_slider(home, "Energy", 1.2)
    set_slider(home, "Mood", -0.8)
    before = dials(home)
    choose(home, 8)
    expect(rows(home)).to_have_count(10)
    wait_until_heard(home)
    seek_to(home, player(home)["duration"] - 1)
    expect(rows(home).nth(9).locator(".row-play")).to_have_attribute("aria-current", "true")
    expect(rows(home)).to_have_count(11)
    assert dials(home) == before


def test_randomise_moves_all_and_generate_decodes_it(home: Page) -> None:
    home.get_by_text("All 100 features").click()
    before = (dials(home), features(home))
    button(home, "Randomise").click()
    after = (dials(home), features(home))
    # One of many may land where it stood, as the sliders round; nearly all of them can't.
    assert after[0] != before[0]
    assert sum(a != b for a, b in zip(after[1], before[1], strict=True)) > 90
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(10)
    assert len(titles(home)[9]) > 0


def test_a_model_that_does_not_answer_is_told(page: Page) -> None:
    break_api(page, "model")
    opened(page, "/")
    expect(page.get_by_text("The model does not answer")).to_be_visible()
    expect(slider(page, "Energy")).to_be_disabled()
    page.unroute_all(behavior="ignoreErrors")
    page.get_by_role("button", name="Ask again").click()
    expect(slider(page, "Energy")).to_be_enabled()
