/** Voices: a buffer source and an envelope a note, freed after it has sounded. */

import type { Context } from "tone/build/esm/core/context/Context.js";
import type { PartName } from "../music/arrangement";
import type { SampleEvent } from "./events";
import { census, type Rack } from "./rack";

/** Time constants of a key let go, in seconds: dampers for most, a long tail for what rings. */
const RELEASE: Record<PartName, number> = { keys: 0.12, colour: 0.2, pad: 0.45, melody: 0.16, bass: 0.06, drums: 0.05 };
/** After this many time constants a release is silent (-52 dB). */
const SILENT_AFTER = 6;
const CLICK_FREE = 0.004;
/** Seconds that a voice is kept beyond its end. */
const MARGIN = 0.02;
const MERGERS = 2;
const SLOTS_EACH = 4;
const SLOTS = MERGERS * SLOTS_EACH;
/** A sum of two does not depend on its order either. */
const VOICES_A_SLOT = 2;

interface Voice {
  readonly source: AudioBufferSourceNode;
  readonly envelope: GainNode;
  /** The context's times at which it begins and is silent. */
  readonly begin: number;
  readonly end: number;
}

/**
 * The voices of one part, spread over eight slots.
 *
 * Why not all into one node: Chromium adds up a node's inputs in the order of their addresses, and a float sum of
 * three or more depends on its order, so that two renders differ. A slot holds one voice at a time (two at a pinch:
 * sixteen in all), four slots go into a merger, and the down-mix of four channels to one has a fixed order.
 */
export class Voices {
  readonly #context: Context;
  readonly #part: PartName;
  readonly #mergers: readonly ChannelMergerNode[];
  /** The context's time at which each place for a voice falls silent; place i is in slot i % SLOTS. */
  readonly #busyUntil = new Array<number>(SLOTS * VOICES_A_SLOT).fill(0);
  readonly #sounding = new Set<Voice>();

  constructor(rack: Rack, part: PartName, output: AudioNode) {
    this.#context = rack.context;
    this.#part = part;
    this.#mergers = Array.from({ length: MERGERS }, () => {
      const merger = rack.native(rack.context.createChannelMerger(SLOTS_EACH));
      // The mono down-mix of four channels is their mean.
      const mono = rack.gain(SLOTS_EACH);
      mono.channelCount = 1;
      mono.channelCountMode = "explicit";
      merger.connect(mono).connect(output);
      return merger;
    });
  }

  get count(): number {
    return this.#sounding.size;
  }

  /** `when`: the context's time; `offset`: seconds of the note that are gone already. */
  start(event: SampleEvent, buffer: AudioBuffer, when: number, offset: number): void {
    const source = this.#context.createBufferSource();
    const envelope = this.#context.createGain();
    const end = when + this.#length(event, buffer) - offset;
    const voice = { source, envelope, begin: when, end };
    source.buffer = buffer;
    source.playbackRate.value = event.rate;
    this.#shape(envelope.gain, event, when, offset);
    source.connect(envelope);
    this.#connect(envelope, when, end);
    source.start(when, offset * event.rate);
    if (!event.isDrum) source.stop(end);
    census.made += 2;
    this.#sounding.add(voice);
  }

  /**
   * Frees the voices that have sounded. Called by the scheduler, not by the sources' `ended` events: those come at any
   * moment of an offline render, and taking a node out of the graph changes how Chromium rounds what is left.
   */
  sweep(): void {
    const now = this.#context.currentTime;
    for (const voice of [...this.#sounding]) if (voice.end + MARGIN < now) this.#free(voice);
  }

  /** Takes back the voices that begin at `when` or later. */
  cancel(when: number): void {
    for (const voice of [...this.#sounding]) {
      if (voice.begin < when) continue;
      voice.source.stop();
      this.#free(voice);
    }
  }

  /** Silence at once: the caller has faded before. */
  stopAll(): void {
    for (const voice of [...this.#sounding]) {
      voice.source.stop();
      this.#free(voice);
    }
  }

  #length(event: SampleEvent, buffer: AudioBuffer): number {
    const whole = buffer.duration / event.rate;
    return event.isDrum ? whole : Math.min(whole, event.duration + RELEASE[this.#part] * SILENT_AFTER);
  }

  /** To the first free place, else to the one that is free soonest. */
  #connect(envelope: GainNode, when: number, end: number): void {
    const free = this.#busyUntil.findIndex((until) => until <= when);
    const place = free >= 0 ? free : this.#busyUntil.indexOf(Math.min(...this.#busyUntil));
    const slot = place % SLOTS;
    this.#busyUntil[place] = Math.max(end, this.#busyUntil[place]!);
    envelope.connect(this.#mergers[Math.floor(slot / SLOTS_EACH)]!, 0, slot % SLOTS_EACH);
  }

  #shape(gain: AudioParam, event: SampleEvent, when: number, offset: number): void {
    gain.setValueAtTime(offset > 0 ? 0 : event.gain, when);
    if (offset > 0) gain.linearRampToValueAtTime(event.gain, when + CLICK_FREE);
    if (!event.isDrum) gain.setTargetAtTime(0, when + event.duration - offset, RELEASE[this.#part]);
  }

  #free(voice: Voice): void {
    if (!this.#sounding.delete(voice)) return;
    voice.source.disconnect();
    voice.envelope.disconnect();
    census.freed += 2;
  }
}
