/** Arithmetic of the latent panel. A latent z has 100 features; a direction's value at z is s = weight . z + bias. */

import type { Direction } from "../api/client";

export const FEATURES = 100;
/** Feature sliders go from -RANGE to RANGE; the server takes up to BOUND. */
export const RANGE = 4;
export const BOUND = 8;

/** Normal cumulative distribution, by Abramowitz and Stegun 7.1.26 (error under 1e-7). */
export function phi(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - poly * Math.exp((-x * x) / 2);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** Where z stands on a direction, in z-scores. */
export function valueAt(direction: Direction, z: readonly number[]): number {
  return direction.weight.reduce((sum, weight, i) => sum + weight * (z[i] ?? 0), direction.bias);
}

/** z moved along a direction until its value is `target`; the other directions stay where they are. */
export function moveTo(direction: Direction, z: readonly number[], target: number): number[] {
  const step = target - valueAt(direction, z);
  return z.map((value, i) => clamp(value + step * (direction.direction[i] ?? 0)));
}

/** 100 draws from the standard normal (Box-Muller), the prior of the model. */
export function randomLatent(random: () => number = Math.random): number[] {
  return Array.from({ length: FEATURES }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return clamp(radius * Math.cos(2 * Math.PI * random()));
  });
}

/** Another latent with the same value on each direction: new music under the same settings. */
export function sibling(directions: readonly Direction[], z: readonly number[], random?: () => number): number[] {
  return directions.reduce((fresh, d) => moveTo(d, fresh, valueAt(d, z)), randomLatent(random));
}

/** A slider's value in words: tempo in BPM, the others as a share. */
export function describe(name: string, value: number): string {
  const share = phi(value);
  return name === "tempo" ? `${Math.round(60 + 40 * share)} BPM` : `${Math.round(100 * share)} %`;
}

function clamp(value: number): number {
  return Math.min(BOUND, Math.max(-BOUND, value));
}
