/** The listener's mix: what they changed about the sound of a track. Data; null is "as the preset has it". */

import type { PartName } from "./arrangement";
import { PRESETS } from "./presets";
import { BPM } from "./score";

export interface Mix {
  /** Name of a preset. */
  readonly preset: string | null;
  /** Quarter notes a minute, within the score's bounds. */
  readonly bpm: number | null;
  /** 0: as the tape is; 1: heard through a wall. */
  readonly filter: number;
  /** Loops under the music, 0 (off) to 1. */
  readonly vinyl: number | null;
  readonly rain: number | null;
  readonly muted: readonly PartName[];
  /** As long as any part is soloed, only soloed parts are heard. */
  readonly soloed: readonly PartName[];
  /** Of another score's arrangement, by whose band this one is played: form, grooves, fills. */
  readonly seed: number | null;
}

export const PARTS: readonly PartName[] = ["keys", "colour", "pad", "melody", "bass", "drums"];
export const PLAIN: Mix = {
  preset: null,
  bpm: null,
  filter: 0,
  vinyl: null,
  rain: null,
  muted: [],
  soloed: [],
  seed: null,
};

/** Hz of the low-pass when the filter is closed. */
const CLOSED = 420;
/** Decibels of a loop at level 1 and just above level 0. */
const LOUDEST = -14;
const RANGE = 30;

/** Reads a mix from JSON. Throws RangeError that names the field; what is missing is as the preset has it. */
export function parseMix(data: unknown): Mix {
  const fields = Object(data) as Record<string, unknown>;
  return {
    preset: readOr(null, fields.preset, "preset", isPreset),
    bpm: readOr(null, fields.bpm, "bpm", isNumber(BPM.min, BPM.max)),
    filter: readOr(0, fields.filter, "filter", isNumber(0, 1)),
    vinyl: readOr(null, fields.vinyl, "vinyl", isNumber(0, 1)),
    rain: readOr(null, fields.rain, "rain", isNumber(0, 1)),
    muted: readOr([], fields.muted, "muted", areParts),
    soloed: readOr([], fields.soloed, "soloed", areParts),
    seed: readOr(null, fields.seed, "seed", isSeed),
  };
}

/** As parseMix; a mix that can't be read costs its track nothing but the mix. */
export function readMix(data: unknown): Mix {
  try {
    return parseMix(data);
  } catch {
    return PLAIN;
  }
}

/** The mix as the preset has it, played by the same band. */
export function resetMix({ seed }: Mix): Mix {
  return { ...PLAIN, seed };
}

export function isPlain(mix: Mix): boolean {
  return JSON.stringify({ ...PLAIN, ...mix }) === JSON.stringify(PLAIN);
}

/** Whether a part is heard. */
export function isHeard(mix: Mix, part: PartName): boolean {
  return mix.soloed.length > 0 ? mix.soloed.includes(part) : !mix.muted.includes(part);
}

/** Hz of the low-pass: from the tape's own, exponentially down to CLOSED. */
export function filterHertz(tape: number, filter: number): number {
  return tape * (CLOSED / tape) ** filter;
}

/** A slider's level (0..1) as decibels; null is off. */
export function loopDecibels(level: number): number | null {
  return level <= 0 ? null : LOUDEST - RANGE * (1 - level);
}

/** Where the slider of a loop stands that a preset sets in decibels. */
export function loopLevel(decibels: number | null): number {
  return decibels === null ? 0 : Math.min(1, Math.max(0, 1 + (decibels - LOUDEST) / RANGE));
}

function readOr<T>(missing: T, value: unknown, field: string, check: (value: unknown) => string | null): T {
  if (value === undefined || value === null) return missing;
  const fault = check(value);
  if (fault) throw new RangeError(`${field}: ${fault}`);
  return value as T;
}

function isPreset(value: unknown): string | null {
  return PRESETS.some((preset) => preset.name === value) ? null : "must be the name of a preset";
}

function isNumber(low: number, high: number) {
  return (value: unknown) =>
    typeof value === "number" && value >= low && value <= high ? null : `must be a number from ${low} to ${high}`;
}

function isSeed(value: unknown): string | null {
  const isWhole = Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
  return isWhole ? null : "must be a whole number from 0 to 4294967295";
}

function areParts(value: unknown): string | null {
  const known = Array.isArray(value) && value.every((name) => PARTS.includes(name));
  return known && new Set(value).size === value.length
    ? null
    : `must be a list of different parts of ${PARTS.join(", ")}`;
}
