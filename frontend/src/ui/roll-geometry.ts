/** Where things are on the piano roll. Pure: ticks and MIDI pitches in, CSS pixels out. */

import { BAR_TICKS, type ChordSpan, type Note, type Part, type Section } from "../music/arrangement";

/** Share of the window that lies behind the playhead. */
export const ANCHOR = 0.3;
/** Pixels of a bar, and of one on a strip narrower than NARROW. */
const BAR_WIDTH = 112;
const NARROW_BAR_WIDTH = 88;
const NARROW = 480;
const OCTAVE = 12;
/** Below so many visible pitches nothing is gained by folding. */
const FEWEST_PITCHES = 24;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A chord's name from where it begins to sound until another does. */
export interface Label {
  readonly tick: number;
  readonly name: string;
  /** Pixels. */
  readonly width: number;
}

/** Ticks that a strip of so many pixels shows. */
export function spanOf(width: number): number {
  return (width / (width < NARROW ? NARROW_BAR_WIDTH : BAR_WIDTH)) * BAR_TICKS;
}

/** First tick of the window that follows the playhead; it stops at both ends of the track. */
export function scrolled(tick: number, length: number, span: number): number {
  return Math.max(0, Math.min(tick - ANCHOR * span, length - span));
}

/** The same for a window that stands still and turns pages of whole bars. */
export function paged(tick: number, length: number, span: number): number {
  const page = Math.max(1, Math.floor(span / BAR_TICKS)) * BAR_TICKS;
  return Math.max(0, Math.min(Math.floor(tick / page) * page, length - span));
}

/** The bar line at or before a tick. */
export function barOf(tick: number): number {
  return Math.floor(tick / BAR_TICKS) * BAR_TICKS;
}

export function xOf(tick: number, from: number, span: number, width: number): number {
  return ((tick - from) / span) * width;
}

/** The tick under a pixel, within the track. */
export function tickAt(x: number, from: number, span: number, width: number, length: number): number {
  return Math.min(length, Math.max(0, from + (x / width) * span));
}

/** The pitches to show: all that the parts play, or the `most` around the middle of them. */
export function pitchRange(parts: readonly Part[], most = Infinity): Range {
  const pitches = parts.flatMap(({ name, notes }) => (name === "drums" ? [] : notes.map(({ pitch }) => pitch)));
  if (!pitches.length) return { low: 48, high: 72 };
  const sorted = pitches.sort((a, b) => a - b);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const room = Math.max(FEWEST_PITCHES, most) - 1;
  if (high - low <= room) return { low, high };
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  const from = Math.round(Math.min(Math.max(low, middle - room / 2), high - room));
  return { low: from, high: from + room };
}

/** The pitch, or the nearest one of its name within the range. */
export function fold(pitch: number, { low, high }: Range): number {
  if (pitch < low) return pitch + OCTAVE * Math.ceil((low - pitch) / OCTAVE);
  if (pitch > high) return pitch - OCTAVE * Math.ceil((pitch - high) / OCTAVE);
  return pitch;
}

/** Top of a pitch's row in a field of `height` pixels: high notes above. */
export function yOf(pitch: number, range: Range, height: number): number {
  return ((range.high - fold(pitch, range)) * height) / (range.high - range.low + 1);
}

/** Chords that follow each other under the same name are one; each section names its first anew. */
export function merged(chords: readonly ChordSpan[], sections: readonly Section[]): ChordSpan[] {
  const starts = new Set(sections.map(({ tick }) => tick));
  return chords.filter(({ name, tick }, i) => name !== chords[i - 1]?.name || starts.has(tick));
}

/** The labels that stay when each needs its width and a gap to the next; the first always does. */
export function thinned(labels: readonly Label[], pixelsPerTick: number, gap: number): Label[] {
  const kept: Label[] = [];
  for (const label of labels) {
    const last = kept.at(-1);
    if (!last || (label.tick - last.tick) * pixelsPerTick >= last.width + gap) kept.push(label);
  }
  return kept;
}

/** A label's left edge: it stays in sight while what it names sounds, until the next pushes it out. */
export function sticky(x: number, width: number, next: number, inset: number, gap: number): number {
  return Math.max(x, Math.min(Math.max(x, inset), next - width - gap));
}

/** Index of the section that a tick is in. */
export function sectionAt(sections: readonly Section[], tick: number): number {
  return Math.max(
    0,
    sections.findLastIndex((section) => section.tick <= tick),
  );
}

/** How much of a section lies before a tick, 0..1. */
export function playedShare({ tick: start, bars }: Section, tick: number): number {
  return Math.min(1, Math.max(0, (tick - start) / (bars * BAR_TICKS)));
}

/** Index of the first note at or after a tick, in notes sorted by tick. */
export function firstAt(notes: readonly Note[], tick: number): number {
  let [low, high] = [0, notes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes[middle]!.tick < tick) low = middle + 1;
    else high = middle;
  }
  return low;
}
