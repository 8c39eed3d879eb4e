/** Where a sixteenth falls: swing moves the second of each pair, hands and feet are a little late. */

import { PPQ, STEP_TICKS } from "./arrangement";

/** Ticks from the bar line to sixteenth `step` (0..15). `swing`: share of the eighth that the first of a pair takes. */
export function stepTick(step: number, swing: number): number {
  const eighth = STEP_TICKS * 2;
  return (step >> 1) * eighth + (step & 1 ? Math.round(eighth * swing) : 0);
}

/** Milliseconds as ticks, rounded. */
export function msToTicks(ms: number, bpm: number): number {
  return Math.round((ms * bpm * PPQ) / 60000);
}

/** A velocity, rounded and kept within MIDI's 1..127. */
export function velocity(value: number): number {
  return Math.max(1, Math.min(127, Math.round(value)));
}
