/** Voicings: which octave each chord tone takes, so that the hands move as little as they can and nothing is muddy. */

import type { SoundingChord } from "./chords";

/** MIDI bounds of the hands. */
export interface Register {
  readonly low: number;
  readonly high: number;
}

/** Below this pitch, intervals under a minor third turn to mud; under `WIDE`, under a fourth. */
const CLOSE = 57;
const WIDE = 51;
const CROWDED = 40;

/**
 * Voices a chord in three to five notes, ascending MIDI pitches within the register. The root is left to the bass
 * when there are four other notes. `previous` is the voicing before (empty at the beginning).
 */
export function voice(chord: SoundingChord, previous: readonly number[], register: Register): number[] {
  const tones = chord.intervals.length > 4 ? chord.intervals.slice(1) : chord.intervals;
  const classes = [...new Set(tones.map((step) => (chord.root + step) % 12))].sort((a, b) => a - b);
  let best: number[] = [];
  let bestCost = Number.POSITIVE_INFINITY;
  for (const candidate of candidates(classes, register)) {
    const cost = movement(candidate, previous) + mud(candidate) + drift(candidate, register);
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

function* candidates(classes: readonly number[], { low, high }: Register): Generator<number[]> {
  for (let bottom = low; bottom < low + 24; bottom++) {
    const start = classes.indexOf(bottom % 12);
    if (start < 0) continue;
    const close = stack(classes, start, bottom);
    for (const candidate of [close, dropSecond(close)]) {
      if (candidate[0]! >= low && candidate.at(-1)! <= high) yield candidate;
    }
  }
}

function stack(classes: readonly number[], start: number, bottom: number): number[] {
  return classes.map((_, i) => {
    const distance = (classes[(start + i) % classes.length]! - classes[start]! + 12) % 12;
    return bottom + distance;
  });
}

/** Drop-2: the second voice from the top an octave down, which opens a close chord. */
function dropSecond(close: readonly number[]): number[] {
  const second = close.length - 2;
  return close.map((pitch, i) => (i === second ? pitch - 12 : pitch)).sort((a, b) => a - b);
}

/** Semitones that the voices travel, each to its nearest; both ways, so that no voice is left behind. */
function movement(candidate: readonly number[], previous: readonly number[]): number {
  if (previous.length === 0) return 0;
  return nearestSum(candidate, previous) + nearestSum(previous, candidate);
}

function nearestSum(from: readonly number[], to: readonly number[]): number {
  return from.reduce((sum, pitch) => sum + Math.min(...to.map((other) => Math.abs(other - pitch))), 0);
}

function mud(candidate: readonly number[]): number {
  let cost = 0;
  for (let i = 1; i < candidate.length; i++) {
    const gap = candidate[i]! - candidate[i - 1]!;
    const bottom = candidate[i - 1]!;
    if (gap < 3 && bottom < CLOSE) cost += CROWDED;
    if (gap < 5 && bottom < WIDE) cost += CROWDED;
    // A semitone between the two top voices sounds like a wrong melody.
    if (gap === 1 && i === candidate.length - 1) cost += CROWDED;
  }
  return cost;
}

function drift(candidate: readonly number[], { low, high }: Register): number {
  const centre = candidate.reduce((sum, pitch) => sum + pitch, 0) / candidate.length;
  return Math.abs(centre - (low + high) / 2);
}
