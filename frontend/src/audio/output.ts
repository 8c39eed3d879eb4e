/** The way out: the listener's volume, an analyser, and a media element, so that a locked phone plays on. */

import type { Context } from "tone/build/esm/core/context/Context.js";

/** Time constant of a change of volume, in seconds. */
const RAMP = 0.02;

export class Output {
  readonly input: GainNode;
  readonly analyser: AnalyserNode;
  /** What is heard at full volume, whatever the listener's knob says: recordings take it. */
  readonly stream: MediaStream;
  readonly #native: AudioContext;
  readonly #volume: GainNode;
  readonly #element: HTMLAudioElement;
  #isDirect = false;

  constructor(context: Context, native: AudioContext) {
    this.#native = native;
    this.input = context.createGain();
    this.#volume = context.createGain();
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 2048;
    const speaker = native.createMediaStreamDestination();
    const tap = native.createMediaStreamDestination();
    // The analyser hears the track as it is: a quiet listener still sees it move.
    this.input.connect(this.analyser);
    this.input.connect(this.#volume).connect(speaker);
    this.input.connect(tap);
    this.stream = tap.stream;
    this.#element = new Audio();
    this.#element.srcObject = speaker.stream;
  }

  /** `level`: 0..1 as the listener sets it; squared, since ears are logarithmic. */
  setVolume(level: number): void {
    const now = this.#native.currentTime;
    this.#volume.gain.cancelScheduledValues(now);
    this.#volume.gain.setTargetAtTime(level * level, now, RAMP);
  }

  /** Opens the way; a media element that refuses is bypassed, so that there is sound in any case. */
  open(): void {
    this.#element.play().catch(() => this.#goDirect());
  }

  close(): void {
    this.#element.pause();
  }

  #goDirect(): void {
    if (this.#isDirect || this.#native.state === "closed") return;
    this.#isDirect = true;
    this.#volume.connect(this.#native.destination);
  }
}
