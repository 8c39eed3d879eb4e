/** What every player of the band knows: the harmony in time, the form, the feel. */

import { BAR_TICKS, type SectionName } from "./arrangement";
import type { SoundingChord } from "./chords";
import type { Preset } from "./presets";
import type { Score } from "./score";

/** A chord over a stretch of a bar, voiced for the keys. */
export interface Harmony extends SoundingChord {
  /** Ticks from the beginning of the track, on the straight grid. */
  readonly tick: number;
  /** Sixteenths into its bar, and how many it lasts. */
  readonly step: number;
  readonly steps: number;
  readonly name: string;
  readonly voicing: readonly number[];
}

/** A bar of the track. */
export interface Bar {
  readonly tick: number;
  /** Index into the score's bars. */
  readonly source: number;
  readonly section: SectionName;
  /** How many sections of that name came before. */
  readonly nth: number;
  /** Place in its section, and the section's length, in bars. */
  readonly index: number;
  readonly count: number;
  readonly isLast: boolean;
  readonly harmony: readonly Harmony[];
}

export interface Session {
  readonly score: Score;
  readonly preset: Preset;
  readonly seed: number;
  readonly bars: readonly Bar[];
  /** Degrees that the score attacks at all: an empty melody leaves room. */
  readonly hasMelody: boolean;
}

export function barTick(index: number): number {
  return index * BAR_TICKS;
}
