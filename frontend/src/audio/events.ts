/** Which sample sounds when, how fast and how loud: an arrangement as a list for buffer sources. Pure. */

import { type Arrangement, type Note, type Part, type PartName, ticksToSeconds } from "../music/arrangement";
import SAMPLED_PITCHES from "./sampled-pitches.json";

/** A sample to play. Times in seconds from the beginning of the track. */
export interface SampleEvent {
  readonly part: PartName;
  readonly sample: string;
  readonly time: number;
  /** Until the key is let go; drums ring out. */
  readonly duration: number;
  /** Playback rate: 2^(semitones / 12). */
  readonly rate: number;
  /** Linear. */
  readonly gain: number;
  readonly isDrum: boolean;
  readonly isKick: boolean;
}

/** Loudness follows velocity a little more steeply than amplitude: soft notes are to be felt, not heard. */
const VELOCITY_CURVE = 1.7;
const KICK = 36;
const PITCHES: Readonly<Record<string, readonly number[]>> = SAMPLED_PITCHES;

/** The sampled pitch nearest to a MIDI pitch. Throws RangeError for an instrument without samples. */
export function nearestPitch(instrument: string, pitch: number): number {
  const pitches = PITCHES[instrument];
  if (!pitches) throw new RangeError(`instrument: ${instrument} has no samples`);
  return pitches.reduce((best, other) => (Math.abs(other - pitch) < Math.abs(best - pitch) ? other : best));
}

/** All samples of an arrangement in order of time. */
export function listEvents(arrangement: Arrangement): SampleEvent[] {
  const events = arrangement.parts.flatMap((part) => part.notes.map((note) => toEvent(arrangement, part, note)));
  return events.sort((a, b) => a.time - b.time);
}

function toEvent(arrangement: Arrangement, part: Part, note: Note): SampleEvent {
  const isDrum = part.name === "drums";
  const root = isDrum ? note.pitch : nearestPitch(part.instrument, note.pitch);
  return {
    part: part.name,
    sample: isDrum ? `drum-${arrangement.kit[note.pitch]}` : `${part.instrument}-${root}`,
    time: ticksToSeconds(note.tick, arrangement.bpm),
    duration: ticksToSeconds(note.duration, arrangement.bpm),
    rate: 2 ** ((note.pitch - root) / 12),
    gain: (note.velocity / 127) ** VELOCITY_CURVE,
    isDrum,
    isKick: isDrum && note.pitch === KICK,
  };
}

/** Samples that are needed from one time to another (seconds), each once, in order of need. */
export function samplesBetween(events: readonly SampleEvent[], from: number, to: number): string[] {
  const needed = events.filter((event) => event.time + event.duration > from && event.time < to);
  return [...new Set(needed.map((event) => event.sample))];
}
