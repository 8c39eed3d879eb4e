import { expect, test } from "vitest";
import { arrange } from "../music/arrange";
import { BAR_TICKS, type Note, type Part } from "../music/arrangement";
import { makeScore } from "../music/fixtures";
import {
  ANCHOR,
  barOf,
  firstAt,
  fold,
  merged,
  paged,
  pitchRange,
  playedShare,
  scrolled,
  sectionAt,
  spanOf,
  sticky,
  thinned,
  tickAt,
  xOf,
  yOf,
} from "./roll-geometry";
import { PART_COLOURS } from "./roll-paint";

const SPAN = 8 * BAR_TICKS;
const LENGTH = 40 * BAR_TICKS;
const WALL = "#14141b";

function part(name: Part["name"], pitches: readonly number[]): Part {
  const notes = pitches.map((pitch, i): Note => ({ tick: i, duration: 1, pitch, velocity: 90 }));
  return { name, instrument: "x", notes, level: 0, pan: 0, send: 0 };
}

/** Contrast ratio of two colours, as WCAG has it. */
function contrast(one: string, other: string): number {
  const light = (hex: string) => {
    const channels = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);
    const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

test("a window's edges are the strip's edges", () => {
  expect(xOf(1920, 1920, SPAN, 800)).toBe(0);
  expect(xOf(1920 + SPAN, 1920, SPAN, 800)).toBe(800);
  expect(xOf(1920 + SPAN / 4, 1920, SPAN, 800)).toBe(200);
});

test("the tick under a pixel is the one drawn there, within the track", () => {
  expect(tickAt(xOf(5000, 1920, SPAN, 800), 1920, SPAN, 800, LENGTH)).toBeCloseTo(5000);
  expect(tickAt(-50, 0, SPAN, 800, LENGTH)).toBe(0);
  expect(tickAt(900, LENGTH - SPAN, SPAN, 800, LENGTH)).toBe(LENGTH);
});

test("a narrow strip shows fewer bars, none of them squeezed", () => {
  expect(spanOf(1120) / BAR_TICKS).toBe(10);
  expect(spanOf(352) / BAR_TICKS).toBe(4);
});

test("the window follows the playhead and stops at both ends", () => {
  expect(scrolled(100, LENGTH, SPAN)).toBe(0);
  expect(scrolled(LENGTH / 2, LENGTH, SPAN)).toBe(LENGTH / 2 - ANCHOR * SPAN);
  expect(scrolled(LENGTH, LENGTH, SPAN)).toBe(LENGTH - SPAN);
});

test("a track shorter than the strip begins at its left edge", () => {
  expect(scrolled(3 * BAR_TICKS, 4 * BAR_TICKS, SPAN)).toBe(0);
  expect(paged(3 * BAR_TICKS, 4 * BAR_TICKS, SPAN)).toBe(0);
});

test("a window that stands still turns pages of whole bars", () => {
  const span = 7.5 * BAR_TICKS;
  expect(paged(6.9 * BAR_TICKS, LENGTH, span)).toBe(0);
  expect(paged(7 * BAR_TICKS, LENGTH, span)).toBe(7 * BAR_TICKS);
  expect(paged(LENGTH, LENGTH, span)).toBe(LENGTH - span);
});

test("a bar begins at its line", () => {
  expect([0, 1919, 1920, 3000].map(barOf)).toEqual([0, 0, 1920, 1920]);
});

test("the pitches shown are those played, drums aside", () => {
  expect(pitchRange([part("bass", [31, 40]), part("keys", [60, 87]), part("drums", [20])])).toEqual({
    low: 31,
    high: 87,
  });
});

test("a low strip shows the pitches around the middle", () => {
  const { low, high } = pitchRange([part("bass", [31]), part("keys", [60, 62, 64, 66]), part("melody", [87])], 30);
  expect(high - low + 1).toBe(30);
  expect(low).toBeLessThan(60);
  expect(high).toBeGreaterThan(66);
});

test("a part without notes has a range to stand in", () => {
  expect(pitchRange([part("keys", [])])).toEqual({ low: 48, high: 72 });
});

test("a pitch beyond the range is shown in the nearest octave", () => {
  const range = { low: 48, high: 71 };
  expect([36, 47, 48, 71, 72, 90].map((pitch) => fold(pitch, range))).toEqual([48, 59, 48, 71, 60, 66]);
});

test("high pitches are above low ones, within the field", () => {
  const range = { low: 40, high: 63 };
  expect(yOf(63, range, 120)).toBe(0);
  expect(yOf(40, range, 120)).toBe(115);
});

test("one chord over several bars has one name in each section", () => {
  const chord = (tick: number, name: string) => ({ tick, duration: BAR_TICKS, name });
  const chords = [chord(0, "Cm"), chord(1920, "Cm"), chord(3840, "Fm"), chord(5760, "Fm")];
  const sections = [
    { name: "A", tick: 0, bars: 3 },
    { name: "B", tick: 5760, bars: 1 },
  ] as const;
  expect(merged(chords, []).map(({ tick }) => tick)).toEqual([0, 3840]);
  expect(merged(chords, sections).map(({ tick }) => tick)).toEqual([0, 3840, 5760]);
});

test("names that would touch are thinned out, the same wherever the window is", () => {
  const label = (tick: number, width: number) => ({ tick, name: `C${tick}`, width });
  const labels = [label(0, 30), label(480, 30), label(960, 90), label(1440, 30), label(1920, 30)];
  expect(thinned(labels, 0.1, 10).map(({ tick }) => tick)).toEqual([0, 480, 960]);
  expect(thinned(labels, 0.05, 10).map(({ tick }) => tick)).toEqual([0, 960]);
  expect(thinned([], 1, 10)).toEqual([]);
});

test("a name stays in sight until the next pushes it out", () => {
  expect(sticky(200, 30, 400, 10, 5)).toBe(200);
  expect(sticky(-100, 30, 400, 10, 5)).toBe(10);
  expect(sticky(-100, 30, 25, 10, 5)).toBe(-10);
});

test("a tick is in the section that began last", () => {
  const { sections } = arrange(makeScore());
  expect(sectionAt(sections, 0)).toBe(0);
  expect(sectionAt(sections, sections[2]!.tick)).toBe(2);
  expect(sectionAt(sections, sections[2]!.tick - 1)).toBe(1);
  expect(sectionAt([], 100)).toBe(0);
});

test("sections cover the track without gaps, so that widths by bars are widths by time", () => {
  const { sections, lengthTicks } = arrange(makeScore());
  const ends = sections.map(({ tick, bars }) => tick + bars * BAR_TICKS);
  expect(ends).toEqual([...sections.slice(1).map(({ tick }) => tick), lengthTicks]);
});

test("a section is played by as much as lies behind", () => {
  const section = { name: "A", tick: 1920, bars: 4 } as const;
  expect([0, 1920, 1920 * 3, 1920 * 9].map((tick) => playedShare(section, tick))).toEqual([0, 0, 0.5, 1]);
});

test("the first note of a window is found among thousands", () => {
  const notes = Array.from({ length: 5000 }, (_, i) => ({ tick: 10 * i, duration: 5, pitch: 60, velocity: 1 }));
  expect([0, 1, 10, 49_990, 60_000].map((tick) => firstAt(notes, tick))).toEqual([0, 1, 1, 4999, 5000]);
});

test("every part stands out from the wall, and more so in the light", () => {
  for (const { rest, lit } of Object.values(PART_COLOURS)) {
    expect(contrast(rest, WALL)).toBeGreaterThan(4.5);
    expect(contrast(lit, WALL)).toBeGreaterThan(8);
    expect(contrast(lit, rest)).toBeGreaterThan(1.5);
  }
});
