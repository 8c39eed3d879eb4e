/** The score: what the model writes and the producer reads. Its format is described in docs/track-format.md. */

import { diatonicTriad, QUALITIES, type Quality } from "./theory";

export const SCORE_VERSION = 2;
export const MAX_BARS = 50;
export const MAX_TITLE = 80;
/** Sixteenth notes in a bar. */
export const SLOTS = 16;
export const REST = 0;
/** Melody symbol that prolongs the sounding note; 1 to 14 attack a scale degree, 0 is silence. */
export const HOLD = 15;
const TOP_DEGREE = 14;
const EIGHTHS = 8;

/** A scale degree with an absolute quality; degree 0 is a rest and has none. */
export interface Chord {
  readonly degree: number;
  readonly quality: Quality | null;
}

/** Quarter notes a minute. */
export const BPM = { min: 60, max: 100 } as const;

/** Ranges: key 1..12, mode 1..7, bpm 60..100, energy and valence 0..1, swing 0.5..0.67, 1 to 50 bars. */
export interface Score {
  readonly version: 2;
  readonly title: string;
  readonly key: number;
  readonly mode: number;
  readonly bpm: number;
  readonly energy: number;
  readonly valence: number;
  /** Share of an eighth that the first sixteenth of a pair takes: 0.5 straight, 0.67 triplet. */
  readonly swing: number;
  /** One entry a bar: one chord, or two of half a bar each. */
  readonly harmony: readonly (readonly Chord[])[];
  /** One entry a bar of 16 symbols: 0 rest, 1..14 attack, 15 hold. */
  readonly melody: readonly (readonly number[])[];
  /** The legacy grid's chords: the degree that opens each bar. */
  readonly chords: readonly number[];
  /** The legacy grid's notes: what sounds in each eighth. */
  readonly melodies: readonly (readonly number[])[];
}

/** The eight fields of the original system. */
export interface LegacyScore {
  title: string;
  key: number;
  mode: number;
  bpm: number;
  energy: number;
  valence: number;
  chords: number[];
  melodies: number[][];
}

/** A score that breaks the format: `field` names the offender, the message adds the bound. */
export class ScoreError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = "ScoreError";
    this.field = field;
  }
}

type Fields = Record<string, unknown>;

/** Reads version 2, or a legacy score when there is no `version`. Throws ScoreError on anything else. */
export function parseScore(data: unknown): Score {
  const fields = object("score", data);
  if (fields.version === undefined || fields.version === null) return fromLegacy(fields);
  integer("version", fields.version, SCORE_VERSION, SCORE_VERSION);
  const harmony = list("harmony", fields.harmony, 1, MAX_BARS).map(readBar);
  const melody = readMelody(fields.melody, harmony.length);
  const score = build(fields, number("swing", fields.swing, 0.5, 0.67), harmony, melody);
  checkProjection("chords", fields.chords, score.chords);
  checkProjection("melodies", fields.melodies, score.melodies);
  return score;
}

/** Upgrades a legacy score: diatonic triads, a repeated number within a bar is one held note, straight. */
export function fromLegacy(fields: Fields): Score {
  const mode = integer("mode", fields.mode, 1, 7);
  const harmony = list("chords", fields.chords, 1, MAX_BARS).map((degree, i) => [triad(i, mode, degree)]);
  const melody = list("melodies", fields.melodies, harmony.length, harmony.length).map(sixteenths);
  return build(fields, 0.5, harmony, melody);
}

/** The eight legacy fields. Lossless for a score that came from a legacy link. */
export function toLegacy(score: Score): LegacyScore {
  const { title, key, mode, bpm, energy, valence } = score;
  const melodies = score.melodies.map((bar) => [...bar]);
  return { title, key, mode, bpm, energy, valence, chords: [...score.chords], melodies };
}

function build(fields: Fields, swing: number, harmony: Chord[][], melody: number[][]): Score {
  return {
    version: SCORE_VERSION,
    title: readTitle(fields.title),
    key: integer("key", fields.key, 1, 12),
    mode: integer("mode", fields.mode, 1, 7),
    bpm: integer("bpm", fields.bpm, BPM.min, BPM.max),
    energy: number("energy", fields.energy, 0, 1),
    valence: number("valence", fields.valence, 0, 1),
    swing,
    harmony,
    melody,
    chords: harmony.map((bar) => bar[0]!.degree),
    melodies: projectMelody(melody),
  };
}

function readBar(bar: unknown, index: number): Chord[] {
  return list(`harmony[${index}]`, bar, 1, 2).map((chord) => readChord(`harmony[${index}]`, chord));
}

function readChord(field: string, data: unknown): Chord {
  const fields = object(field, data);
  const degree = integer(`${field}.degree`, fields.degree, 0, 7);
  const quality = fields.quality ?? null;
  if (degree === 0) {
    if (quality !== null) throw new ScoreError(`${field}.quality`, "must be null for a rest (degree 0)");
    return { degree, quality };
  }
  if (typeof quality !== "string" || !Object.hasOwn(QUALITIES, quality)) {
    throw new ScoreError(`${field}.quality`, `must be one of ${Object.keys(QUALITIES).join(", ")}`);
  }
  return { degree, quality: quality as Quality };
}

function readMelody(data: unknown, bars: number): number[][] {
  let sounding = false;
  return list("melody", data, bars, bars).map((bar, i) =>
    list(`melody[${i}]`, bar, SLOTS, SLOTS).map((value, j) => {
      const symbol = integer(`melody[${i}][${j}]`, value, REST, HOLD);
      if (symbol === HOLD && !sounding) {
        throw new ScoreError(`melody[${i}][${j}]`, `must not be a hold (${HOLD}) while no note sounds`);
      }
      sounding = symbol !== REST;
      return symbol;
    }),
  );
}

function triad(index: number, mode: number, value: unknown): Chord {
  const degree = integer(`chords[${index}]`, value, 0, 7);
  return { degree, quality: degree ? diatonicTriad(mode, degree) : null };
}

function sixteenths(bar: unknown, index: number): number[] {
  const notes = list(`melodies[${index}]`, bar, EIGHTHS, EIGHTHS).map((note, j) =>
    integer(`melodies[${index}][${j}]`, note, REST, TOP_DEGREE),
  );
  return notes.flatMap((note, j) => {
    if (!note) return [REST, REST];
    return j > 0 && notes[j - 1] === note ? [HOLD, HOLD] : [note, HOLD];
  });
}

function projectMelody(melody: readonly (readonly number[])[]): number[][] {
  let sounding = REST;
  return melody.map((bar) => {
    const heard = bar.map((symbol) => {
      sounding = symbol === HOLD ? sounding : symbol;
      return sounding;
    });
    return Array.from({ length: EIGHTHS }, (_, i) => heard[2 * i]! || heard[2 * i + 1]!);
  });
}

function checkProjection(field: string, given: unknown, expected: unknown): void {
  if (given !== undefined && JSON.stringify(given) !== JSON.stringify(expected)) {
    throw new ScoreError(field, "must be the projection of harmony and melody, or be left out");
  }
}

/** Titles are shown to strangers: no control characters, lone surrogates or bidirectional overrides. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

function readTitle(title: unknown): string {
  if (typeof title !== "string" || !title.trim() || [...title].length > MAX_TITLE) {
    throw new ScoreError("title", `must be text of 1 to ${MAX_TITLE} characters`);
  }
  if (FORBIDDEN.test(title)) throw new ScoreError("title", "must not hold control characters");
  return title;
}

function object(field: string, value: unknown): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ScoreError(field, "must be an object");
  }
  return value as Fields;
}

function list(field: string, value: unknown, low: number, high: number): unknown[] {
  if (!Array.isArray(value)) throw new ScoreError(field, "must be a list");
  if (value.length < low || value.length > high) {
    const wanted = low === high ? `${low}` : `${low} to ${high}`;
    throw new ScoreError(field, `must have ${wanted} entries, not ${value.length}`);
  }
  return value;
}

function integer(field: string, value: unknown, low: number, high: number): number {
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high) {
    const wanted = low === high ? `${low}` : `a whole number from ${low} to ${high}`;
    throw new ScoreError(field, `must be ${wanted}`);
  }
  return value as number;
}

function number(field: string, value: unknown, low: number, high: number): number {
  if (typeof value !== "number" || !(value >= low && value <= high)) {
    throw new ScoreError(field, `must be a number from ${low} to ${high}`);
  }
  return value;
}
