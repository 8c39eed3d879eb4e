/** Records what is heard, across tracks and changes, until it is stopped. */

import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals-core";

/** Seconds of sound after which a recording stops and saves itself: about 70 MB, which the page holds in memory. */
export const MOST_SECONDS = 3600;
/** Bits a second, where the browser's encoder takes a wish. */
const RATE = 160_000;
/** Milliseconds between two pieces, and between two looks at the clock. */
const SLICE = 4000;
const TICK = 250;
/** Milliseconds that a pause takes to fade out. */
const FADE = 300;
/** In order of preference; a browser that has none of them chooses. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];

/** What is recorded: the page's deck. */
export interface Heard {
  readonly wanted: ReadonlySignal<boolean>;
  readonly playing: ReadonlySignal<boolean>;
  readonly player: { readonly stream: MediaStream | null } | null;
  play(): void;
}

/** `waiting`: for the first sound. `saving`: the pieces are put together. */
export type RecordingState = "off" | "waiting" | "on" | "saving";

/** Handed the sound and the moment it began; may take its time. */
export type Save = (sound: Blob, begun: Date) => Promise<void>;

export class Recording {
  readonly state = signal<RecordingState>("off");
  /** Seconds of sound so far: pauses are not recorded. */
  readonly seconds = signal(0);
  readonly #heard: Heard;
  readonly #save: Save;
  #recorder: MediaRecorder | null = null;
  #release: () => void = () => undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #looked = 0;

  constructor(heard: Heard, save: Save) {
    this.#heard = heard;
    this.#save = save;
  }

  /** Begins with the next sound; starts the music if it does not play. Nothing happens while a recording runs. */
  start(): void {
    if (this.state.value !== "off") return;
    this.seconds.value = 0;
    this.state.value = "waiting";
    if (!this.#heard.wanted.value) this.#heard.play();
    this.#release = effect(() => {
      const [wanted, playing] = [this.#heard.wanted.value, this.#heard.playing.value];
      untracked(() => this.#follow(wanted, playing));
    });
  }

  /** Ends and saves; a recording that has not begun is forgotten. */
  stop(): void {
    if (this.#recorder && this.#recorder.state !== "inactive") this.#recorder.stop();
    else if (this.state.value === "waiting") this.#rest();
  }

  #follow(wanted: boolean, playing: boolean): void {
    const stream = this.#heard.player?.stream;
    if (this.state.value === "on" && wanted) this.#resume();
    else if (this.state.value === "on") setTimeout(() => this.#pause(), FADE);
    else if (playing && stream) this.#begin(stream);
    // An effect can't be released from within its own first run.
    else if (!wanted) queueMicrotask(() => this.stop());
  }

  #begin(stream: MediaStream): void {
    const pieces: Blob[] = [];
    const begun = new Date();
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: RATE });
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    // A fault of the encoder ends in a stop too: what there is until then is saved.
    recorder.onstop = () => void this.#finish(new Blob(pieces, { type: recorder.mimeType }), begun);
    recorder.start(SLICE);
    this.#recorder = recorder;
    this.#looked = performance.now();
    this.#timer = setInterval(() => this.#count(), TICK);
    this.state.value = "on";
  }

  #resume(): void {
    if (this.#recorder?.state !== "paused") return;
    this.#looked = performance.now();
    this.#recorder.resume();
  }

  #pause(): void {
    if (this.#heard.wanted.value || this.#recorder?.state !== "recording") return;
    this.#count();
    this.#recorder.pause();
  }

  #count(): void {
    if (this.#recorder?.state !== "recording") return;
    const now = performance.now();
    this.seconds.value += (now - this.#looked) / 1000;
    this.#looked = now;
    if (this.seconds.value >= MOST_SECONDS) this.stop();
  }

  async #finish(sound: Blob, begun: Date): Promise<void> {
    this.state.value = "saving";
    clearInterval(this.#timer);
    try {
      await this.#save(sound, begun);
    } finally {
      this.#rest();
    }
  }

  #rest(): void {
    this.#release();
    this.#recorder = null;
    this.state.value = "off";
  }
}
