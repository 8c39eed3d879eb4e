/** The desk at the end of the chain, shared by all tracks: one reverb on a send, glue, limiter, ceiling. */

import { Compressor } from "tone/build/esm/component/dynamics/Compressor.js";
import type { Context } from "tone/build/esm/core/context/Context.js";
import { Random } from "../music/random";
import { ceilingCurve } from "./curves";
import { Rack } from "./rack";

const ROOM_SECONDS = 1.9;
/** Seconds in which the room's level falls to 1/e. */
const ROOM_DECAY = 0.42;
/** Linear, after the glue: brings the presets to about -16 LUFS. */
const MAKEUP = 1.1;

export class Desk {
  /** Where tracks come in, dry and to the reverb. */
  readonly input: GainNode;
  readonly send: GainNode;
  readonly output: GainNode;
  readonly #rack: Rack;

  constructor(context: Context) {
    const rack = new Rack(context);
    this.#rack = rack;
    this.input = rack.gain(1);
    this.send = rack.gain(1);
    this.output = rack.gain(1);
    this.#room(context);
    this.#dynamics(context);
  }

  dispose(): void {
    this.#rack.dispose();
  }

  #room(context: Context): void {
    const rack = this.#rack;
    const convolver = rack.native(context.createConvolver());
    convolver.normalize = false;
    convolver.buffer = roomResponse(context);
    // Neither boom nor sizzle may ring on: the low cut keeps the mud out, the high cut keeps it old.
    const low = rack.filter("highpass", 280);
    const high = rack.filter("lowpass", 4200);
    rack.chain(this.send, low, high, convolver, this.input);
  }

  #dynamics(context: Context): void {
    const rack = this.#rack;
    const glue = rack.tone(new Compressor({ context, threshold: -18, ratio: 2, attack: 0.02, release: 0.2, knee: 10 }));
    const makeup = rack.gain(MAKEUP);
    const limiter = rack.tone(
      new Compressor({ context, threshold: -3.5, ratio: 20, attack: 0.002, release: 0.09, knee: 2 }),
    );
    const ceiling = rack.native(context.createWaveShaper());
    ceiling.curve = ceilingCurve();
    ceiling.oversample = "2x";
    rack.chain(this.input, glue, makeup, limiter, ceiling, this.output);
  }
}

/** A small dark room: seeded noise under an exponential, duller as it dies, two channels that differ. */
function roomResponse(context: Context): AudioBuffer {
  const rate = context.sampleRate;
  const buffer = context.createBuffer(2, Math.round(ROOM_SECONDS * rate), rate);
  for (let channel = 0; channel < 2; channel++)
    fillRoom(buffer.getChannelData(channel), rate, new Random(71 + channel));
  return buffer;
}

function fillRoom(data: Float32Array, rate: number, random: Random): void {
  let smooth = 0;
  let energy = 0;
  for (let i = 0; i < data.length; i++) {
    const seconds = i / rate;
    const dullness = Math.min(0.92, 0.35 + 0.5 * seconds);
    smooth = smooth * dullness + (random.next() * 2 - 1) * (1 - dullness);
    const fadeIn = Math.min(1, seconds / 0.012);
    data[i] = smooth * fadeIn * Math.exp(-seconds / ROOM_DECAY);
    energy += data[i]! ** 2;
  }
  const scale = 1 / Math.sqrt(energy);
  for (let i = 0; i < data.length; i++) data[i]! *= scale;
}
