/** The mixer's settings as a listener would say them. */

import { presetOf } from "../music/arrange";
import type { Arrangement, PartName } from "../music/arrangement";
import { isPlain, loopLevel, type Mix } from "../music/mix";
import type { Score } from "../music/score";

export const PART_WORDS: Readonly<Record<PartName, string>> = {
  keys: "Keys",
  colour: "Second instrument",
  pad: "Pad",
  melody: "Melody",
  bass: "Bass",
  drums: "Drums",
};

const INSTRUMENTS: Readonly<Record<string, string>> = {
  epiano: "Electric piano",
  nylon: "Nylon guitar",
  upright: "Upright bass",
  finger: "Electric bass",
  pad: "Warm pad",
  dust: "Dusty kit",
};

/** "Electric piano" */
export function instrumentName(instrument: string): string {
  return INSTRUMENTS[instrument] ?? capital(instrument);
}

/** "Rainy window" */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How far the window is closed, 0..1. */
export function windowWords(closed: number): string {
  if (closed <= 0) return "open";
  return closed >= 1 ? "closed" : `${Math.round(100 * closed)} % closed`;
}

/** A loop's level, 0..1. */
export function levelWords(level: number): string {
  return level <= 0 ? "off" : `${Math.round(100 * level)} %`;
}

/** Where a loop's slider stands: at the listener's level, or at the preset's. */
export function levelOf(mix: Mix, loop: "vinyl" | "rain", arrangement: Arrangement | null): number {
  return mix[loop] ?? loopLevel(arrangement?.texture[loop] ?? null);
}

/** The part is put into a list of parts, or taken out of it. */
export function toggled(parts: readonly PartName[], part: PartName): PartName[] {
  return parts.includes(part) ? parts.filter((other) => other !== part) : [...parts, part];
}

/** Whether there is nothing to take back; the band is no choice of the mixer's. */
export function isUntouched(mix: Mix): boolean {
  return isPlain({ ...mix, seed: null });
}

/** Whether what is heard has not yet followed a choice of preset or tempo. */
export function isPending(score: Score, mix: Mix, { preset, bpm }: Arrangement): boolean {
  return preset !== (mix.preset ?? presetOf(score).name) || bpm !== (mix.bpm ?? score.bpm);
}

/** Calls at once and then at most once in `ms`, the last value always; `isWaiting` while a value is held back. */
export function paced<T>(ms: number, send: (value: T) => void) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let held: { readonly value: T } | null = null;
  const flush = () => {
    timer = held ? setTimeout(flush, ms) : null;
    const last = held;
    held = null;
    if (last) send(last.value);
  };
  const push = (value: T) => {
    held = { value };
    if (timer === null) flush();
  };
  return { push, isWaiting: () => held !== null };
}
