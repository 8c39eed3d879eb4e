/** The sleep timer: after some minutes, or at the end of the track, the music fades and pauses. It outlives pages, not reloads. */

import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals-core";
import type { Deck } from "./deck";

export const MINUTES = [15, 30, 45, 60] as const;
export const FADE_SECONDS = 20;
/** Seconds before a track's end at which it must be silent: the next one comes in just after. */
const MARGIN = 3;
const TICK_MS = 250;

export type Bedtime = { readonly kind: "off" } | { readonly kind: "track" } | { readonly kind: "time"; at: number };

export class SleepTimer {
  readonly #deck: Deck;
  readonly #bedtime = signal<Bedtime>({ kind: "off" });
  readonly #left = signal<number | null>(null);
  #ticking: ReturnType<typeof setInterval> | undefined;

  /** Seconds until silence; null while no timer runs. */
  readonly left: ReadonlySignal<number | null> = this.#left;
  readonly bedtime: ReadonlySignal<Bedtime> = this.#bedtime;

  constructor(deck: Deck) {
    this.#deck = deck;
    effect(() => {
      const { kind } = this.#bedtime.value;
      const [position, duration] = [deck.position.value, deck.sound.duration.value];
      if (kind === "track") untracked(() => this.#approach(duration - MARGIN - position));
    });
    // Not before somebody plays on: what still rings after the pause would be heard at full volume.
    effect(() => {
      if (deck.wanted.value && this.#bedtime.value.kind === "off") deck.dimmed.value = 1;
    });
  }

  start(minutes: number): void {
    this.cancel();
    this.#bedtime.value = { kind: "time", at: Date.now() + 60_000 * minutes };
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  atEndOfTrack(): void {
    this.cancel();
    this.#bedtime.value = { kind: "track" };
  }

  cancel(): void {
    this.#clear();
    this.#deck.dimmed.value = 1;
  }

  #clear(): void {
    clearInterval(this.#ticking);
    this.#bedtime.value = { kind: "off" };
    this.#left.value = null;
  }

  #tick(): void {
    const bedtime = this.#bedtime.value;
    if (bedtime.kind === "time") this.#approach((bedtime.at - Date.now()) / 1000);
  }

  #approach(seconds: number): void {
    this.#left.value = Math.max(0, seconds);
    this.#deck.dimmed.value = Math.min(1, Math.max(0, seconds / FADE_SECONDS));
    if (seconds > 0 || !this.#deck.sound.duration.value) return;
    this.#deck.pause();
    this.#clear();
  }
}
