/** Bass: the root where the chord comes, then with the kick: fifths, octaves, and a step towards the next chord. */

import type { Note } from "./arrangement";
import type { Bar, Harmony, Session } from "./context";
import { kickSteps } from "./drums";
import { msToTicks, stepTick, velocity } from "./grid";
import { Random } from "./random";
import { bassPlays, drumRole } from "./roles";

/** Lowest root (F♯1); roots lie in the octave above it: lower ones vanish on small speakers. */
const LOWEST_ROOT = 30;
const LATE_MS = 6;
const APPROACH_CHANCE: Record<Session["preset"]["feel"], number> = { soft: 0.15, mid: 0.3, driving: 0.4 };

/** Pitch of a root in the bass octave. */
export function bassRoot(root: number): number {
  return LOWEST_ROOT + ((root - LOWEST_ROOT + 120) % 12);
}

export function playBass(session: Session): Note[] {
  const random = Random.for(session.seed, "bass");
  const harmonies = session.bars.flatMap((bar) => bar.harmony);
  return session.bars.flatMap((bar) =>
    (bassPlays(bar) ? bar.harmony : []).flatMap((harmony) => {
      const next = harmonies[harmonies.indexOf(harmony) + 1];
      return playChord(session, bar, harmony, next, random);
    }),
  );
}

function playChord(session: Session, bar: Bar, harmony: Harmony, next: Harmony | undefined, random: Random): Note[] {
  const steps = attackSteps(session, bar, harmony);
  const end = harmony.step + harmony.steps;
  const approaches =
    next !== undefined && next.root !== harmony.root && random.chance(APPROACH_CHANCE[session.preset.feel]);
  const notes = steps.map((step, i) => {
    const until = steps[i + 1] ?? (approaches ? end - 2 : end);
    const pitch = i === 0 ? bassRoot(harmony.root) : answer(harmony, riff(session, bar, i));
    return note(session, bar, step, until - step, pitch, i === 0 ? 96 : 80, random);
  });
  if (approaches) notes.push(note(session, bar, end - 2, 2, approach(harmony, next, random), 72, random));
  return notes;
}

/** The chord's first sixteenth, then the kicks that leave room for a note of at least an eighth. */
function attackSteps(session: Session, bar: Bar, harmony: Harmony): number[] {
  const end = harmony.step + harmony.steps;
  const kicks = drumRole(bar) === "none" ? [] : kickSteps(session, bar);
  return [harmony.step, ...kicks.filter((step) => step > harmony.step + 2 && step < end - 2)];
}

/** The same answers every two bars of a section, so that the line is one; each fourth bar has its own. */
function riff(session: Session, bar: Bar, nth: number): Random {
  const place = bar.index % 4 === 3 ? "turn" : bar.index % 2;
  return Random.for(session.seed, `riff ${bar.section} ${place} ${nth}`);
}

function answer(harmony: Harmony, random: Random): number {
  const root = bassRoot(harmony.root);
  const fifth = harmony.intervals.find((step) => step >= 6 && step <= 8) ?? 7;
  const above = root + fifth > LOWEST_ROOT + 14 ? root + fifth - 12 : root + fifth;
  return random.pick([root, root, above < 28 ? above + 12 : above, root + 12]);
}

/** A semitone or a whole tone from the next root, on the side the line comes from: chromatic or of the scale. */
function approach(harmony: Harmony, next: Harmony, random: Random): number {
  const target = bassRoot(next.root);
  const side = bassRoot(harmony.root) <= target ? -1 : 1;
  return Math.max(28, target + side * random.pick([1, 2, 2]));
}

function note(
  session: Session,
  bar: Bar,
  step: number,
  steps: number,
  pitch: number,
  loud: number,
  random: Random,
): Note {
  const { score } = session;
  const start = stepTick(step, score.swing);
  const end = step + steps >= 16 ? stepTick(15, 0.5) + 120 : stepTick(step + steps, score.swing);
  const late = msToTicks(LATE_MS, score.bpm) + random.stray(msToTicks(3, score.bpm));
  return {
    tick: Math.max(0, bar.tick + start + late),
    duration: Math.max(60, end - start - 24),
    pitch,
    velocity: velocity(loud + random.stray(6)),
  };
}
