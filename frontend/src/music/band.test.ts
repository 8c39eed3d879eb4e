import { describe, expect, test } from "vitest";
import { arrange } from "./arrange";
import { BAR_TICKS, type ChordSpan, DRUM, type Note, type PartName } from "./arrangement";
import { chordName, colour, rootOf } from "./chords";
import { DEFAULT_LINK, makeBars, makeScore } from "./fixtures";
import { readLink } from "./legacy";
import { PRESETS } from "./presets";
import type { Score } from "./score";
import { QUALITIES, scale } from "./theory";
import { voice } from "./voicing";

const DEFAULTS = readLink(DEFAULT_LINK).map((score, i): [string, Score] => [`default ${i + 1}`, score]);
const SCORES: [string, Score][] = [...DEFAULTS, ["four bars", makeScore()], ["eight bars", makeBars(8)]];
const NAMES = PRESETS.map(({ name }) => name);

function notesOf(score: Score, name: PartName, preset?: string): readonly Note[] {
  return arrange(score, { preset: preset ?? null }).parts.find((part) => part.name === name)!.notes;
}

function classes(notes: readonly Note[], { tick, duration }: ChordSpan): Set<number> {
  return new Set(
    notes.filter((note) => note.tick >= tick && note.tick < tick + duration).map(({ pitch }) => pitch % 12),
  );
}

/** Root, third and fifth of each chord that the score names. */
function triads(score: Score): Map<string, number[]> {
  const named = score.harmony.flat().filter((chord) => chord.quality !== null);
  return new Map(
    named.map((chord) => {
      const root = rootOf(score.key, score.mode, chord.degree);
      const tones = QUALITIES[chord.quality!].slice(0, 3).map((step) => (root + step) % 12);
      return [chordName(score.key, score.mode, chord), tones];
    }),
  );
}

describe("harmony", () => {
  test.each(SCORES)("test_written_triads_are_heard_in_keys_and_bass_with_every_preset (%s)", (_, score) => {
    const expected = triads(score);
    const missing = NAMES.flatMap((preset) => {
      const notes = [...notesOf(score, "keys", preset), ...notesOf(score, "bass", preset)];
      return arrange(score, { preset }).chords.flatMap((chord) => {
        const heard = classes(notes, chord);
        return expected.get(chord.name)!.every((tone) => heard.has(tone))
          ? []
          : [`${preset} ${chord.tick} ${chord.name}`];
      });
    });
    expect(missing).toEqual([]);
  });

  test.each(SCORES)("test_hands_move_little_from_chord_to_chord (%s)", (_, score) => {
    const chords = score.harmony.flat().filter((chord) => chord.degree > 0);
    const hands: number[][] = [];
    for (const chord of chords) {
      const sounding = colour(score.key, score.mode, chord, "ninth", new Set())!;
      hands.push(voice(sounding, hands.at(-1) ?? [], PRESETS[0]!.register));
    }
    const moves = hands.slice(1).map((hand, i) => movement(hands[i]!, hand) / hand.length);
    // Semitones a voice, on the middle change: seconds.
    expect(median(moves)).toBeLessThanOrEqual(2);
  });

  test("test_suspended_dominant_resolves_in_the_second_half", () => {
    const silent = Array.from({ length: 16 }, () => 0);
    const harmony = [1, 4, 5, 1].map((degree) => [{ degree, quality: degree === 5 ? "dom7" : "maj7" }]);
    const score = makeScore({ key: 1, mode: 1, harmony, melody: harmony.map(() => silent) });
    const { sections } = arrange(score);
    const later = sections.find(({ name }) => name === "B")!;
    // G7 in C: the fourth is C, the third B.
    const bar = later.tick + 2 * BAR_TICKS;
    const halves = [0, 1].map((half) =>
      classes(notesOf(score, "keys"), { tick: bar + (half * BAR_TICKS) / 2, duration: BAR_TICKS / 2, name: "" }),
    );
    expect(halves.map((heard) => [heard.has(0), heard.has(11)])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test("test_dominant_is_not_suspended_under_a_melody_on_its_third", () => {
    const third = [7, ...new Array<number>(15).fill(15)];
    const harmony = [1, 4, 5, 1].map((degree) => [{ degree, quality: degree === 5 ? "dom7" : "maj7" }]);
    const score = makeScore({ key: 1, mode: 1, harmony, melody: harmony.map(() => third) });
    const later = arrange(score).sections.find(({ name }) => name === "B")!;
    const span = { tick: later.tick + 2 * BAR_TICKS, duration: BAR_TICKS / 2, name: "" };
    expect(classes(notesOf(score, "keys"), span).has(0)).toBe(false);
  });
});

describe("form", () => {
  /** The default tracks whose form has a second B. */
  const long = DEFAULTS.filter(([, score]) => arrange(score).sections.filter(({ name }) => name === "B").length > 1);

  test("test_tune_has_a_second_voice_in_the_last_b", () => {
    const shares = long.map(([, score]) => {
      const bs = arrange(score).sections.filter(({ name }) => name === "B");
      return [bs[0]!, bs.at(-1)!].map(({ tick, bars }) => coincidences(score, tick, tick + bars * BAR_TICKS));
    });
    expect(shares.map(([, last]) => last)).toEqual(long.map(() => 1));
    // In the first B an arpeggio may meet every note of a short tune, but not in most tracks.
    expect(shares.filter(([first]) => first === 1).length).toBeLessThan(long.length / 2);
  });

  test.each(DEFAULTS)("test_second_voice_never_rubs_against_the_tune (%s)", (_, score) => {
    const melody = notesOf(score, "melody");
    const last = arrange(score).sections.filter(({ name }) => name === "B");
    if (last.length < 2) return;
    const from = last.at(-1)!.tick;
    const until = from + last.at(-1)!.bars * BAR_TICKS;
    const seconds = notesOf(score, "colour").filter(({ tick }) => tick >= from && tick < until);
    const rubs = seconds.filter((note) =>
      melody.some(
        (sung) =>
          Math.abs(sung.tick - note.tick) < 60 && [1, 2, 10, 11].includes(Math.abs(sung.pitch - note.pitch) % 12),
      ),
    );
    expect(rubs).toEqual([]);
  });

  test.each(NAMES)("test_kick_plays_another_pattern_in_b (%s)", (preset) => {
    const score = makeBars(8);
    const { sections } = arrange(score, { preset });
    const kicks = (["A", "B"] as const).map((name) => {
      const { tick } = sections.find((section) => section.name === name)!;
      const hits = notesOf(score, "drums", preset).filter(({ pitch }) => pitch === DRUM.kick);
      const inside = hits.filter((hit) => hit.tick >= tick && hit.tick < tick + 2 * BAR_TICKS);
      return inside.map((hit) => Math.floor((hit.tick - tick) / 120)).join(" ");
    });
    expect(kicks[0]).not.toBe(kicks[1]);
  });

  test("test_chord_rings_on_through_a_bar_of_rest", () => {
    const harmony = [1, 4, 6, 0].map((degree) => [{ degree, quality: degree === 0 ? null : "maj7" }]);
    const score = makeScore({ harmony });
    const rest = arrange(score).sections[1]!.tick + 3 * BAR_TICKS;
    const sounding = notesOf(score, "keys").filter(({ tick, duration }) => tick < rest && tick + duration > rest + 960);
    expect(sounding.length).toBeGreaterThanOrEqual(3);
  });
});

describe("melody", () => {
  test.each(DEFAULTS)("test_one_pass_of_the_tune_is_heard_in_a_row (%s)", (_, score) => {
    const degrees = score.melody.flat().filter((symbol) => symbol > 0 && symbol < 15);
    const notes = scale(score.mode);
    const tune = degrees.map((degree) => (score.key - 1 + notes[(degree - 1) % 7]!) % 12);
    const heard = notesOf(score, "melody").map(({ pitch }) => pitch % 12);
    expect(` ${heard.join(" ")} `).toContain(` ${tune.join(" ")} `);
  });
});

function movement(from: readonly number[], to: readonly number[]): number {
  return to.reduce((sum, pitch) => sum + Math.min(...from.map((other) => Math.abs(other - pitch))), 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Share of the tune's notes in a stretch that the second instrument strikes with it. */
function coincidences(score: Score, from: number, until: number): number {
  // A singer may be a little early at either end.
  const inside = ({ tick }: Note) => tick >= from - 60 && tick < until - 60;
  const tune = notesOf(score, "melody").filter(inside);
  const second = notesOf(score, "colour").filter(inside);
  return tune.filter((note) => second.some((other) => Math.abs(other.tick - note.tick) < 60)).length / tune.length;
}
