/** Chords: their names and pitches, and the colours that lo-fi adds to plain triads. */

import type { Chord } from "./score";
import { noteName, QUALITIES, type Quality, scale, stackedThirds } from "./theory";

/** How far thirds are stacked on a plain triad. */
export type Richness = "seventh" | "ninth";

/** A chord that sounds: pitch class of its root (0 is C) and ascending semitones above it. */
export interface SoundingChord {
  readonly root: number;
  readonly intervals: readonly number[];
}

const SUFFIXES: Record<Quality, string> = {
  maj: "",
  min: "m",
  dim: "°",
  aug: "+",
  sus2: "sus2",
  sus4: "sus4",
  maj6: "6",
  min6: "m6",
  maj7: "maj7",
  min7: "m7",
  dom7: "7",
  hdim7: "m7♭5",
  dim7: "°7",
  maj9: "maj9",
  min9: "m9",
  dom9: "9",
};

/** Pitch class (0 is C) of a chord's root: a degree of the mode above the key. */
export function rootOf(key: number, mode: number, degree: number): number {
  return (key - 1 + scale(mode)[degree - 1]!) % 12;
}

/** "Am7", "B♭maj9"; "" for a rest. */
export function chordName(key: number, mode: number, chord: Chord): string {
  if (chord.degree === 0 || chord.quality === null) return "";
  return noteName(key, mode, rootOf(key, mode, chord.degree)) + SUFFIXES[chord.quality];
}

/**
 * The chord as the producer plays it: what the score says, with diatonic thirds stacked on top up to `richness`.
 * A major seventh that the melody would rub against (it sings the root, a semitone above) becomes a sixth.
 * `melody`: pitch classes sung over the chord. Rests give null.
 */
export function colour(key: number, mode: number, chord: Chord, richness: Richness, melody: ReadonlySet<number>) {
  if (chord.degree === 0 || chord.quality === null) return null;
  const root = rootOf(key, mode, chord.degree);
  const written = [...QUALITIES[chord.quality]] as number[];
  const intervals = enrich(written, stackedThirds(mode, chord.degree, 5), richness);
  const rubs = !written.includes(11) && intervals.includes(11) && melody.has(root);
  return { root, intervals: rubs ? intervals.map((step) => (step === 11 ? 9 : step)) : intervals };
}

function enrich(written: number[], thirds: number[], richness: Richness): number[] {
  const [, third, fifth, seventh, ninth] = thirds as [number, number, number, number, number];
  const intervals = [...written];
  const isDiatonicTriad = written.length === 3 && written[1] === third && written[2] === fifth;
  if (isDiatonicTriad) intervals.push(seventh);
  // Only a major ninth is soft: a flat one bites in every voicing, and diminished chords carry none.
  if (richness === "ninth" && ninth === 14 && fifth === 7 && intervals.length === 4) intervals.push(14);
  return intervals;
}
