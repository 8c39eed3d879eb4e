/** Keys, pad and second instrument: how the voiced chords are struck, held and broken. */

import { BAR_TICKS, type Note } from "./arrangement";
import { bassRoot } from "./bass";
import type { Bar, Harmony, Session } from "./context";
import { msToTicks, stepTick, velocity } from "./grid";
import type { ColourStyle, Comping } from "./presets";
import { Random } from "./random";
import { bassPlays, colourPlays, doublesTune, padPlays } from "./roles";
import { HOLD, REST } from "./score";
import { struck } from "./suspension";
import { thirdsBelow } from "./thirds";

/** Sixteenths of a bar on which the chord is struck; a new chord is always struck where it comes. */
const COMPING: Record<Exclude<Comping, "broken">, readonly number[]> = {
  whole: [0],
  charleston: [0, 6],
  lazy: [0, 10],
  push: [0, 3, 6, 11],
  strum: [0, 6, 10, 14],
};
const STABS: readonly (readonly number[])[] = [[6], [3, 6], [6, 14], [11]];
/** Sixteenths that a broken chord of five tones needs, at two a tone. */
const FULL = 10;
const SPREAD_MS: Record<Comping, number> = { whole: 16, charleston: 9, lazy: 14, push: 6, broken: 0, strum: 13 };

export function playKeys(session: Session): Note[] {
  const random = Random.for(session.seed, "keys");
  const style = random.pick(session.preset.comping);
  const second = random.pick(others(session.preset.comping, style));
  return session.bars.flatMap((bar, i) => {
    const comping = calm(bar) ? "whole" : bar.section === "B" ? second : style;
    const notes = [
      ...bar.harmony.flatMap((harmony) => root(session, bar, harmony)),
      ...struck(session, bar).flatMap((harmony) => comp(session, bar, harmony, comping, random)),
    ];
    return throughRest(bar, session.bars[i + 1], notes);
  });
}

/** All but one, so that B differs from A; that one where there is no other. */
function others<T>(items: readonly T[], one: T): readonly T[] {
  const rest = items.filter((item) => item !== one);
  return rest.length > 0 ? rest : items;
}

/** Before a bar of rest the pedal stays down: the chord dies away by itself. */
function throughRest(bar: Bar, next: Bar | undefined, notes: Note[]): Note[] {
  if (next?.harmony.length !== 0) return notes;
  const isHeld = (note: Note) => note.tick + note.duration >= bar.tick + BAR_TICKS;
  return notes.map((note) => (isHeld(note) ? { ...note, duration: note.duration + BAR_TICKS } : note));
}

/** The break and the end breathe: one chord, held. */
function calm(bar: Bar): boolean {
  return bar.isLast || bar.section === "break";
}

/** Without a bass player the left hand gives the root, an octave up. */
function root(session: Session, bar: Bar, harmony: Harmony): Note[] {
  if (bassPlays(bar)) return [];
  const pitch = bassRoot(harmony.root) + 12;
  const clear = pitch < harmony.voicing[0]! - 2 ? pitch : pitch - 12;
  return [strike(session, bar, harmony.step, harmony.steps, Math.max(36, clear), 70)];
}

function comp(session: Session, bar: Bar, harmony: Harmony, style: Comping, random: Random): Note[] {
  if (style === "broken" && harmony.steps >= FULL) return breakChord(session, bar, harmony, random);
  const end = harmony.step + harmony.steps;
  const pattern = COMPING[style === "broken" ? "whole" : style];
  const steps = [harmony.step, ...pattern.filter((step) => step > harmony.step && step < end)];
  return steps.flatMap((step, i) => {
    const loud = (i === 0 ? 82 : 68) + random.stray(6);
    return strum(session, bar, step, (steps[i + 1] ?? end) - step, harmony.voicing, loud, SPREAD_MS[style], random);
  });
}

/** A chord rolled upwards by a few milliseconds, the top voice a little louder. */
function strum(
  session: Session,
  bar: Bar,
  step: number,
  steps: number,
  voicing: readonly number[],
  loud: number,
  spreadMs: number,
  random: Random,
): Note[] {
  const spread = msToTicks(spreadMs, session.score.bpm);
  return voicing.map((pitch, i) => {
    const top = i === voicing.length - 1 ? 6 : 0;
    const note = strike(session, bar, step, steps, pitch, loud + top + random.stray(5));
    const delay = i * spread + (bar.tick === 0 && step === 0 ? 0 : Math.abs(random.stray(4)));
    return { ...note, tick: note.tick + delay, duration: Math.max(60, note.duration - delay) };
  });
}

function breakChord(session: Session, bar: Bar, harmony: Harmony, random: Random): Note[] {
  const end = harmony.step + harmony.steps;
  const notes: Note[] = [];
  for (let step = harmony.step, i = 0; step < end; step += 2, i++) {
    const pitch = harmony.voicing[i % harmony.voicing.length]!;
    notes.push(strike(session, bar, step, Math.min(6, end - step), pitch, (i === 0 ? 80 : 66) + random.stray(7)));
  }
  return notes;
}

/** Long tones an octave above the keys' lower voices, where they do not cloud the middle. */
export function playPad(session: Session): Note[] {
  return session.bars.flatMap((bar, i) => {
    const chords = padPlays(bar) ? struck(session, bar) : [];
    const notes = chords.flatMap((harmony) =>
      harmony.voicing.slice(-3).map((pitch) => strike(session, bar, harmony.step, harmony.steps, pitch, 70)),
    );
    return throughRest(bar, session.bars[i + 1], notes);
  });
}

export function playColour(session: Session): Note[] {
  const random = Random.for(session.seed, "colour");
  const style = random.pick(session.preset.colours);
  const stabs = random.pick(STABS);
  return session.bars
    .filter((bar) => colourPlays(bar, session.hasMelody) && !bar.isLast)
    .flatMap((bar) => {
      if (doublesTune(bar, session.bars) && hasTune(session, bar)) return thirdsBelow(session, bar, random);
      return struck(session, bar).flatMap((harmony) => colourChord(session, bar, harmony, style, stabs, random));
    });
}

function hasTune(session: Session, bar: Bar): boolean {
  return session.score.melody[bar.source]!.some((symbol) => symbol !== REST && symbol !== HOLD);
}

function colourChord(
  session: Session,
  bar: Bar,
  harmony: Harmony,
  style: ColourStyle,
  stabs: readonly number[],
  random: Random,
): Note[] {
  const end = harmony.step + harmony.steps;
  const inside = (step: number) => step >= harmony.step && step < end;
  if (style === "stabs") {
    return stabs
      .filter(inside)
      .flatMap((step) => strum(session, bar, step, 2, harmony.voicing.slice(-3), 66, 5, random));
  }
  const free = style === "answer" ? silentSteps(session, bar).filter((step) => inside(step) && step % 2 === 0) : [];
  const steps = style === "answer" ? free : [0, 2, 4, 6, 8, 10, 12, 14].filter(inside);
  const tones = [...harmony.voicing.slice(-3), harmony.voicing.at(-3)! + 12].map((pitch) => pitch + 12);
  return steps.map((step, i) => {
    const pitch = tones[[0, 1, 2, 3, 2, 1][i % 6]!]!;
    return strike(session, bar, step, Math.min(4, end - step), pitch, (step % 4 === 0 ? 66 : 56) + random.stray(8));
  });
}

/** Sixteenths in which the score's melody rests (a rest of half a bar or more is an invitation). */
function silentSteps(session: Session, bar: Bar): number[] {
  const symbols = session.score.melody[bar.source]!;
  const silent = symbols.flatMap((symbol, step) => (symbol === 0 ? [step] : []));
  return silent.length >= 6 ? silent : [];
}

function strike(session: Session, bar: Bar, step: number, steps: number, pitch: number, loud: number): Note {
  const { swing } = session.score;
  const start = stepTick(step, swing);
  const end = step + steps >= 16 ? 16 * 120 : stepTick(step + steps, swing);
  return { tick: bar.tick + start, duration: end - start, pitch, velocity: velocity(loud) };
}
