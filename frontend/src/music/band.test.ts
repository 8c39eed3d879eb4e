import { describe, expect, test } from "vitest";
import { arrange } from "./arrange";
import { BAR_TICKS, type ChordSpan, DRUM, type Note, type PartName, type Section } from "./arrangement";
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
  /** First and last section of a track in which the tune is whole. */
  function ends(score: Score): [Section, Section] {
    const body = arrange(score).sections.filter(({ name }) => name === "A" || name === "B");
    return [body[0]!, body.at(-1)!];
  }

  test("test_tune_has_a_second_voice_the_last_time_round", () => {
    const shares = DEFAULTS.map(([, score]) => ends(score).map((section) => coincidences(score, section)));
    expect(shares).toEqual(DEFAULTS.map(() => [0, 1]));
  });

  test.each(DEFAULTS)("test_second_voice_never_rubs_against_the_tune (%s)", (_, score) => {
    const last = ends(score)[1];
    const tune = notesOf(score, "melody").filter(isIn(last));
    const second = notesOf(score, "colour").filter(isIn(last));
    const rubs = second.filter((note) =>
      tune.some(
        (sung) =>
          Math.abs(sung.tick - note.tick) < HAND && [1, 2, 10, 11].includes(Math.abs(sung.pitch - note.pitch) % 12),
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

/** A hand may be so many ticks early. */
const HAND = 60;

function isIn({ tick, bars }: Section): (note: Note) => boolean {
  return (note) => note.tick >= tick - HAND && note.tick < tick + bars * BAR_TICKS - HAND;
}

/** Share of the tune's notes in a section that the second instrument strikes with it. */
function coincidences(score: Score, section: Section): number {
  const tune = notesOf(score, "melody").filter(isIn(section));
  const second = notesOf(score, "colour").filter(isIn(section));
  return tune.filter((note) => second.some((other) => Math.abs(other.tick - note.tick) < HAND)).length / tune.length;
}
