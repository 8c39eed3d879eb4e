/** What the tests of this folder share: small real scores, and a player that makes no sound. */

import type { Take } from "../api/client";
import type { Player, PlayerState } from "../audio/types";
import type { Mix } from "../music/mix";
import { parseScore, type Score } from "../music/score";

export function makeScore(title: string, fields: Record<string, unknown> = {}): Score {
  const chords = [1, 6, 4, 5];
  const melodies = chords.map(() => [1, 1, 0, 3, 5, 5, 0, 0]);
  return parseScore({ title, key: 3, mode: 2, bpm: 72, energy: 0.4, valence: 0.5, chords, melodies, ...fields });
}

export function makeTake(title: string, latent: number[] | null = null): Take {
  return { score: makeScore(title), latent, seed: null, modelVersion: latent ? "0123456789ab" : null };
}

export function makeTakes(many: number): Take[] {
  return Array.from({ length: many }, (_, i) => makeTake(`Track ${i + 1}`));
}

/** Keeps the player's contract in silence: loads are released by hand, so that a test can act in between. */
export class SilentPlayer extends EventTarget implements Player {
  state: PlayerState = "empty";
  position = 0;
  duration = 100;
  volume = 1;
  muted = false;
  readonly analyser = null;
  readonly arrangement = null;
  readonly stream = null;
  readonly morphs: string[] = [];
  readonly leads: string[] = [];
  readonly mixes: Mix[] = [];
  readonly loads: string[] = [];
  readonly seeks: number[] = [];
  loadedMix: Mix | null = null;
  failure: Error | null = null;
  #release: (() => void)[] = [];
  #held = false;

  /** From now on loads wait for `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    for (const done of this.#release.splice(0)) done();
  }

  async load(score: Score, mix: Mix): Promise<void> {
    this.loads.push(score.title);
    this.loadedMix = mix;
    this.#become("loading");
    if (this.#held) await new Promise<void>((done) => this.#release.push(done));
    if (this.failure) throw this.failure;
    this.#become("paused");
  }

  async prepare(): Promise<void> {}

  setMix(mix: Mix): void {
    this.mixes.push(mix);
  }

  morph(score: Score): void {
    this.morphs.push(score.title);
  }

  lead(score: Score): void {
    this.leads.push(score.title);
  }

  async play(): Promise<void> {
    this.#become("playing");
  }

  pause(): void {
    if (this.state === "playing") this.#become("paused");
  }

  stop(): void {
    this.pause();
    this.position = 0;
  }

  seek(seconds: number): void {
    this.seeks.push(seconds);
    this.position = seconds;
  }

  end(): void {
    this.#become("paused");
    this.dispatchEvent(new Event("ended"));
  }

  /** The last chord rings. */
  nearEnd(): void {
    this.dispatchEvent(new Event("ending"));
  }

  fail(error: Error): void {
    this.dispatchEvent(new CustomEvent("error", { detail: error }));
  }

  #become(state: PlayerState): void {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
