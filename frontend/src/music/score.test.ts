import { describe, expect, test } from "vitest";
import { makeScore } from "./fixtures";
import { parseScore, ScoreError, toLegacy } from "./score";

const REST_BAR = new Array(16).fill(0);

describe("version 2", () => {
  test("test_parse_adds_the_legacy_projection", () => {
    const score = makeScore();
    expect([score.chords, score.melodies[0]]).toEqual([
      [1, 4, 6, 7],
      [8, 8, 0, 10, 9, 9, 5, 5],
    ]);
  });

  test("test_parse_of_its_own_json_changes_nothing", () => {
    const score = makeScore();
    expect(parseScore(JSON.parse(JSON.stringify(score)))).toEqual(score);
  });

  test("test_hold_goes_on_over_the_bar_line", () => {
    const melody = [[...REST_BAR.slice(1), 5], new Array(16).fill(15)];
    const harmony = [[{ degree: 1, quality: "maj" }], [{ degree: 0, quality: null }]];
    expect(makeScore({ harmony, melody }).melodies[1]).toEqual(new Array(8).fill(5));
  });

  test.each([
    [{ version: 3 }, "version: must be 2"],
    [{ title: "" }, "title: must be text of 1 to 80 characters"],
    [{ title: "a\u202eb" }, "title: must not hold control characters"],
    [{ key: 0 }, "key: must be a whole number from 1 to 12"],
    [{ bpm: 80.5 }, "bpm: must be a whole number from 60 to 100"],
    [{ energy: Number.NaN }, "energy: must be a number from 0 to 1"],
    [{ valence: "0.5" }, "valence: must be a number from 0 to 1"],
    [{ swing: 0.7 }, "swing: must be a number from 0.5 to 0.67"],
    [{ harmony: [] }, "harmony: must have 1 to 50 entries, not 0"],
    [{ harmony: [[]] }, "harmony[0]: must have 1 to 2 entries, not 0"],
    [{ harmony: [[{ degree: 0, quality: "maj" }]] }, "harmony[0].quality: must be null for a rest (degree 0)"],
    [{ melody: [REST_BAR] }, "melody: must have 4 entries, not 1"],
    [
      { melody: [REST_BAR, REST_BAR, [15, ...REST_BAR.slice(1)], REST_BAR] },
      "melody[2][0]: must not be a hold (15) while no note sounds",
    ],
    [{ chords: [1, 4, 6, 6] }, "chords: must be the projection of harmony and melody, or be left out"],
  ])("test_parse_names_field_and_bound (%#)", (fields, reason) => {
    expect(() => makeScore({ ...fields })).toThrow(reason);
  });

  test("test_error_carries_its_field", () => {
    expect(() => makeScore({ key: 13 })).toThrow(ScoreError);
    expect(() => parseScore(null)).toThrow("score: must be an object");
  });
});

describe("legacy", () => {
  const legacy = {
    title: "old",
    key: 1,
    mode: 6,
    bpm: 72,
    energy: 0,
    valence: 1,
    chords: [1, 2, 0],
    melodies: [[8, 8, 8, 0, 3, 3, 4, 4], new Array(8).fill(4), new Array(8).fill(0)],
  };

  test("test_legacy_chords_become_diatonic_triads", () => {
    expect(parseScore(legacy).harmony).toEqual([
      [{ degree: 1, quality: "min" }],
      [{ degree: 2, quality: "dim" }],
      [{ degree: 0, quality: null }],
    ]);
  });

  test("test_legacy_repeated_number_is_one_held_note", () => {
    expect(parseScore(legacy).melody[0]).toEqual([8, 15, 15, 15, 15, 15, 0, 0, 3, 15, 15, 15, 4, 15, 15, 15]);
  });

  test("test_legacy_survives_the_upgrade", () => {
    expect(toLegacy(parseScore(legacy))).toEqual(legacy);
  });
});
