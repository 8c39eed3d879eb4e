/** The dust under the music: loops of crackle, rain and hiss, as loud as the preset or the listener wants them. */

import type { Texture } from "../music/arrangement";
import { loopDecibels, type Mix } from "../music/mix";
import { decibels } from "./curves";
import type { Rack } from "./rack";
import type { SampleStore } from "./samples";

export const TEXTURES: readonly (keyof Texture)[] = ["vinyl", "rain", "hiss"];
/** Seconds in which a loop comes up, and the time constant of a change of level. */
const RISE = 1.2;
const RAMP = 0.1;

/** Decibels of each loop, the listener's wish before the preset's. */
export function texturesOf(texture: Texture, mix: Mix): Texture {
  return {
    ...texture,
    ...(mix.vinyl === null ? {} : { vinyl: loopDecibels(mix.vinyl) }),
    ...(mix.rain === null ? {} : { rain: loopDecibels(mix.rain) }),
  };
}

/** Names of the loops' samples. */
export function textureSamples(texture: Texture): string[] {
  return TEXTURES.filter((name) => texture[name] !== null).map((name) => `texture-${name}`);
}

export class Textures {
  readonly inputs: readonly GainNode[];
  readonly #rack: Rack;
  readonly #store: SampleStore;
  readonly #playing = new Set<keyof Texture>();
  #texture: Texture;

  constructor(rack: Rack, store: SampleStore, texture: Texture) {
    this.#rack = rack;
    this.#store = store;
    this.#texture = texture;
    this.inputs = TEXTURES.map(() => rack.gain(1));
  }

  get samples(): string[] {
    return textureSamples(this.#texture);
  }

  /** Loops start as soon as their samples are here, each at the place of its loop that the track's time tells. */
  start(position: number, when: number): void {
    for (const name of TEXTURES) {
      const level = this.#texture[name];
      const buffer = this.#store.get(`texture-${name}`);
      if (level === null || !buffer || this.#playing.has(name)) continue;
      this.#playing.add(name);
      this.#loop(this.#input(name), buffer, decibels(level), when, position % buffer.duration);
    }
  }

  /** Other levels, at once; a loop that is new starts with the next `start`. */
  level(texture: Texture, when: number): void {
    this.#texture = texture;
    for (const name of this.#playing) {
      const level = texture[name];
      const { gain } = this.#input(name);
      gain.cancelScheduledValues(when);
      gain.setTargetAtTime(level === null ? 0 : decibels(level), when, RAMP);
    }
  }

  #input(name: keyof Texture): GainNode {
    return this.inputs[TEXTURES.indexOf(name)]!;
  }

  #loop(input: GainNode, buffer: AudioBuffer, level: number, when: number, offset: number): void {
    const source = this.#rack.source(this.#rack.context.createBufferSource());
    source.buffer = buffer;
    source.loop = true;
    input.gain.setValueAtTime(0, when);
    input.gain.linearRampToValueAtTime(level, when + RISE);
    source.connect(input);
    source.start(when, offset);
  }
}
