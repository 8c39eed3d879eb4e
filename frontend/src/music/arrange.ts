/** The producer: score in, arrangement out. Pure and deterministic: the same score gives the same notes everywhere. */

import {
  type Arrangement,
  BAR_TICKS,
  barSeconds,
  type ChordSpan,
  type Note,
  type Part,
  type PartName,
  type Section,
  STEP_TICKS,
  ticksToSeconds,
} from "./arrangement";
import { playBass } from "./bass";
import { chordName, colour } from "./chords";
import { type Bar, barTick, type Harmony, type Session } from "./context";
import { playDrums } from "./drums";
import { isFitting, planForm, type Stretch } from "./form";
import { playColour, playKeys, playPad } from "./keys";
import { playMelody, readTones, type Tone } from "./melody";
import { choosePreset, PRESETS, type Preset } from "./presets";
import { hashText, Random } from "./random";
import { type Chord, type Score, SLOTS } from "./score";
import { diatonicTriad, scale } from "./theory";
import { voice } from "./voicing";

export type { Arrangement, ChordSpan, Part, Section } from "./arrangement";

/** Bumped when the same score would give other notes. */
export const PRODUCER_VERSION = 2;

const PLAYERS: Record<PartName, (session: Session) => Note[]> = {
  keys: playKeys,
  colour: playColour,
  pad: playPad,
  melody: playMelody,
  bass: playBass,
  drums: playDrums,
};

/** What may differ from the producer's own choice. A Mix is one. */
export interface Wish {
  /** Name of a preset; else energy, valence and mode choose. */
  readonly preset?: string | null;
  /** Quarter notes a minute; else the score's. */
  readonly bpm?: number | null;
  /** Of another score's arrangement: the band goes on playing as it did, only the notes are new. */
  readonly seed?: number | null;
}

/** Arranges a valid score (see parseScore). */
export function arrange(score: Score, wish: Wish = {}): Arrangement {
  const preset = PRESETS.find(({ name }) => name === wish.preset) ?? presetOf(score);
  const session = prepare(withChords(score), preset, wish);
  const { bpm } = session.score;
  const lengthTicks = session.bars.length * BAR_TICKS;
  return {
    bpm,
    lengthTicks,
    seconds: ticksToSeconds(lengthTicks, bpm),
    preset: preset.name,
    sections: sections(session.bars),
    chords: session.bars.flatMap((bar) => bar.harmony).map(chordSpan),
    parts: (Object.keys(PLAYERS) as PartName[]).map((name) => part(session, name)),
    kit: preset.kit,
    texture: preset.texture,
    tape: preset.tape,
    gain: preset.gain,
  };
}

/** The seed: what is heard decides, a new title changes nothing. */
export function seedOf(score: Score): number {
  const { key, mode, bpm, energy, valence, swing, harmony, melody } = score;
  return hashText(JSON.stringify([key, mode, bpm, energy, valence, swing, harmony, melody]));
}

/** A score of rests alone still has a key: its tonic chord stands under the whole. */
function withChords(score: Score): Score {
  if (score.harmony.some((bar) => bar.some((chord) => chord.degree > 0))) return score;
  const tonic: Chord = { degree: 1, quality: diatonicTriad(score.mode, 1) };
  return { ...score, harmony: score.harmony.map(() => [tonic]) };
}

/** The preset that a score's energy, valence and mode choose. */
export function presetOf({ energy, valence, mode }: Score): Preset {
  return choosePreset(energy, valence, mode);
}

function prepare(written: Score, preset: Preset, wish: Wish): Session {
  const seed = wish.seed ?? seedOf(written);
  const score = { ...written, bpm: wish.bpm ?? written.bpm };
  const tones = readTones(score);
  const form = formOf(written, score.bpm, seed);
  return { score, preset, seed, bars: layBars(score, preset, form, tones), hasMelody: tones.length > 0 };
}

/** Another tempo keeps the form, unless the track would become too short or too long with it. */
function formOf(written: Score, bpm: number, seed: number): Stretch[] {
  const bars = written.harmony.length;
  const first = Math.max(
    0,
    written.harmony.findIndex((bar) => bar[0]!.degree > 0),
  );
  const plan = (at: number) => planForm(bars, first, barSeconds(at), Random.for(seed, "form"));
  const own = plan(written.bpm);
  const count = own.reduce((sum, stretch) => sum + stretch.bars.length, 1);
  return isFitting(count * barSeconds(bpm)) ? own : plan(bpm);
}

/** The form as bars, harmony voiced from one to the next; a last bar lets the first chord ring. */
function layBars(score: Score, preset: Preset, form: readonly Stretch[], tones: readonly Tone[]): Bar[] {
  const plan = form.flatMap((stretch) => stretch.bars.map((source, index) => ({ stretch, source, index })));
  const outro = form.at(-1)!;
  plan.push({ stretch: outro, source: form[0]!.bars[0]!, index: outro.bars.length });
  let hand: readonly number[] = [];
  return plan.map(({ stretch, source, index }, i) => {
    const isLast = i === plan.length - 1;
    const harmony = layChords(score, preset, source, barTick(i), tones, hand, isLast);
    hand = harmony.at(-1)?.voicing ?? hand;
    const count = stretch.bars.length + (stretch === outro ? 1 : 0);
    return { tick: barTick(i), source, section: stretch.name, nth: stretch.nth, index, count, isLast, harmony };
  });
}

function layChords(
  score: Score,
  preset: Preset,
  source: number,
  tick: number,
  tones: readonly Tone[],
  hand: readonly number[],
  isLast: boolean,
): Harmony[] {
  const chords = isLast ? [ringing(score.harmony[source]!)] : score.harmony[source]!;
  const steps = SLOTS / chords.length;
  let previous = hand;
  return chords.flatMap((chord, i) => {
    const sung = isLast ? new Set<number>() : sungOver(score, tones, source, i * steps, steps);
    const sounding = colour(score.key, score.mode, chord, preset.richness, sung);
    if (!sounding) return [];
    previous = voice(sounding, previous, preset.register);
    const name = chordName(score.key, score.mode, chord);
    return [{ ...sounding, tick: tick + i * steps * STEP_TICKS, step: i * steps, steps, name, voicing: previous }];
  });
}

/** The chord that closes the track: the first of its bar that is no rest. */
function ringing(bar: readonly Chord[]): Chord {
  return bar.find((chord) => chord.degree > 0) ?? bar[0]!;
}

/** Pitch classes that the melody attacks over a stretch of a bar. */
function sungOver(score: Score, tones: readonly Tone[], bar: number, step: number, steps: number): Set<number> {
  const notes = scale(score.mode);
  const inside = tones.filter((tone) => tone.bar === bar && tone.step >= step && tone.step < step + steps);
  return new Set(inside.map((tone) => (score.key - 1 + notes[(tone.degree - 1) % 7]!) % 12));
}

function sections(bars: readonly Bar[]): Section[] {
  return bars.filter((bar) => bar.index === 0).map((bar) => ({ name: bar.section, tick: bar.tick, bars: bar.count }));
}

function chordSpan({ tick, steps, name }: Harmony): ChordSpan {
  return { tick, duration: steps * STEP_TICKS, name };
}

function part(session: Session, name: PartName): Part {
  const { instrument, level, pan, send } = session.preset.channels[name];
  const notes = PLAYERS[name](session).sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
  return { name, instrument, notes, level, pan, send };
}
