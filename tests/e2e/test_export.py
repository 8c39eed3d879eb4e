"""What is taken along is what was heard: files are downloaded for real and read by other programs than wrote them."""

from __future__ import annotations

import base64
import io
import json
import re
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mido
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Locator, Page, expect

from generator.vae.score import Score
from tests.e2e.conftest import abort, opened
from tests.e2e.steps import button, choose, open_actions, rows, wait_until_heard

RENDERED = 120_000  # milliseconds that a render may take while others keep the machine busy
BAR = 1920
# What counts as sounding in a bar, in ticks: a note that is struck a little early belongs to the next one.
SOUNDING = 60
CHANNELS = {"keys": 0, "colour": 1, "pad": 2, "melody": 3, "bass": 4, "drums": 9}
SECTIONS = {"intro", "A", "B", "break", "outro"}
IONIAN = (0, 2, 4, 5, 7, 9, 11)
SHARP = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
MAJORS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MINORS = ("Am", "Bbm", "Bm", "Cm", "C#m", "Dm", "D#m", "Em", "Fm", "F#m", "Gm", "G#m")
# Root, third (or what is suspended in its place) and fifth above the root, and how the chord is written.
CHORDS = {
    "maj": ((0, 4, 7), ""), "min": ((0, 3, 7), "m"), "dim": ((0, 3, 6), "°"), "aug": ((0, 4, 8), "+"),
    "sus2": ((0, 2, 7), "sus2"), "sus4": ((0, 5, 7), "sus4"), "maj6": ((0, 4, 7), "6"), "min6": ((0, 3, 7), "m6"),
    "maj7": ((0, 4, 7), "maj7"), "min7": ((0, 3, 7), "m7"), "dom7": ((0, 4, 7), "7"), "hdim7": ((0, 3, 6), "ø7"),
    "dim7": ((0, 3, 6), "°7"), "maj9": ((0, 4, 7), "maj9"), "min9": ((0, 3, 7), "m9"), "dom9": ((0, 4, 7), "9"),
}  # fmt: skip
MEASURE = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const player = new Audio(URL.createObjectURL(new Blob([bytes])));
  await new Promise((done, fail) => { player.onloadedmetadata = done; player.onerror = fail; });
  const audio = await new OfflineAudioContext(2, 1, 44100).decodeAudioData(bytes.buffer);
  let peak = 0, power = 0;
  for (let c = 0; c < audio.numberOfChannels; c++) {
    for (const x of audio.getChannelData(c)) { peak = Math.max(peak, Math.abs(x)); power += x * x; }
  }
  const rms = Math.sqrt(power / (audio.length * audio.numberOfChannels));
  return {seconds: audio.duration, told: player.duration, channels: audio.numberOfChannels, peak, rms};
}"""


def sheet(page: Page) -> Locator:
    return page.locator("#export-sheet")


def choice(page: Page, kind: str) -> Locator:
    return sheet(page).locator(f"[data-kind={kind}]")


def open_sheet(page: Page, index: int) -> None:
    row = open_actions(page, index)
    row.get_by_role("button", name="Export").click()
    expect(sheet(page)).to_be_visible()


def exported(page: Page, index: int, kind: str) -> Download:
    """Takes a track along from its row; the sheet is closed again."""
    open_sheet(page, index)
    with page.expect_download(timeout=RENDERED) as started:
        choice(page, kind).click()
    expect(sheet(page).locator(".export-status")).to_contain_text("is in your downloads")
    button(page, "Close").click()
    rows(page).nth(index).get_by_role("button", name="Actions for").click()
    return started.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def measure(page: Page, sound: bytes) -> dict[str, float]:
    """What the browser decodes; `told`: the length that a media element shows, in seconds."""
    return page.evaluate(MEASURE, base64.b64encode(sound).decode())


def score_of(page: Page, index: int) -> Score:
    return Score.from_json(page.evaluate("i => lofi.queue.items[i].score", index))


def seconds_of(page: Page, index: int) -> float:
    return page.evaluate("i => lofi.arrange(lofi.queue.items[i].score, lofi.queue.items[i].mix).seconds", index)


def generate(page: Page) -> int:
    """Makes a track; returns its index."""
    before = rows(page).count()
    button(page, "Generate").click()
    expect(rows(page)).to_have_count(before + 1)
    button(page, "Pause").click()
    return before


# The notes, from the score alone


def pitch_class(score: Score, degree: int) -> int:
    """0 is C; `degree` 1 to 14."""
    start = IONIAN[score.mode - 1]
    step = (degree - 1) % 7
    return (score.key - 1 + IONIAN[(score.mode - 1 + step) % 7] - start) % 12


def chord_tones(score: Score) -> dict[str, frozenset[int]]:
    """Root, third and fifth of each of the score's chords, by its name in either spelling."""
    tones = {}
    for chord in (chord for bar in score.harmony for chord in bar if chord.quality):
        root = pitch_class(score, chord.degree)
        above, suffix = CHORDS[chord.quality]
        for names in (SHARP, FLAT):
            tones[names[root] + suffix] = frozenset((root + step) % 12 for step in above)
    return tones


def chord_row(score: Score) -> list[frozenset[int]]:
    """One pass of the score's chords, rests left out."""
    sounding = [chord for bar in score.harmony for chord in bar if chord.quality]
    return [
        frozenset((pitch_class(score, chord.degree) + step) % 12 for step in CHORDS[chord.quality][0])
        for chord in sounding
    ]


def melody_row(score: Score) -> list[int]:
    """One pass of the score's melody: the pitch classes that are struck."""
    return [pitch_class(score, symbol) for bar in score.melody for symbol in bar if 0 < symbol < 15]


def key_name(score: Score) -> str:
    """The signature whose staff shows the mode's own notes."""
    relative = (score.key - 1 - IONIAN[score.mode - 1]) % 12
    return (MINORS if score.mode in (2, 3, 6, 7) else MAJORS)[relative]


# The notes, from the file


def track_named(midi: mido.MidiFile, part: str) -> mido.MidiTrack | None:
    return next((track for track in midi.tracks[1:] if track.name.startswith(f"{part} (")), None)


def timed(track: mido.MidiTrack) -> list[tuple[int, Any]]:
    tick = 0
    events = []
    for message in track:
        tick += message.time
        events.append((tick, message))
    return events


def notes(track: mido.MidiTrack | None) -> list[tuple[int, int, int]]:
    """First tick, last tick, pitch; every key that is struck is let go exactly once."""
    sounding: dict[int, int] = {}
    read = []
    for tick, message in timed(track) if track else []:
        if message.type == "note_on" and message.velocity > 0:
            assert message.note not in sounding
            sounding[message.note] = tick
        elif message.type in ("note_on", "note_off"):
            read.append((sounding.pop(message.note), tick, message.note))
    assert sounding == {}
    return sorted(read)


def chords_by_bar(midi: mido.MidiFile, score: Score) -> dict[int, list[frozenset[int]]]:
    names = chord_tones(score)
    bars: dict[int, list[frozenset[int]]] = {}
    for tick, message in timed(midi.tracks[0]):
        if message.type == "text" and tick // BAR >= 0 and not re.search(r" \w+ian$", message.text):
            bars.setdefault(tick // BAR, []).append(names[message.text])
    return bars


def sounding_in(bar: int, played: list[tuple[int, int, int]]) -> set[int]:
    first, last = bar * BAR, (bar + 1) * BAR
    return {pitch % 12 for on, off, pitch in played if min(off, last) - max(on, first) >= SOUNDING}


def contains_run(row: list[Any], run: list[Any]) -> bool:
    return any(row[i : i + len(run)] == run for i in range(len(row) - len(run) + 1))


def read_midi(page: Page, index: int) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(content(exported(page, index, "mid"))), charset="utf-8")


def check_midi(midi: mido.MidiFile, score: Score) -> None:
    """The whole of what a MIDI file promises."""
    conductor = timed(midi.tracks[0])
    of = {kind: [message for _, message in conductor if message.type == kind] for _, kind in
          ((None, kind) for kind in ("set_tempo", "time_signature", "key_signature", "marker"))}  # fmt: skip
    assert (midi.type, midi.ticks_per_beat, midi.tracks[0].name) == (1, 480, score.title)
    assert [mido.tempo2bpm(message.tempo) for message in of["set_tempo"]] == [pytest.approx(score.bpm, abs=0.001)]
    assert [(message.numerator, message.denominator) for message in of["time_signature"]] == [(4, 4)]
    assert [message.key for message in of["key_signature"]] == [key_name(score)]
    sections = [message.text for message in of["marker"]]
    assert (sections[0], sections[-1], set(sections) <= SECTIONS) == ("intro", "outro", True)
    check_parts(midi)
    check_notes(midi, score)


def check_parts(midi: mido.MidiFile) -> None:
    parts = [track.name.split(" (")[0] for track in midi.tracks[1:]]
    assert [part for part in CHANNELS if part in parts] == parts
    channels = [{message.channel for message in track if not message.is_meta} for track in midi.tracks[1:]]
    assert channels == [{CHANNELS[part]} for part in parts]
    for track in midi.tracks[1:]:
        assert {message.control for message in track if message.type == "control_change"} == {7, 10, 91}
        assert len([message for message in track if message.type == "program_change"]) == 1


def check_notes(midi: mido.MidiFile, score: Score) -> None:
    played = notes(track_named(midi, "keys")) + notes(track_named(midi, "bass"))
    bars = chords_by_bar(midi, score)
    assert contains_run([chord for bar in sorted(bars) for chord in bars[bar]], chord_row(score))
    heard = {bar: sounding_in(bar, played) for bar in bars}
    missing = {bar: set().union(*bars[bar]) - heard[bar] for bar in bars if heard[bar]}
    assert {bar: tones for bar, tones in missing.items() if tones} == {}
    assert len(missing) > len(bars) // 2
    tune = [pitch % 12 for _, _, pitch in notes(track_named(midi, "melody"))]
    assert contains_run(tune, melody_row(score))


@pytest.mark.parametrize("index", range(9))
def test_midi_of_a_default_track_is_the_score(home: Page, index: int) -> None:
    check_midi(read_midi(home, index), score_of(home, index))


def test_midi_of_a_new_track_is_the_score(home: Page) -> None:
    index = generate(home)
    check_midi(read_midi(home, index), score_of(home, index))


def test_midi_follows_the_mix(home: Page) -> None:
    home.evaluate("lofi.queue.items[0].mix = {...lofi.queue.items[0].mix, bpm: 96, muted: ['drums']}")
    midi = read_midi(home, 0)
    tempos = [message.tempo for message in midi.tracks[0] if message.type == "set_tempo"]
    assert [mido.tempo2bpm(tempo) for tempo in tempos] == [96]
    assert track_named(midi, "drums") is None
    assert track_named(midi, "bass") is not None


def test_json_is_the_lists_score(home: Page) -> None:
    download = exported(home, 2, "json")
    data = json.loads(content(download))
    entry = home.evaluate("lofi.queue.items[2]")
    assert (data["format"], data["version"], data["score"]) == ("lofi-track", 1, entry["score"])
    assert (data["latent"], data["seed"], data["model_version"]) == (
        entry["latent"], entry["seed"], entry["modelVersion"],
    )  # fmt: skip
    assert Score.from_json(data["score"]) == score_of(home, 2)
    assert download.suggested_filename == f"{entry['score']['title']}.json"


def test_cover_is_a_png_of_1200_pixels(home: Page) -> None:
    picture = content(exported(home, 0, "png"))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [1200, 1200]


def test_wav_is_the_track(home: Page) -> None:
    download = exported(home, 1, "wav")
    with wave.open(io.BytesIO(content(download))) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float) / 32768
        frames = file.getnframes()
    assert shape == (2, 2, 44100)
    assert frames / 44100 == pytest.approx(seconds_of(home, 1), abs=0.001)
    assert np.sqrt(np.mean(samples**2)) > 0.01
    assert np.max(np.abs(samples)) < 1
    assert download.suggested_filename == f"{score_of(home, 1).title}.wav"


def test_mp3_is_the_track(home: Page) -> None:
    file = content(exported(home, 3, "mp3"))
    sound = measure(home, file)
    assert sound["seconds"] == pytest.approx(seconds_of(home, 3), abs=0.1)
    assert sound["told"] == pytest.approx(seconds_of(home, 3), abs=0.1)
    assert sound["rms"] > 0.01
    assert sound["peak"] < 1.05  # lossy: a peak may end a little higher than it was
    assert len(file) * 8 / sound["seconds"] == pytest.approx(192_000, rel=0.02)
    assert file[:3] == b"ID3"
    assert score_of(home, 3).title.encode() in file[:1000]


def test_cancelled_render_saves_nothing_and_the_next_one_works(home: Page) -> None:
    downloads: list[str] = []
    home.on("download", lambda download: downloads.append(download.suggested_filename))
    open_sheet(home, 0)
    choice(home, "mp3").click()
    expect(choice(home, "mp3")).to_contain_text(re.compile(r"[1-9]\d? %"))
    button(home, "Cancel").click()
    expect(sheet(home).locator(".export-status")).to_have_text("Cancelled. Nothing was saved.")
    home.wait_for_timeout(4000)
    assert downloads == []
    with home.expect_download(timeout=RENDERED):
        choice(home, "wav").click()
    assert downloads == [f"{score_of(home, 0).title}.wav"]


def test_escape_cancels_first_and_closes_then(home: Page) -> None:
    open_sheet(home, 0)
    choice(home, "wav").focus()
    home.keyboard.press("Enter")
    expect(button(home, "Cancel")).to_be_focused()
    home.keyboard.press("Escape")
    expect(sheet(home).locator(".export-status")).to_have_text("Cancelled. Nothing was saved.")
    expect(choice(home, "wav")).to_be_focused()
    home.keyboard.press("Escape")
    expect(sheet(home)).to_have_count(0)
    expect(rows(home).first.get_by_role("button", name="Export")).to_be_focused()


def test_closing_the_sheet_ends_the_render(home: Page) -> None:
    downloads: list[str] = []
    home.on("download", lambda download: downloads.append(download.suggested_filename))
    open_sheet(home, 0)
    choice(home, "wav").click()
    expect(choice(home, "wav")).to_contain_text(re.compile(r"[1-9]\d? %"))
    home.evaluate("document.querySelector('#export-sheet').close()")
    expect(sheet(home)).to_have_count(0)
    home.wait_for_timeout(8000)
    assert downloads == []


def test_failed_render_says_so_and_leaves_the_page_usable(page: Page) -> None:
    page.route("**/static/samples/**", abort)
    opened(page, "/")
    open_sheet(page, 0)
    choice(page, "wav").click()
    expect(sheet(page).locator(".export-status")).to_contain_text("WAV could not be made: ")
    with page.expect_download():
        choice(page, "mid").click()
    page.unroute("**/static/samples/**")
    with page.expect_download(timeout=RENDERED):
        choice(page, "wav").click()


def test_bar_exports_the_current_track(home: Page) -> None:
    choose(home, 1)
    wait_until_heard(home)
    home.locator("lofi-player").get_by_role("button", name="Export").click()
    expect(sheet(home).get_by_role("heading")).to_contain_text(score_of(home, 1).title)


def test_recording_is_what_was_heard_across_tracks(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    open_sheet(home, 0)
    button(home, "Record what I hear").click()
    button(home, "Close").click()
    light = home.locator("lofi-recorder")
    expect(light).to_contain_text("0:01")
    button(home, "Next track").click()
    expect(light).to_contain_text("0:03")
    with home.expect_download() as started:
        light.get_by_role("button", name="Stop").click()
    expect(light).to_be_hidden()
    sound = measure(home, content(started.value))
    assert sound["seconds"] == pytest.approx(3.3, abs=0.8)
    assert sound["told"] == pytest.approx(sound["seconds"], abs=0.3)
    assert sound["rms"] > 0.003
    assert re.fullmatch(r"Lofi session \d{4}-\d\d-\d\d \d\d\.\d\d\.webm", started.value.suggested_filename)


def test_record_starts_the_music_when_there_is_none(home: Page) -> None:
    open_sheet(home, 0)
    button(home, "Record what I hear").click()
    expect(sheet(home).locator(".export-record")).to_contain_text("Stop and save · 0:02")
    with home.expect_download() as started:
        sheet(home).locator(".export-record").click()
    assert measure(home, content(started.value))["rms"] > 0.003


@pytest.mark.parametrize("at", ["wide", "narrow"])
def test_sheet_is_accessible_and_fits(request: pytest.FixtureRequest, at: str) -> None:
    page: Page = request.getfixturevalue({"wide": "home", "narrow": "narrow"}[at])
    open_sheet(page, 0)
    button(page, "Record what I hear").click()
    expect(page.locator("lofi-recorder")).to_contain_text("0:01")
    serious = [found["id"] for found in violations(page) if found["impact"] in ("serious", "critical")]
    overflow: Callable[[str], int] = lambda of: page.evaluate(f"{of}.scrollWidth - {of}.clientWidth")  # noqa: E731
    assert serious == []
    assert [overflow("document.documentElement"), overflow("document.querySelector('#export-sheet')")] == [0, 0]
    sheet(page).get_by_role("button", name="Stop and save").click()


def violations(page: Page) -> list[dict[str, Any]]:
    return Axe().run(page).response["violations"]
