import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { arrange, presetOf } from "../music/arrange";
import { loopDecibels, PLAIN } from "../music/mix";
import { PRESETS } from "../music/presets";
import {
  instrumentName,
  isPending,
  isUntouched,
  levelOf,
  levelWords,
  paced,
  toggled,
  windowWords,
} from "./mixer-words";
import { makeScore } from "./testing";

const score = makeScore("x");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a window is open, closed or in between", () => {
  expect([0, 0.35, 1].map(windowWords)).toEqual(["open", "35 % closed", "closed"]);
});

test("a loop is off or at a level", () => {
  expect([0, 0.05, 1].map(levelWords)).toEqual(["off", "5 %", "100 %"]);
});

test("every preset's instruments have names that a listener can read", () => {
  const names = PRESETS.flatMap(({ channels }) => Object.values(channels).map(({ instrument }) => instrument));
  for (const name of names) expect(instrumentName(name)).toMatch(/^[A-Z][a-z]+( [a-z]+)*$/);
  expect(instrumentName("epiano")).toBe("Electric piano");
});

test("a loop's slider stands at the preset's level until it is moved", () => {
  const rainy = arrange(score, { preset: "rainy window" });
  expect(loopDecibels(levelOf(PLAIN, "rain", rainy))).toBeCloseTo(rainy.texture.rain!);
  expect(levelOf({ ...PLAIN, rain: 0 }, "rain", rainy)).toBe(0);
  expect(levelOf(PLAIN, "rain", arrange(score, { preset: "attic tape" }))).toBe(0);
  expect(levelOf(PLAIN, "vinyl", null)).toBe(0);
});

test("a part is put into a list and taken out of it", () => {
  expect(toggled([], "bass")).toEqual(["bass"]);
  expect(toggled(["keys", "bass"], "keys")).toEqual(["bass"]);
});

test("a mix is untouched until something of the sound is set", () => {
  expect(isUntouched({ ...PLAIN, seed: 7 })).toBe(true);
  expect(isUntouched({ ...PLAIN, seed: 7, muted: ["pad"] })).toBe(false);
});

test("a choice is pending until the arrangement has it", () => {
  const mix = { ...PLAIN, preset: "rooftop", bpm: 90 };
  expect(presetOf(score).name).not.toBe("rooftop");
  expect(isPending(score, mix, arrange(score))).toBe(true);
  expect(isPending(score, mix, arrange(score, { preset: "rooftop" }))).toBe(true);
  expect(isPending(score, mix, arrange(score, mix))).toBe(false);
  expect(isPending(score, { ...PLAIN, filter: 1, muted: ["keys"] }, arrange(score))).toBe(false);
});

test("a moving slider sends at once, then ten times a second, and always its last value", () => {
  const sent: number[] = [];
  const { push, isWaiting } = paced<number>(100, (value) => sent.push(value));
  for (let i = 1; i <= 25; i += 1) {
    push(i);
    vi.advanceTimersByTime(10);
  }
  expect(sent).toEqual([1, 10, 20]);
  expect(isWaiting()).toBe(true);
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1, 10, 20, 25]);
  expect(isWaiting()).toBe(false);
  vi.advanceTimersByTime(1000);
  push(26);
  expect(sent).toEqual([1, 10, 20, 25, 26]);
});
