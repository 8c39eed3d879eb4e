"""The listening test: whole tracks of every preset, rendered by the page at 44.1 kHz, judged by measurement.

-18 to -12 LUFS, under -1 dBTP, no gap, the score's tempo, and the same bits twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import listening
from tests.e2e.conftest import opened

RATE = 44_100
FADE_SECONDS = 2.5
"""The track's own fade, which ends in silence."""
PLAIN = {"preset": None, "bpm": None, "filter": 0, "vinyl": None, "rain": None, "muted": [], "soloed": []}
DEFAULTS = {"rainy window": 1, "deep focus": 2, "corner cafe": 3, "rooftop": 0}
"""Presets that tracks of the default playlist choose, by place in the list."""
DRAWN = {"attic tape": (0.2, 0.7, 75), "last train": (0.42, 0.35, 84), "sunday record": (0.48, 0.78, 78)}
"""Presets that energy and valence choose for a drawn score; with its tempo."""
ASKED = {"night drive": 4}
"""Presets that the listener asks for, and the track of the list that is heard so."""
PRESETS = [*DEFAULTS, *DRAWN, *ASKED]
EXTREMES = {
    "dust": {"rain": 1, "vinyl": 1},
    "dust behind a wall": {"rain": 1, "vinyl": 1, "filter": 1},
    "drums alone": {"soloed": ["drums"]},
}
THIRDS = {1: "maj", 2: "min", 3: "min", 4: "maj", 5: "maj", 6: "min", 7: "dim"}

RENDER = """async ([score, options]) => {
  const audio = await lofi.render(score, options);
  const channels = [0, 1].map(i => audio.getChannelData(i));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(channels));
  link.download = 'samples.f32';
  link.click();
  const {bpm, preset} = lofi.arrange(score, options.mix);
  return {bpm, preset};
}"""
DIGEST = """async ([score, options]) => {
  const audio = await lofi.render(score, options);
  const bytes = await new Blob([0, 1].map(i => audio.getChannelData(i))).arrayBuffer();
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].join(' ');
}"""


@pytest.fixture(scope="module")
def studio(browser: Browser, base_url: str) -> Iterator[Page]:
    """One page for all renders."""
    context = browser.new_context(base_url=base_url, accept_downloads=True)
    context.set_default_timeout(120_000)
    page = opened(context.new_page(), "/")
    page.wait_for_function("() => lofi.queue.items.length === 9")
    yield page
    context.close()


def hear(page: Page, score: dict[str, Any], **options: Any) -> tuple[dict[str, Any], np.ndarray]:
    """Renders a score; its arrangement's tempo and preset, and the samples as (2, frames)."""
    mix = {**PLAIN, **options.pop("mix", {})}
    with page.expect_download() as download:
        told = page.evaluate(RENDER, [score, {"mix": mix, **options}])
    samples = np.fromfile(download.value.path(), np.float32).reshape(2, -1)
    download.value.delete()
    return told, samples


def draw_score(energy: float, valence: float, bpm: int) -> dict[str, Any]:
    """Eight bars over four chords of C major, with a tune of eighths and quarters: what a composer might send."""
    dice = random.Random(bpm)
    harmony = [[{"degree": degree, "quality": THIRDS[degree]}] for degree in (2, 5, 1, 6) * 2]
    bars = [[dice.choice((5, 8, 9, 10)), 15, 15, 15, 0, 0, dice.choice((6, 7, 9)), 15] for _ in range(16)]
    melody = [bars[2 * i] + bars[2 * i + 1] for i in range(8)]
    head = {"version": 2, "title": "Drawn", "key": 1, "mode": 1, "bpm": bpm, "swing": 0.58}
    return {**head, "energy": energy, "valence": valence, "harmony": harmony, "melody": melody}


def score_for(page: Page, preset: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A score that is heard with a preset, and the mix that it takes."""
    if preset in DRAWN:
        return draw_score(*DRAWN[preset]), {}
    place = DEFAULTS.get(preset, ASKED.get(preset))
    score = page.evaluate("place => lofi.queue.items[place].score", place)
    return score, {"preset": preset} if preset in ASKED else {}


@pytest.mark.parametrize("preset", PRESETS)
def test_track_is_loud_clean_steady_and_without_holes(studio: Page, preset: str) -> None:
    score, mix = score_for(studio, preset)
    told, samples = hear(studio, score, mix=mix)
    assert told["preset"] == preset
    assert samples.shape[1] > 90 * RATE
    assert np.isfinite(samples).all()
    assert -18 <= listening.loudness(samples, RATE) <= -12
    assert listening.true_peak(samples) < -1
    music = samples[:, : -int(FADE_SECONDS * RATE)]
    assert listening.longest_silence(music, RATE) <= 2
    assert listening.tempo(music, RATE) == pytest.approx(told["bpm"], rel=0.01)


@pytest.mark.parametrize("preset", PRESETS)
def test_music_without_its_dust_has_no_holes_either(studio: Page, preset: str) -> None:
    score, mix = score_for(studio, preset)
    _, samples = hear(studio, score, mix={**mix, "vinyl": 0, "rain": 0}, sampleRate=RATE // 2)
    music = samples[:, : -int(FADE_SECONDS * RATE / 2)]
    assert listening.longest_silence(music, RATE // 2) <= 2


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", EXTREMES)
def test_peak_holds_at_the_ends_of_the_mix(studio: Page, preset: str, name: str) -> None:
    score, mix = score_for(studio, preset)
    _, samples = hear(studio, score, mix={**mix, **EXTREMES[name]}, seconds=24)
    assert np.isfinite(samples).all()
    assert listening.true_peak(samples) < -1


@pytest.mark.once
@pytest.mark.parametrize("preset", ["night drive", "rooftop", "last train"])
def test_two_renders_are_equal_to_the_bit(studio: Page, preset: str) -> None:
    score, mix = score_for(studio, preset)
    options = {"mix": {**PLAIN, **mix, "rain": 0.5}, "seconds": 60}
    assert studio.evaluate(DIGEST, [score, options]) == studio.evaluate(DIGEST, [score, options])
