/** The same graph, faster than real time: a track as one AudioBuffer. */

import { Context } from "tone/build/esm/core/context/Context.js";
import { arrange } from "../music/arrange";
import { type Mix, PLAIN } from "../music/mix";
import type { Score } from "../music/score";
import { defaultBase } from "./base";
import { Deck } from "./deck";
import { Desk } from "./desk";
import { SampleStore } from "./samples";

export interface RenderOptions {
  /** Hz. Default 44,100. */
  sampleRate?: number;
  /** Only the first so many seconds. Default: the whole track. */
  seconds?: number;
  /** The listener's mix. Default: as the preset has it. */
  mix?: Mix;
  /** Folder the samples are served from. */
  base?: string;
  /** Told the share that is done, 0..1. */
  onProgress?: (share: number) => void;
  /** Aborts: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Seconds scheduled at a time: nodes exist only around the moment they sound, which keeps rendering fast. */
const WINDOW = 2;
const QUANTUM = 128;

/** Renders a track in stereo. Two renders of a score are equal, sample for sample. */
export async function renderOffline(score: Score, options: RenderOptions = {}): Promise<AudioBuffer> {
  const { sampleRate = 44100, base = defaultBase(), mix = PLAIN } = options;
  const arrangement = arrange(score, mix);
  const seconds = Math.min(options.seconds ?? arrangement.seconds, arrangement.seconds);
  const native = new OfflineAudioContext(2, Math.ceil(seconds * sampleRate), sampleRate);
  const context = new Context({ context: native, clockSource: "offline" });
  const store = new SampleStore(native, base);
  const desk = new Desk(context);
  const deck = new Deck(context, desk, store, arrangement, mix);
  desk.output.connect(native.destination);
  await store.ensure([...deck.needs(0, seconds), ...deck.textures]);
  try {
    return await run(native, deck, seconds, options);
  } finally {
    deck.dispose();
    desk.dispose();
    context.dispose();
  }
}

async function run(native: OfflineAudioContext, deck: Deck, seconds: number, options: RenderOptions) {
  const { onProgress, signal } = options;
  const starts = windowStarts(native.sampleRate, seconds);
  deck.schedule(0, starts[0] ?? seconds, 0);
  const cancelled = new Promise<never>((_, reject) => {
    signal?.throwIfAborted();
    starts.forEach((start, i) => {
      void native.suspend(start).then(() => {
        // An aborted context stays suspended, and is collected.
        if (signal?.aborted) return reject(signal.reason);
        onProgress?.(start / seconds);
        deck.schedule(start, starts[i + 1] ?? seconds, 0);
        void native.resume();
      });
    });
  });
  const buffer = await Promise.race([native.startRendering(), cancelled]);
  onProgress?.(1);
  return buffer;
}

/** Times at which the next window is scheduled, on whole render quanta. */
function windowStarts(sampleRate: number, seconds: number): number[] {
  const window = (Math.round((WINDOW * sampleRate) / QUANTUM) * QUANTUM) / sampleRate;
  return Array.from({ length: Math.max(0, Math.ceil(seconds / window) - 1) }, (_, i) => (i + 1) * window);
}
