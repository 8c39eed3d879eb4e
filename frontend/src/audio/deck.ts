/** One track's way to the desk: a channel a part, the duck on the kick, the tape, the dust, a fader. */

import { Panner } from "tone/build/esm/component/channel/Panner.js";
import { Filter } from "tone/build/esm/component/filter/Filter.js";
import type { Context } from "tone/build/esm/core/context/Context.js";
import { connect } from "tone/build/esm/core/context/ToneAudioNode.js";
import type { Arrangement, Part, PartName, Texture } from "../music/arrangement";
import { tapeCurve } from "./curves";
import type { Desk } from "./desk";
import { listEvents, type SampleEvent, samplesBetween, textureSamples } from "./events";
import { Rack } from "./rack";
import type { SampleStore } from "./samples";
import { Voices } from "./voices";

/** Seconds before the end in which the track fades. */
const FADE_OUT = 2.5;
const TAPE_DELAY = 0.014;
const WOW_HERTZ = 0.55;
const FLUTTER_HERTZ = 6.7;
/** Low cuts in Hz: only bass and drums have business down there. */
const LOW_CUT: Record<PartName, number> = { keys: 140, colour: 220, pad: 220, melody: 180, bass: 28, drums: 28 };
const HIGH_CUT: Record<PartName, number> = {
  keys: 6000,
  colour: 5500,
  pad: 3500,
  melody: 7000,
  bass: 1600,
  drums: 9000,
};
const TEXTURES: readonly (keyof Texture)[] = ["vinyl", "rain", "hiss"];
/** Seconds in which a texture comes up. */
const TEXTURE_RISE = 1.2;

export class Deck {
  readonly arrangement: Arrangement;
  readonly events: readonly SampleEvent[];
  readonly voices: Voices;
  readonly #rack: Rack;
  readonly #store: SampleStore;
  readonly #fader: GainNode;
  readonly #sendFader: GainNode;
  readonly #bus: GainNode;
  readonly #textureBus: GainNode;
  readonly #inputs = new Map<PartName, AudioNode>();
  readonly #textures = new Set<string>();
  #duckedUntil = 0;

  constructor(context: Context, desk: Desk, store: SampleStore, arrangement: Arrangement) {
    this.arrangement = arrangement;
    this.events = listEvents(arrangement);
    this.#store = store;
    const rack = new Rack(context);
    this.#rack = rack;
    this.#fader = rack.native(context.createGain());
    this.#sendFader = rack.native(context.createGain());
    this.#bus = rack.native(context.createGain());
    this.#textureBus = rack.native(context.createGain());
    const trim = rack.native(context.createGain());
    trim.gain.value = decibels(arrangement.gain);
    this.#tape(trim);
    rack.chain(this.#textureBus, trim, this.#fader, desk.input);
    connect(this.#sendFader, desk.send);
    for (const part of arrangement.parts) this.#channel(part);
    this.voices = new Voices(context, this.#inputs);
  }

  get seconds(): number {
    return this.arrangement.seconds;
  }

  /** Samples for a stretch of the track (seconds), in order of need. */
  needs(from: number, to: number): string[] {
    return samplesBetween(this.events, from, to);
  }

  /**
   * Schedules what begins in [from, to) of the track. `origin`: the context's time at which the track's second 0 is.
   */
  schedule(from: number, to: number, origin: number): void {
    for (const event of this.events) {
      if (event.time >= to) break;
      if (event.time >= from) this.#start(event, origin + event.time, 0);
    }
    this.#startTextures(Math.max(from, 0), origin);
    const fadeAt = this.seconds - FADE_OUT;
    if (from <= fadeAt && fadeAt < to) this.fade(origin + fadeAt, FADE_OUT, 1, 0);
  }

  /** Takes up what already sounds at `position` (seconds), from its middle: after a seek the chord is there. */
  resume(position: number, origin: number): void {
    for (const event of this.events) {
      if (event.time >= position) break;
      const gone = position - event.time;
      if (!event.isDrum && event.duration - gone > 0.2) this.#start(event, origin + position, gone);
    }
    const left = this.seconds - position;
    if (left < FADE_OUT) this.fade(origin + position, left, left / FADE_OUT, 0);
  }

  /** A linear ramp of the whole track, dry and reverb alike. */
  fade(when: number, seconds: number, from: number, to: number): void {
    for (const { gain } of [this.#fader, this.#sendFader]) {
      gain.cancelScheduledValues(when);
      gain.setValueAtTime(from, when);
      gain.linearRampToValueAtTime(to, when + seconds);
    }
  }

  /** Ramps from wherever the fader is; returns nothing sooner than it is silent. */
  fadeOut(when: number, seconds: number): void {
    for (const { gain } of [this.#fader, this.#sendFader]) {
      const now = gain.value;
      gain.cancelScheduledValues(when);
      gain.setValueAtTime(now, when);
      gain.linearRampToValueAtTime(0, when + seconds);
    }
  }

  dispose(): void {
    this.voices.stopAll();
    this.#rack.dispose();
  }

  #start(event: SampleEvent, when: number, offset: number): void {
    const buffer = this.#store.get(event.sample);
    if (!buffer) return;
    this.voices.start(event, buffer, when, offset);
    if (event.isKick) this.#duck(when);
  }

  /** Side-chain: the music makes room for the kick and comes back within an eighth or so. */
  #duck(when: number): void {
    const { gain } = this.#bus;
    gain.setTargetAtTime(decibels(-this.arrangement.tape.duck), when, 0.008);
    gain.setTargetAtTime(1, when + 0.07, 0.11);
    this.#duckedUntil = when + 0.6;
  }

  /** After voices were stopped ahead of their time, ducks still to come must not be heard. */
  release(when: number): void {
    if (this.#duckedUntil < when) return;
    this.#bus.gain.cancelScheduledValues(when);
    this.#bus.gain.setTargetAtTime(1, when, 0.05);
  }

  #channel(part: Part): void {
    const { context } = this.#rack;
    const rack = this.#rack;
    const level = rack.native(context.createGain());
    level.gain.value = decibels(part.level);
    const low = rack.tone(new Filter({ context, type: "highpass", frequency: LOW_CUT[part.name], Q: 0.6 }));
    const high = rack.tone(new Filter({ context, type: "lowpass", frequency: HIGH_CUT[part.name], Q: 0.6 }));
    const pan = rack.tone(new Panner({ context, pan: part.pan }));
    const send = rack.native(context.createGain());
    send.gain.value = part.send;
    rack.chain(level, low, high, pan, part.name === "drums" ? this.#drumBus() : this.#bus);
    rack.chain(high, send, this.#sendFader);
    this.#inputs.set(part.name, level);
  }

  #tapeIn: GainNode | null = null;

  #drumBus(): GainNode {
    return this.#tapeIn!;
  }

  /** Saturation, then wow and flutter through a delay that two slow oscillators bend, then the dull top of the tape. */
  #tape(output: AudioNode): void {
    const { tape } = this.arrangement;
    const rack = this.#rack;
    const { context } = rack;
    this.#tapeIn = rack.native(context.createGain());
    const shaper = rack.native(context.createWaveShaper());
    shaper.curve = tapeCurve(tape.drive);
    const delay = rack.native(context.createDelay(0.05));
    delay.delayTime.value = TAPE_DELAY;
    this.#bend(delay.delayTime, WOW_HERTZ, tape.wow);
    this.#bend(delay.delayTime, FLUTTER_HERTZ, tape.flutter);
    const top = rack.tone(new Filter({ context, type: "lowpass", frequency: tape.lowpass, Q: 0.7, rolloff: -12 }));
    connect(this.#bus, this.#tapeIn);
    rack.chain(this.#tapeIn, shaper, delay, top, output);
  }

  /** Modulates a delay by a sine whose pitch deviation peaks at `cents`: depth = ratio / (2 pi f). */
  #bend(delay: AudioParam, hertz: number, cents: number): void {
    const { context } = this.#rack;
    const oscillator = this.#rack.source(context.createOscillator());
    const depth = this.#rack.native(context.createGain());
    oscillator.frequency.value = hertz;
    depth.gain.value = (2 ** (cents / 1200) - 1) / (2 * Math.PI * hertz);
    oscillator.connect(depth).connect(delay);
    oscillator.start();
  }

  /** Loops start as soon as their samples are here, each at the place of its loop that the track's time tells. */
  #startTextures(position: number, origin: number): void {
    for (const name of TEXTURES) {
      const level = this.arrangement.texture[name];
      const buffer = this.#store.get(`texture-${name}`);
      if (level === null || !buffer || this.#textures.has(name)) continue;
      this.#textures.add(name);
      this.#loop(buffer, decibels(level), origin + position, position % buffer.duration);
    }
  }

  #loop(buffer: AudioBuffer, level: number, when: number, offset: number): void {
    const { context } = this.#rack;
    const source = this.#rack.source(context.createBufferSource());
    const gain = this.#rack.native(context.createGain());
    source.buffer = buffer;
    source.loop = true;
    gain.gain.setValueAtTime(0, when);
    gain.gain.linearRampToValueAtTime(level, when + TEXTURE_RISE);
    source.connect(gain).connect(this.#textureBus);
    source.start(when, offset);
  }

  /** The loops' samples. */
  get textures(): string[] {
    return textureSamples(this.arrangement);
  }
}

export function decibels(level: number): number {
  return 10 ** (level / 20);
}
