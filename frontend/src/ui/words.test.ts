import { expect, test } from "vitest";
import { makeScore } from "./testing";
import { clock, count, feeling, keyName, quoted } from "./words";

test("a key is told with its mode", () => {
  expect(keyName(makeScore("x", { key: 11, mode: 6 }))).toBe("B♭ aeolian");
});

test("energy and valence become a feeling at both ends", () => {
  expect(feeling(makeScore("x", { energy: 0, valence: 0 }))).toBe("mournful");
  expect(feeling(makeScore("x", { energy: 1, valence: 1 }))).toBe("bright-eyed");
});

test("seconds become minutes", () => {
  expect([0, 59.6, 62, 151].map(clock)).toEqual(["0:00", "1:00", "1:02", "2:31"]);
});

test("a title in a sentence is cut to what the sentence can carry", () => {
  expect(quoted("Rain")).toBe("“Rain”");
  expect(quoted("♪".repeat(80))).toBe(`“${"♪".repeat(34)}…”`);
});

test("nouns agree with their number", () => {
  expect([count(1, "track"), count(2001, "track")]).toEqual(["1 track", "2,001 tracks"]);
});
