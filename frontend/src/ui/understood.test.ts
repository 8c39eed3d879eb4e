import { expect, test } from "vitest";
import type { Understood } from "../api/prompts";
import { makeScore } from "./testing";
import { understoodParts } from "./understood";

const NOTHING: Understood = {
  constraints: { key: null, mode: null, bpm: null, bars: null, density: null },
  mood: null,
  mix: null,
  heard: [],
  notes: [],
};
const score = makeScore("Rain", { key: 3, mode: 6, bpm: 66 });

test("what was asked for is told with what came out", () => {
  const understood: Understood = {
    ...NOTHING,
    constraints: { key: 3, mode: 6, bpm: [60, 70], bars: [4, 6], density: "sparse" },
    mood: { name: "wistful", words: ["lonely"] },
    heard: [
      { words: "Slow", field: "bpm", meaning: "60 to 70 BPM" },
      { words: "rain", field: "rain", meaning: "rain" },
      { words: "drizzle", field: "rain", meaning: "rain" },
      { words: "drums", field: "muted", meaning: "no drums" },
    ],
  };
  expect(understoodParts(score, understood)).toEqual([
    "D aeolian",
    "slow, 66 BPM",
    "4 bars",
    "sparse melody",
    "wistful",
    "rain",
    "no drums",
  ]);
});

test("a tonic or a mode alone is told alone", () => {
  const only = (fields: Partial<Understood["constraints"]>) =>
    understoodParts(score, { ...NOTHING, constraints: { ...NOTHING.constraints, ...fields } });
  expect(only({ key: 3 })).toEqual(["in D"]);
  expect(only({ mode: 6 })).toEqual(["aeolian"]);
});

test("a tempo in figures is not said twice", () => {
  const constraints = { ...NOTHING.constraints, bpm: [66, 66] as const };
  const heard = [{ words: "66 bpm", field: "bpm", meaning: "66 BPM" }];
  expect(understoodParts(score, { ...NOTHING, constraints, heard })).toEqual(["66 BPM"]);
});

test("words that tell nothing give no parts", () => {
  expect(understoodParts(score, NOTHING)).toEqual([]);
});
