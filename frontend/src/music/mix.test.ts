import { describe, expect, test } from "vitest";
import { arrange, presetOf, seedOf } from "./arrange";
import { makeBars, makeScore } from "./fixtures";
import {
  filterHertz,
  isHeard,
  isPlain,
  loopDecibels,
  loopLevel,
  type Mix,
  PARTS,
  PLAIN,
  parseMix,
  resetMix,
} from "./mix";
import { PRESETS } from "./presets";
import type { Score } from "./score";

const FULL: Mix = {
  preset: "rooftop",
  bpm: 61,
  filter: 0.5,
  vinyl: 0,
  rain: 1,
  muted: ["bass", "pad"],
  soloed: ["drums"],
  seed: 7,
};

describe("reading", () => {
  test("test_mix_survives_json", () => {
    expect(parseMix(JSON.parse(JSON.stringify(FULL)))).toEqual(FULL);
  });

  test.each([undefined, null, {}])("test_nothing_is_the_plain_mix (%o)", (data) => {
    expect(parseMix(data)).toEqual(PLAIN);
    expect(isPlain(parseMix(data))).toBe(true);
  });

  test.each([
    [{ preset: "polka" }, "preset: must be the name of a preset"],
    [{ bpm: 59 }, "bpm: must be a number from 60 to 100"],
    [{ bpm: Number.NaN }, "bpm: must be a number from 60 to 100"],
    [{ filter: 1.01 }, "filter: must be a number from 0 to 1"],
    [{ rain: "much" }, "rain: must be a number from 0 to 1"],
    [{ seed: -1 }, "seed: must be a whole number from 0 to 4294967295"],
    [{ muted: ["kazoo"] }, `muted: must be a list of different parts of ${PARTS.join(", ")}`],
    [{ soloed: ["bass", "bass"] }, `soloed: must be a list of different parts of ${PARTS.join(", ")}`],
  ])("test_fault_names_its_field_and_bound (%o)", (data, message) => {
    expect(() => parseMix(data)).toThrow(new RangeError(message));
  });
});

test("test_reset_keeps_the_band", () => {
  expect(resetMix(FULL)).toEqual({ ...PLAIN, seed: 7 });
});

describe("levels", () => {
  test.each(PARTS)("test_solo_outranks_mute (%s)", (part) => {
    expect(isHeard(FULL, part)).toBe(part === "drums");
    expect(isHeard({ ...FULL, soloed: [] }, part)).toBe(part !== "bass" && part !== "pad");
  });

  test("test_slider_and_decibels_agree", () => {
    for (const level of [0.1, 0.5, 1]) expect(loopLevel(loopDecibels(level))).toBeCloseTo(level, 9);
    expect([loopDecibels(0), loopLevel(null)]).toEqual([null, 0]);
  });

  test("test_filter_goes_from_the_tape_to_the_wall", () => {
    expect([0, 1].map((filter) => Math.round(filterHertz(6000, filter)))).toEqual([6000, 420]);
    expect(filterHertz(6000, 0.5)).toBeLessThan(2000);
  });
});

describe("wishes", () => {
  test("test_plain_mix_changes_nothing", () => {
    expect(arrange(makeScore(), PLAIN)).toEqual(arrange(makeScore()));
  });

  test.each(PRESETS.map(({ name }) => name))("test_preset_is_taken_by_name (%s)", (name) => {
    expect(arrange(makeScore(), { preset: name }).preset).toBe(name);
  });

  test("test_unknown_preset_leaves_the_choice_to_the_score", () => {
    expect(arrange(makeScore(), { preset: "polka" }).preset).toBe(presetOf(makeScore()).name);
  });

  test("test_tempo_keeps_the_form_while_the_length_fits", () => {
    const [own, faster] = [arrange(makeScore()), arrange(makeScore(), { bpm: 88 })];
    expect([faster.bpm, faster.sections]).toEqual([88, own.sections]);
    expect(faster.seconds).toBeCloseTo((own.seconds * 80) / 88, 9);
  });

  test.each([60, 100])("test_any_tempo_keeps_the_length_within_bounds (%i BPM)", (bpm) => {
    for (const own of [60, 80, 100]) {
      const { seconds } = arrange(makeBars(8, undefined, { bpm: own }), { bpm });
      expect(seconds).toBeGreaterThanOrEqual(90);
      expect(seconds).toBeLessThanOrEqual(210);
    }
  });

  test("test_seed_of_another_score_keeps_the_band", () => {
    const [one, other] = [makeScore(), makeScore({ valence: 0.41 })];
    const drums = (score: Score, seed?: number) =>
      arrange(score, seed === undefined ? {} : { seed }).parts.at(-1)!.notes;
    expect(drums(other, seedOf(one))).toEqual(drums(one));
    expect(drums(other)).not.toEqual(drums(one));
  });
});
