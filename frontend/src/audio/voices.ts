/** Voices: a buffer source and an envelope a note, freed when it has sounded. */

import type { Context } from "tone/build/esm/core/context/Context.js";
import type { PartName } from "../music/arrangement";
import type { SampleEvent } from "./events";
import { census } from "./rack";

/** Time constants of a key let go, in seconds: dampers for most, a long tail for what rings. */
const RELEASE: Record<PartName, number> = { keys: 0.12, colour: 0.2, pad: 0.45, melody: 0.16, bass: 0.06, drums: 0.05 };
/** After this many time constants a release is silent (-52 dB). */
const SILENT_AFTER = 6;
const CLICK_FREE = 0.004;

interface Voice {
  readonly source: AudioBufferSourceNode;
  readonly envelope: GainNode;
}

export class Voices {
  readonly #context: Context;
  readonly #inputs: ReadonlyMap<PartName, AudioNode>;
  readonly #sounding = new Set<Voice>();

  constructor(context: Context, inputs: ReadonlyMap<PartName, AudioNode>) {
    this.#context = context;
    this.#inputs = inputs;
  }

  get count(): number {
    return this.#sounding.size;
  }

  /** `when`: the context's time; `offset`: seconds of the note that are gone already. */
  start(event: SampleEvent, buffer: AudioBuffer, when: number, offset: number): void {
    const source = this.#context.createBufferSource();
    const envelope = this.#context.createGain();
    const voice = { source, envelope };
    source.buffer = buffer;
    source.playbackRate.value = event.rate;
    this.#shape(envelope.gain, event, when, offset);
    source.connect(envelope).connect(this.#inputs.get(event.part)!);
    source.start(when, offset * event.rate);
    if (!event.isDrum) source.stop(when + event.duration - offset + RELEASE[event.part] * SILENT_AFTER);
    source.onended = () => this.#free(voice);
    census.made += 2;
    this.#sounding.add(voice);
  }

  /** Silence at once: the caller has faded before. */
  stopAll(): void {
    for (const voice of [...this.#sounding]) {
      voice.source.onended = null;
      voice.source.stop();
      this.#free(voice);
    }
  }

  #shape(gain: AudioParam, event: SampleEvent, when: number, offset: number): void {
    gain.setValueAtTime(offset > 0 ? 0 : event.gain, when);
    if (offset > 0) gain.linearRampToValueAtTime(event.gain, when + CLICK_FREE);
    if (!event.isDrum) gain.setTargetAtTime(0, when + event.duration - offset, RELEASE[event.part]);
  }

  #free(voice: Voice): void {
    if (!this.#sounding.delete(voice)) return;
    voice.source.disconnect();
    voice.envelope.disconnect();
    census.freed += 2;
  }
}
