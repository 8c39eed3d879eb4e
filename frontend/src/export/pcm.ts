/** Floats to 16 bits, with dither. */

import { Random } from "../music/random";

const FULL = 32767;

/**
 * Quantises stereo or mono in pieces. Triangular noise of two steps' width turns the error of rounding into steady hiss at
 * -96 dBFS instead of a distortion that follows the music. The noise is drawn from a fixed seed: equal sound, equal bytes.
 */
export class Quantiser {
  readonly #channels: readonly Float32Array[];
  readonly #random = new Random(1);

  constructor(channels: readonly Float32Array[]) {
    this.#channels = channels;
  }

  /** Frames from..to (exclusive), interleaved. Call in order: the noise goes on where it was. */
  take(from: number, to: number): Int16Array<ArrayBuffer> {
    const width = this.#channels.length;
    const out = new Int16Array((to - from) * width);
    for (let frame = from, at = 0; frame < to; frame++) {
      for (const channel of this.#channels) out[at++] = this.#round(channel[frame]!);
    }
    return out;
  }

  /** Digital silence stays silent. */
  #round(value: number): number {
    if (value === 0) return 0;
    const noise = this.#random.next() - this.#random.next();
    return Math.max(-FULL - 1, Math.min(FULL, Math.round(value * FULL + noise)));
  }
}
