/** One track's way to the desk: a channel a part, the duck on the kick, the tape, the dust, a fader. */

import type { Context } from "tone/build/esm/core/context/Context.js";
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
const LOW_CUT: Record<PartName, number> = { keys: 140, colour: 220, pad: 220, melody: 180, bass: 38, drums: 36 };
const HIGH_CUT: Record<PartName, number> = {
  keys: 6000,
  colour: 5500,
  pad: 3500,
  melody: 7000,
  bass: 1600,
  drums: 9000,
};
/** Instruments whose samples are brighter than the part they play, in Hz: the jazz guitar has most of its power at 1 to 3 kHz. */
const DULLED: Readonly<Record<string, number>> = { guitar: 800, nylon: 1500, vibraphone: 4500 };
/** The music's tone: out with the mud where chords and bass overlap, a little light for the melody. Hz and decibels. */
const MUD = { frequency: 270, gain: -4, q: 0.7 };
/** Small speakers waste their power below this, large ones boom. */
const SUB = { frequency: 80, gain: -3.5 };
const LIGHT = { frequency: 1500, gain: 3 };
const TEXTURES: readonly (keyof Texture)[] = ["vinyl", "rain", "hiss"];
/** Seconds in which a texture comes up. */
const TEXTURE_RISE = 1.2;

/** The two ways out of a channel strip. */
interface Strip {
  readonly dry: AudioNode;
  readonly wet: AudioNode;
}

export class Deck {
  readonly arrangement: Arrangement;
  readonly events: readonly SampleEvent[];
  readonly #rack: Rack;
  readonly #store: SampleStore;
  readonly #fader: GainNode;
  readonly #sendFader: GainNode;
  /** The music that makes room for the kick. */
  readonly #ducked: GainNode;
  /**
   * Zeros into every channel. Chromium stops a filter whose inputs are silent or gone, and when it notices depends on
   * the garbage collector: what was left in the filter (-140 dB) would make two renders differ.
   */
  readonly #silence: ConstantSourceNode;
  readonly #voices = new Map<PartName, Voices>();
  /** Where each texture comes in. */
  readonly #loops = new Map<keyof Texture, GainNode>();
  readonly #playing = new Set<keyof Texture>();

  constructor(context: Context, desk: Desk, store: SampleStore, arrangement: Arrangement) {
    this.arrangement = arrangement;
    this.events = listEvents(arrangement);
    this.#store = store;
    this.#rack = new Rack(context);
    this.#fader = this.#rack.gain(1);
    this.#sendFader = this.#rack.gain(1);
    this.#ducked = this.#rack.gain(1);
    this.#silence = this.#rack.source(context.createConstantSource());
    this.#wire(desk);
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
    for (const voices of this.#voices.values()) voices.sweep();
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

  /** Ramps to silence from wherever the fader is. */
  fadeOut(when: number, seconds: number): void {
    this.fade(when, seconds, this.#fader.gain.value, 0);
  }

  dispose(): void {
    for (const voices of this.#voices.values()) voices.stopAll();
    this.#rack.dispose();
  }

  #start(event: SampleEvent, when: number, offset: number): void {
    const buffer = this.#store.get(event.sample);
    if (!buffer) return;
    this.#voices.get(event.part)!.start(event, buffer, when, offset);
    if (event.isKick) this.#duck(when);
  }

  /** Side-chain: the music makes room for the kick and comes back within an eighth or so. */
  #duck(when: number): void {
    const { gain } = this.#ducked;
    gain.setTargetAtTime(decibels(-this.arrangement.tape.duck), when, 0.008);
    gain.setTargetAtTime(1, when + 0.07, 0.11);
  }

  #wire(desk: Desk): void {
    const rack = this.#rack;
    this.#silence.offset.value = 0;
    this.#silence.start();
    const strips = new Map(this.arrangement.parts.map((part) => [part.name, this.#strip(part)]));
    const music = [...strips].filter(([name]) => name !== "drums").map(([, strip]) => strip.dry);
    rack.chain(rack.sum(music), ...this.#tone(), this.#ducked);
    const taped = this.#tape(rack.sum([this.#ducked, strips.get("drums")!.dry]));
    const textures = TEXTURES.map((name) => this.#loopInput(name));
    const trim = rack.gain(decibels(this.arrangement.gain));
    rack.chain(rack.sum([taped, ...textures]), trim, this.#fader, desk.input);
    rack.chain(rack.sum([...strips.values()].map((strip) => strip.wet)), this.#sendFader, desk.send);
  }

  #tone(): BiquadFilterNode[] {
    const mud = this.#rack.filter("peaking", MUD.frequency, MUD.q);
    mud.gain.value = MUD.gain;
    const light = this.#rack.filter("highshelf", LIGHT.frequency);
    light.gain.value = LIGHT.gain;
    return [mud, light];
  }

  #strip(part: Part): Strip {
    const rack = this.#rack;
    const level = rack.gain(decibels(part.level));
    const low = rack.filter("highpass", LOW_CUT[part.name]);
    const high = rack.filter("lowpass", DULLED[part.instrument] ?? HIGH_CUT[part.name]);
    const pan = rack.native(rack.context.createStereoPanner());
    pan.pan.value = part.pan;
    const send = rack.gain(part.send);
    this.#silence.connect(level);
    rack.chain(level, low, high, pan);
    rack.chain(high, send);
    this.#voices.set(part.name, new Voices(rack, part.name, level));
    return { dry: pan, wet: send };
  }

  #loopInput(name: keyof Texture): GainNode {
    const input = this.#rack.gain(1);
    this.#loops.set(name, input);
    return input;
  }

  /** Saturation, then wow and flutter through a delay that two slow oscillators bend, then the dull top of the tape. */
  #tape(input: AudioNode): AudioNode {
    const { tape } = this.arrangement;
    const rack = this.#rack;
    const shaper = rack.native(rack.context.createWaveShaper());
    shaper.curve = tapeCurve(tape.drive);
    const delay = rack.native(rack.context.createDelay(0.05));
    delay.delayTime.value = TAPE_DELAY;
    // One connection: a parameter adds its own value to its inputs, and three terms are one too many.
    rack.sum([this.#sway(WOW_HERTZ, tape.wow), this.#sway(FLUTTER_HERTZ, tape.flutter)]).connect(delay.delayTime);
    const sub = rack.filter("lowshelf", SUB.frequency);
    sub.gain.value = SUB.gain;
    const top = rack.filter("lowpass", tape.lowpass, 0.7);
    rack.chain(input, sub, shaper, delay, top);
    return top;
  }

  /** A sine that, as a delay's time, bends the pitch by up to `cents`: its depth is ratio / (2 pi f). */
  #sway(hertz: number, cents: number): AudioNode {
    const oscillator = this.#rack.source(this.#rack.context.createOscillator());
    const depth = this.#rack.gain((2 ** (cents / 1200) - 1) / (2 * Math.PI * hertz));
    oscillator.frequency.value = hertz;
    oscillator.connect(depth);
    oscillator.start();
    return depth;
  }

  /** Loops start as soon as their samples are here, each at the place of its loop that the track's time tells. */
  #startTextures(position: number, origin: number): void {
    for (const name of TEXTURES) {
      const level = this.arrangement.texture[name];
      const buffer = this.#store.get(`texture-${name}`);
      if (level === null || !buffer || this.#playing.has(name)) continue;
      this.#playing.add(name);
      this.#loop(this.#loops.get(name)!, buffer, decibels(level), origin + position, position % buffer.duration);
    }
  }

  #loop(input: GainNode, buffer: AudioBuffer, level: number, when: number, offset: number): void {
    const source = this.#rack.source(this.#rack.context.createBufferSource());
    source.buffer = buffer;
    source.loop = true;
    input.gain.setValueAtTime(0, when);
    input.gain.linearRampToValueAtTime(level, when + TEXTURE_RISE);
    source.connect(input);
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
