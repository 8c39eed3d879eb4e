import { describe, expect, test } from "vitest";
import { chordName, colour, rootOf } from "./chords";
import type { Quality } from "./theory";
import { voice } from "./voicing";

const REGISTER = { low: 50, high: 72 };
const NONE = new Set<number>();

function chord(root: number, ...intervals: number[]) {
  return { root, intervals };
}

describe("names", () => {
  test.each([
    [10, 6, 1, "min7", "Am7"],
    [11, 1, 4, "maj9", "E♭maj9"],
    [3, 1, 3, "min", "F♯m"],
    [1, 5, 5, "hdim7", "Gm7♭5"],
    [6, 2, 7, "sus4", "E♭sus4"],
  ])("test_chord_name_is_spelled_in_its_key (%i, %i, %i, %s)", (key, mode, degree, quality, name) => {
    expect(chordName(key, mode, { degree, quality: quality as Quality })).toBe(name);
  });

  test("test_rest_has_no_name", () => {
    expect(chordName(1, 1, { degree: 0, quality: null })).toBe("");
  });
});

describe("colour", () => {
  test("test_diatonic_triad_grows_to_its_ninth", () => {
    expect(colour(1, 1, { degree: 2, quality: "min" }, "ninth", NONE)).toEqual(chord(2, 0, 3, 7, 10, 14));
  });

  test("test_flat_ninth_is_never_added", () => {
    expect(colour(1, 1, { degree: 3, quality: "min" }, "ninth", NONE)).toEqual(chord(4, 0, 3, 7, 10));
  });

  test("test_major_seventh_yields_to_a_melody_on_the_root", () => {
    expect(colour(1, 1, { degree: 1, quality: "maj" }, "seventh", new Set([0]))).toEqual(chord(0, 0, 4, 7, 9));
  });

  test("test_written_major_seventh_stays", () => {
    expect(colour(1, 1, { degree: 1, quality: "maj7" }, "seventh", new Set([0]))).toEqual(chord(0, 0, 4, 7, 11));
  });

  test("test_triad_foreign_to_the_mode_stays_as_written", () => {
    expect(colour(1, 1, { degree: 2, quality: "maj" }, "seventh", NONE)).toEqual(chord(rootOf(1, 1, 2), 0, 4, 7));
  });
});

describe("voicing", () => {
  const progression = [
    chord(2, 0, 3, 7, 10, 14),
    chord(7, 0, 4, 7, 10, 14),
    chord(0, 0, 4, 7, 11, 14),
    chord(9, 0, 3, 7, 10),
  ];

  function voiceAll(): number[][] {
    const hands: number[][] = [];
    for (const next of progression) hands.push(voice(next, hands.at(-1) ?? [], REGISTER));
    return hands;
  }

  test("test_voicing_holds_the_chord_tones_without_the_root_of_a_ninth", () => {
    const classes = voiceAll().map((hand) => hand.map((pitch) => pitch % 12).sort((a, b) => a - b));
    expect(classes).toEqual([
      [0, 4, 5, 9],
      [2, 5, 9, 11],
      [2, 4, 7, 11],
      [0, 4, 7, 9],
    ]);
  });

  test("test_voices_move_little", () => {
    const hands = voiceAll();
    const moves = hands
      .slice(1)
      .map((hand, i) => hand.reduce((sum, pitch, v) => sum + Math.abs(pitch - hands[i]![v]!), 0));
    expect(Math.max(...moves)).toBeLessThanOrEqual(8);
  });

  test("test_voicing_stays_in_its_register_for_every_root_and_quality", () => {
    const shapes = [
      [0, 4, 7],
      [0, 3, 6, 9],
      [0, 4, 8],
      [0, 2, 7],
      [0, 5, 7],
      [0, 4, 7, 11, 14],
      [0, 3, 7, 10, 14],
    ];
    const hands = shapes.flatMap((shape) =>
      Array.from({ length: 12 }, (_, root) => voice(chord(root, ...shape), [], REGISTER)),
    );
    expect(hands.filter((hand) => hand.length < 3 || hand[0]! < 50 || hand.at(-1)! > 72)).toEqual([]);
  });

  test("test_no_close_interval_low_down", () => {
    const muddy = voiceAll().filter((hand) =>
      hand.some((pitch, i) => i > 0 && hand[i - 1]! < 57 && pitch - hand[i - 1]! < 3),
    );
    expect(muddy).toEqual([]);
  });
});
