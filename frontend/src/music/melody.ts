/** Melody: the score's tune, in a register that sings, phrased rather than typed. */

import { BAR_TICKS, type Note, STEP_TICKS } from "./arrangement";
import type { Bar, Session } from "./context";
import { msToTicks, stepTick, velocity } from "./grid";
import { Random } from "./random";
import { melodyShare } from "./roles";
import { HOLD, REST, type Score, SLOTS } from "./score";
import { scale } from "./theory";

/** A note of the score: bar, first sixteenth, length in sixteenths (it may cross bar lines), scale degree 1..14. */
export interface Tone {
  readonly bar: number;
  readonly step: number;
  readonly steps: number;
  readonly degree: number;
}

/** The score's melody as notes. */
export function readTones(score: Score): Tone[] {
  const tones: { bar: number; step: number; steps: number; degree: number }[] = [];
  let sounding = false;
  score.melody.flat().forEach((symbol, at) => {
    if (symbol === HOLD) {
      if (sounding) tones.at(-1)!.steps++;
      return;
    }
    sounding = symbol !== REST;
    if (sounding) tones.push({ bar: Math.floor(at / SLOTS), step: at % SLOTS, steps: 1, degree: symbol });
  });
  return tones;
}

/** Semitones above the key's C of a scale degree 1..14. */
export function degreePitch(score: Score, degree: number): number {
  return score.key - 1 + scale(score.mode)[(degree - 1) % 7]! + (degree > 7 ? 12 : 0);
}

/** Octaves (as semitones) that bring the tune's mean pitch nearest to `centre`. */
export function transposition(score: Score, tones: readonly Tone[], centre: number): number {
  const mean = tones.reduce((sum, tone) => sum + degreePitch(score, tone.degree), 0) / Math.max(1, tones.length);
  return 12 * Math.round((centre - mean) / 12);
}

export function playMelody(session: Session): Note[] {
  const { score, preset, bars } = session;
  const random = Random.for(session.seed, "melody");
  const tones = readTones(score);
  const shift = transposition(score, tones, preset.melodyCentre);
  return bars.flatMap((bar, i) => {
    const inBar = tones.filter((tone) => tone.bar === bar.source && isHeard(tone, bar, random));
    const limit = ticksUntilBreak(bars, i);
    return inBar.map((tone) => phrase(session, bar, tone, shift, limit, random));
  });
}

/** Where fewer notes are wanted the long ones and those on the beat stay. */
function isHeard(tone: Tone, bar: Bar, random: Random): boolean {
  const share = melodyShare(bar);
  const weight = (tone.step % 4 === 0 ? 0.3 : 0) + (tone.steps >= 4 ? 0.25 : 0);
  const drawn = random.next();
  return !bar.isLast && share > 0 && drawn < share + (share < 1 ? weight : 0);
}

/** A tone held over the bar line is cut where the next bar heard is not the next bar written. */
function ticksUntilBreak(bars: readonly Bar[], from: number): number {
  let to = from;
  while (bars[to + 1]?.source === bars[to]!.source + 1 && melodyShare(bars[to + 1]!) > 0) to++;
  return (to - from + 1) * BAR_TICKS;
}

function phrase(session: Session, bar: Bar, tone: Tone, shift: number, limit: number, random: Random): Note {
  const { score } = session;
  const start = stepTick(tone.step, score.swing);
  const end = Math.min(limit, (tone.step + tone.steps) * STEP_TICKS);
  const late = msToTicks(8, score.bpm) + random.stray(msToTicks(9, score.bpm));
  const accent = (tone.step % 4 === 0 ? 6 : 0) + (tone.degree >= 10 ? 3 : 0);
  return {
    tick: Math.max(0, bar.tick + start + late),
    duration: Math.max(STEP_TICKS - 20, end - start - 20),
    pitch: degreePitch(score, tone.degree) + shift,
    velocity: velocity(84 + accent + random.stray(9)),
  };
}
