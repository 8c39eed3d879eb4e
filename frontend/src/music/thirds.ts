/** A second voice under the tune: thirds of the mode below it, sixths where the third would rub against the chord. */

import type { Note } from "./arrangement";
import type { Bar, Harmony, Session } from "./context";
import { msToTicks, stepTick, velocity } from "./grid";
import { degreePitch, readTones, type Tone, transposition } from "./melody";
import type { Random } from "./random";

/** Degrees below the tune that are tried, in this order; an octave above always fits. */
const BELOW = [2, 5];
const LATE_MS = 14;

/** The second voice of a bar. */
export function thirdsBelow(session: Session, bar: Bar, random: Random): Note[] {
  const tones = readTones(session.score);
  const shift = transposition(session.score, tones, session.preset.melodyCentre);
  return tones.filter((tone) => tone.bar === bar.source).map((tone) => sing(session, bar, tone, shift, random));
}

function sing(session: Session, bar: Bar, tone: Tone, shift: number, random: Random): Note {
  const { score } = session;
  const chord = bar.harmony.findLast(({ step }) => step <= tone.step);
  const start = stepTick(tone.step, score.swing) + msToTicks(LATE_MS, score.bpm) + Math.abs(random.stray(6));
  // Within the bar: the chord of the next may want another voice.
  const steps = Math.min(tone.steps, 16 - tone.step);
  return {
    tick: bar.tick + start,
    duration: Math.max(100, steps * 120 - 30),
    pitch: shift + partner(session, tone.degree, chord),
    velocity: velocity((tone.step % 4 === 0 ? 70 : 64) + random.stray(6)),
  };
}

function partner({ score }: Session, degree: number, chord: Harmony | undefined): number {
  const low = BELOW.map((steps) => lower(degree, steps)).map(
    ({ degree, octaves }) => degreePitch(score, degree) - 12 * octaves,
  );
  return low.find((pitch) => !rubs(pitch, chord)) ?? degreePitch(score, degree) + 12;
}

/** A degree some steps below, in 1..14, and the octaves that it lies lower still. */
function lower(degree: number, steps: number): { degree: number; octaves: number } {
  const below = degree - steps;
  return below >= 1 ? { degree: below, octaves: 0 } : { degree: below + 7, octaves: 1 };
}

/** A semitone from a tone of the chord without being one. */
function rubs(pitch: number, chord: Harmony | undefined): boolean {
  const tones = chord?.intervals.map((step) => (chord.root + step) % 12) ?? [];
  const isTone = tones.includes(pitch % 12);
  return !isTone && tones.some((tone) => [1, 11].includes((pitch - tone + 120) % 12));
}
