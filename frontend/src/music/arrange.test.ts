import { describe, expect, test } from "vitest";
import { arrange, seedOf } from "./arrange";
import { BAR_TICKS, DRUM, type Note, type PartName } from "./arrangement";
import { DEFAULT_LINK, makeBars, makeScore, silence } from "./fixtures";
import { readLink } from "./legacy";
import { choosePreset, PRESETS } from "./presets";
import { parseScore, type Score } from "./score";

function notesOf(score: Score, name: PartName): readonly Note[] {
  return arrange(score).parts.find((part) => part.name === name)!.notes;
}

const EDGES: [string, Score][] = [
  ["one bar", makeBars(1)],
  ["one chord", makeBars(8, 4)],
  ["fifty bars at 60", makeBars(50, undefined, { bpm: 60 })],
  ["fifty bars at 100", makeBars(50, undefined, { bpm: 100 })],
  ["rests alone", makeBars(4, 0)],
  ["no melody", makeBars(4, undefined, { melody: silence(4) })],
  ["nothing at all", makeBars(3, 0, { melody: silence(3) })],
  ["energy and valence exactly 0", makeScore({ energy: 0, valence: 0 })],
  ["energy and valence exactly 1", makeScore({ energy: 1, valence: 1 })],
  ["locrian", makeScore({ mode: 7, key: 12 })],
  ...readLink(DEFAULT_LINK).map((score, i): [string, Score] => [`default ${i + 1}`, score]),
];

describe("every score", () => {
  test.each(EDGES)("test_arrangement_lasts_between_a_minute_and_a_half_and_three_and_a_half (%s)", (_, score) => {
    const { seconds, lengthTicks, sections } = arrange(score);
    expect(seconds).toBeGreaterThanOrEqual(90);
    expect(seconds).toBeLessThanOrEqual(210);
    expect(sections.reduce((bars, section) => bars + section.bars, 0) * BAR_TICKS).toBe(lengthTicks);
  });

  test.each(EDGES)("test_arrangement_is_deterministic (%s)", (_, score) => {
    expect(arrange(parseScore(JSON.parse(JSON.stringify(score))))).toEqual(arrange(score));
  });

  test.each(EDGES)("test_notes_are_whole_in_range_and_within_the_track (%s)", (_, score) => {
    const { parts, lengthTicks } = arrange(score);
    const wrong = parts.flatMap((part) =>
      part.notes.filter(
        ({ tick, duration, pitch, velocity }) =>
          ![tick, duration, pitch, velocity].every(Number.isInteger) ||
          tick < 0 ||
          duration < 1 ||
          tick + duration > lengthTicks + BAR_TICKS ||
          pitch < 24 ||
          pitch > 108 ||
          velocity < 1 ||
          velocity > 127,
      ),
    );
    expect(wrong).toEqual([]);
  });

  test.each(EDGES)("test_first_note_sounds_at_once (%s)", (_, score) => {
    expect(Math.min(...notesOf(score, "keys").map((note) => note.tick))).toBe(0);
  });

  test.each(EDGES)("test_no_bar_inside_is_empty (%s)", (_, score) => {
    const { parts, lengthTicks } = arrange(score);
    const bars = new Set(parts.flatMap((part) => part.notes.map((note) => Math.floor(note.tick / BAR_TICKS))));
    const played = Array.from({ length: lengthTicks / BAR_TICKS }, (_, i) => bars.has(i));
    const longest = played
      .map(String)
      .join(" ")
      .split("true")
      .map((gap) => gap.trim().split("false").length - 1);
    expect(Math.max(...longest)).toBeLessThanOrEqual(1);
  });
});

describe("form", () => {
  test("test_track_begins_with_an_intro_and_ends_with_an_outro", () => {
    const names = arrange(makeScore()).sections.map((section) => section.name);
    expect([names[0], names.at(-1)]).toEqual(["intro", "outro"]);
  });

  test("test_different_scores_get_different_forms", () => {
    const forms = Array.from({ length: 12 }, (_, i) => arrange(makeBars(8, undefined, { bpm: 70 + i })).sections);
    expect(new Set(forms.map((sections) => sections.map(({ name }) => name).join())).size).toBeGreaterThan(2);
  });

  test("test_parts_enter_and_leave", () => {
    const bars = (name: PartName) =>
      new Set(notesOf(makeScore(), name).map(({ tick }) => Math.floor(tick / BAR_TICKS)));
    const total = arrange(makeScore()).lengthTicks / BAR_TICKS;
    for (const name of ["drums", "bass", "melody", "colour"] as const) {
      expect(bars(name).size).toBeGreaterThan(total / 10);
      expect(bars(name).size).toBeLessThan(total);
    }
  });
});

describe("rhythm", () => {
  test("test_swing_moves_the_off_sixteenths", () => {
    const melody = [[8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9]];
    const harmony = [[{ degree: 1, quality: "min7" }]];
    const offsets = (swing: number) => {
      const notes = notesOf(makeScore({ swing, harmony, melody }), "melody");
      const places = notes.map(({ tick }) => tick % 240).filter((tick) => tick > 100);
      return places.reduce((sum, tick) => sum + tick, 0) / places.length;
    };
    expect(offsets(0.66) - offsets(0.5)).toBeGreaterThan(34);
    expect(offsets(0.66) - offsets(0.5)).toBeLessThan(43);
  });

  test("test_backbeat_is_behind_the_beat", () => {
    const late = notesOf(makeScore(), "drums")
      .filter(({ pitch, velocity }) => pitch === DRUM.snare && velocity > 80)
      .map(({ tick }) => tick % 480)
      .filter((tick) => tick < 240);
    expect(late.length).toBeGreaterThan(20);
    expect(late.reduce((sum, tick) => sum + tick, 0) / late.length).toBeGreaterThan(3);
  });

  test("test_more_energy_means_more_hits", () => {
    const hits = (energy: number) => notesOf(makeScore({ energy }), "drums").length;
    expect(hits(0.9)).toBeGreaterThan(hits(0.05));
  });
});

describe("melody", () => {
  test("test_score_melody_is_heard_note_by_note", () => {
    const heard = notesOf(makeScore(), "melody").map(({ pitch }) => pitch % 12);
    // A minor: degrees 8, 10, 9 and 5 are A, C, B and E.
    expect(heard.join(" ")).toContain("9 0 11 4 9 0 11 4");
  });
});

describe("presets", () => {
  test("test_each_preset_is_chosen_at_its_home", () => {
    const chosen = PRESETS.map((preset) => choosePreset(preset.energy, preset.valence, preset.modes[0]!).name);
    expect(chosen).toEqual(PRESETS.map((preset) => preset.name));
  });

  test("test_title_changes_nothing_that_is_heard", () => {
    expect(seedOf(makeScore({ title: "Another" }))).toBe(seedOf(makeScore()));
  });
});

describe("golden arrangements", () => {
  test("test_producer_gives_the_notes_it_gave (legacy, 7 bars)", () => {
    expect(summary(readLink(DEFAULT_LINK)[0]!)).toMatchSnapshot();
  });

  test("test_producer_gives_the_notes_it_gave (version 2, 4 bars)", () => {
    expect(summary(makeScore())).toMatchSnapshot();
  });

  test.each(PRESETS.map((preset) => [preset.name, preset] as const))(
    "test_producer_gives_the_notes_it_gave (%s)",
    (_, { energy, valence, modes }) => {
      expect(
        summary(makeScore({ energy, valence, mode: modes[0], bpm: 64 + Math.round(30 * energy) })),
      ).toMatchSnapshot();
    },
  );
});

/** Form in full; of each part its size, its first notes and a sum over all, which any change of a note alters. */
function summary(score: Score) {
  const { preset, seconds, sections, chords, parts } = arrange(score);
  const form = sections.map(({ name, bars }) => `${name} ${bars}`);
  return {
    preset,
    seconds,
    form,
    chords: chords.slice(0, 8).map(({ name }) => name),
    parts: parts.map(({ name, notes }) => ({
      name,
      count: notes.length,
      first: notes
        .slice(0, 8)
        .map(({ tick, duration, pitch, velocity }) => [tick, duration, pitch, velocity].join(" ")),
      sum: notes.reduce(
        (sum, n, i) => (sum + (i + 1) * (n.tick + 3 * n.duration + 5 * n.pitch + 7 * n.velocity)) % 1e9,
        0,
      ),
    })),
  };
}
