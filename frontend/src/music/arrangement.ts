/** The arrangement: what the producer hands to whatever plays or exports it. Integer ticks, 480 to the quarter. */

export const PPQ = 480;
export const BEATS = 4;
export const BAR_TICKS = PPQ * BEATS;
/** Pulses per sixteenth. */
export const STEP_TICKS = PPQ / 4;

export type PartName = "keys" | "colour" | "pad" | "melody" | "bass" | "drums";
export type SectionName = "intro" | "A" | "B" | "break" | "outro";

/** `pitch` is a MIDI number (a General MIDI drum in the drum part), `velocity` 1..127, times in ticks. */
export interface Note {
  tick: number;
  duration: number;
  pitch: number;
  velocity: number;
}

export interface Part {
  readonly name: PartName;
  /** Name of a sampled instrument; of a kit for the drums. */
  readonly instrument: string;
  readonly notes: readonly Note[];
  /** Decibels. */
  readonly level: number;
  /** -1 left to 1 right. */
  readonly pan: number;
  /** Share sent to the reverb, 0..1. */
  readonly send: number;
}

export interface Section {
  readonly name: SectionName;
  readonly tick: number;
  readonly bars: number;
}

/** A chord as it is heard, for whoever draws it. */
export interface ChordSpan {
  readonly tick: number;
  readonly duration: number;
  readonly name: string;
}

/** Levels of the loops under the music, in decibels; null is off. */
export interface Texture {
  readonly vinyl: number | null;
  readonly rain: number | null;
  readonly hiss: number | null;
}

/** The tape: low-pass in Hz, drive 0..1, wow and flutter depths in cents, kick duck in decibels. */
export interface Tape {
  readonly lowpass: number;
  readonly drive: number;
  readonly wow: number;
  readonly flutter: number;
  readonly duck: number;
}

export interface Arrangement {
  readonly bpm: number;
  readonly lengthTicks: number;
  readonly seconds: number;
  readonly preset: string;
  readonly sections: readonly Section[];
  readonly chords: readonly ChordSpan[];
  readonly parts: readonly Part[];
  readonly kit: Readonly<Record<number, string>>;
  readonly texture: Texture;
  readonly tape: Tape;
  /** Trim of the whole track in decibels, so that presets are equally loud. */
  readonly gain: number;
}

export function ticksToSeconds(ticks: number, bpm: number): number {
  return (ticks * 60) / (PPQ * bpm);
}

export function secondsToTicks(seconds: number, bpm: number): number {
  return (seconds * PPQ * bpm) / 60;
}

/** Length of a bar in seconds. */
export function barSeconds(bpm: number): number {
  return ticksToSeconds(BAR_TICKS, bpm);
}

/** General MIDI drum notes. */
export const DRUM = { kick: 36, rim: 37, snare: 38, closed: 42, pedal: 44, open: 46 } as const;
