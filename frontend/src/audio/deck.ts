/** One track's way to the desk: a channel a part, the duck on the kick, the tape, the dust, a fader. */

import type { Context } from "tone/build/esm/core/context/Context.js";
import type { Arrangement, PartName } from "../music/arrangement";
import { isHeard, type Mix } from "../music/mix";
import { decibels } from "./curves";
import type { Desk } from "./desk";
import { listEvents, type SampleEvent, samplesBetween } from "./events";
import { census, Rack } from "./rack";
import type { SampleStore } from "./samples";
import { Strip } from "./strip";
import { Tape } from "./tape";
import { Textures, texturesOf } from "./textures";

/** Seconds before the end in which the track fades. */
export const FADE_OUT = 2.5;
/** The music's tone: out with the mud where chords and bass overlap, a little light for the melody. Hz and decibels. */
const MUD = { frequency: 270, gain: -4, q: 0.7 };
const LIGHT = { frequency: 1500, gain: 3 };

export class Deck {
  readonly arrangement: Arrangement;
  readonly events: readonly SampleEvent[];
  readonly #rack: Rack;
  readonly #store: SampleStore;
  readonly #fader: GainNode;
  readonly #sendFader: GainNode;
  /** The music that makes room for the kick. */
  readonly #ducked: GainNode;
  readonly #strips: ReadonlyMap<PartName, Strip>;
  readonly #tape: Tape;
  readonly #textures: Textures;
  #mix: Mix;

  constructor(context: Context, desk: Desk, store: SampleStore, arrangement: Arrangement, mix: Mix) {
    this.arrangement = arrangement;
    this.events = listEvents(arrangement);
    this.#store = store;
    this.#mix = mix;
    const rack = new Rack(context);
    this.#rack = rack;
    this.#fader = rack.gain(1);
    this.#sendFader = rack.gain(1);
    this.#ducked = rack.gain(1);
    this.#strips = this.#makeStrips(mix);
    this.#tape = new Tape(rack, arrangement.tape, this.#mixMusic(), mix.filter);
    this.#textures = new Textures(rack, store, texturesOf(arrangement.texture, mix));
    this.#connect(desk);
  }

  get seconds(): number {
    return this.arrangement.seconds;
  }

  /** The loops' samples. */
  get textures(): string[] {
    return this.#textures.samples;
  }

  /** Samples for a stretch of the track (seconds), in order of need. */
  needs(from: number, to: number): string[] {
    return samplesBetween(this.events, from, to);
  }

  /** The listener's mix, live: mutes, filter and loops ramp from `when` on. */
  setMix(mix: Mix, when: number): void {
    this.#mix = mix;
    for (const [name, strip] of this.#strips) strip.hear(isHeard(mix, name), when);
    this.#tape.filter(mix.filter, when);
    this.#textures.level(texturesOf(this.arrangement.texture, mix), when);
  }

  /** Starts the loops that are wanted and whose samples are here; `position`: seconds into the track at `when`. */
  startLoops(position: number, when: number): void {
    this.#textures.start(position, when);
  }

  /**
   * Schedules what begins in [from, to) of the track. `origin`: the context's time at which the track's second 0 is.
   */
  schedule(from: number, to: number, origin: number): void {
    for (const { voices } of this.#strips.values()) voices.sweep();
    for (const event of this.events) {
      if (event.time >= to) break;
      if (event.time >= from) this.#start(event, origin + event.time, 0);
    }
    const position = Math.max(from, 0);
    this.startLoops(position, origin + position);
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

  /** Takes back what would begin from `when` (the context's time) on, or `early` seconds before; fades what still rings. */
  leave(when: number, early: number, seconds: number): void {
    for (const { voices } of this.#strips.values()) voices.cancel(when - early);
    this.fade(when, seconds, 1, 0);
  }

  /** A linear ramp of the whole track, dry and reverb alike. */
  fade(when: number, seconds: number, from: number, to: number): void {
    for (const { gain } of [this.#fader, this.#sendFader]) {
      gain.cancelScheduledValues(when);
      gain.setValueAtTime(from, when);
      gain.linearRampToValueAtTime(to, when + seconds);
    }
  }

  /** Ramps to silence from wherever the fader is. */
  fadeOut(when: number, seconds: number): void {
    this.fade(when, seconds, this.#fader.gain.value, 0);
  }

  dispose(): void {
    for (const { voices } of this.#strips.values()) voices.stopAll();
    this.#rack.dispose();
  }

  #start(event: SampleEvent, when: number, offset: number): void {
    const buffer = this.#store.get(event.sample);
    if (!buffer) return void census.missed++;
    if (when < this.#rack.context.currentTime) census.late++;
    this.#strips.get(event.part)!.voices.start(event, buffer, when, offset);
    if (event.isKick && isHeard(this.#mix, "drums")) this.#duck(when);
  }

  /** Side-chain: the music makes room for the kick and comes back within an eighth or so. */
  #duck(when: number): void {
    const { gain } = this.#ducked;
    gain.setTargetAtTime(decibels(-this.arrangement.tape.duck), when, 0.008);
    gain.setTargetAtTime(1, when + 0.07, 0.11);
  }

  /**
   * Zeros go into every channel. Chromium stops a filter whose inputs are silent or gone, and when it notices depends on
   * the garbage collector: what was left in the filter (-140 dB) would make two renders differ.
   */
  #makeStrips(mix: Mix): Map<PartName, Strip> {
    const silence = this.#rack.source(this.#rack.context.createConstantSource());
    silence.offset.value = 0;
    silence.start();
    const { parts } = this.arrangement;
    return new Map(parts.map((part) => [part.name, new Strip(this.#rack, part, silence, isHeard(mix, part.name))]));
  }

  #mixMusic(): AudioNode {
    const rack = this.#rack;
    const music = [...this.#strips].filter(([name]) => name !== "drums").map(([, strip]) => strip.dry);
    rack.chain(rack.sum(music), ...this.#tone(), this.#ducked);
    return rack.sum([this.#ducked, this.#strips.get("drums")!.dry]);
  }

  #connect(desk: Desk): void {
    const rack = this.#rack;
    const trim = rack.gain(decibels(this.arrangement.gain));
    rack.chain(rack.sum([this.#tape.output, ...this.#textures.inputs]), trim, this.#fader, desk.input);
    const wet = [...this.#strips.values()].map((strip) => strip.wet);
    rack.chain(rack.sum(wet), this.#sendFader, desk.send);
  }

  #tone(): BiquadFilterNode[] {
    const mud = this.#rack.filter("peaking", MUD.frequency, MUD.q);
    mud.gain.value = MUD.gain;
    const light = this.#rack.filter("highshelf", LIGHT.frequency);
    light.gain.value = LIGHT.gain;
    return [mud, light];
  }
}
