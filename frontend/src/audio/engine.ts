/** What lives as long as the page: the context, the desk, the samples, the way out. */

import { Context } from "tone/build/esm/core/context/Context.js";
import { Desk } from "./desk";
import { Output } from "./output";
import { SampleStore } from "./samples";

/** Seconds between two looks at the clock. Tone's clock ticks in a worker, so a hidden page is not slowed down. */
const TICK = 0.1;
/** Milliseconds that the browser gets to start its audio. */
const START_PATIENCE = 4000;
/** Milliseconds of silence after which the audio thread is put to rest. */
const REST_AFTER = 6000;

export class Engine {
  readonly native: AudioContext;
  readonly context: Context;
  readonly store: SampleStore;
  readonly desk: Desk;
  readonly output: Output;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(base: string, onTick: () => void) {
    this.native = new AudioContext({ latencyHint: "playback" });
    this.context = new Context({ context: this.native, lookAhead: 0, updateInterval: TICK });
    this.context.on("tick", onTick);
    this.store = new SampleStore(this.native, base);
    this.desk = new Desk(this.context);
    this.output = new Output(this.context, this.native);
    this.desk.output.connect(this.output.input);
  }

  /** The audio clock, in seconds. */
  get now(): number {
    return this.native.currentTime;
  }

  /** Times that the audio thread did not keep up, where the browser counts them (Chromium); else 0. */
  get underruns(): number {
    const { playbackStats } = this.native as AudioContext & { playbackStats?: { underrunEvents: number } };
    return playbackStats?.underrunEvents ?? 0;
  }

  /** Starts the audio; throws when the browser does not let it (no click or key yet, no device). */
  async wake(): Promise<void> {
    clearTimeout(this.#resting);
    this.output.open();
    if (this.#isRunning()) return;
    await Promise.race([this.native.resume(), sleep(START_PATIENCE)]);
    if (!this.#isRunning()) throw new Error("The browser did not start the sound.");
  }

  #isRunning(): boolean {
    return this.native.state === "running";
  }

  /** Lets the audio thread rest after a while. */
  rest(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.output.close();
      void this.native.suspend();
    }, REST_AFTER);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
