/** Endless mode: while the last track plays, the next one is made. It never touches the listener's sliders. */

import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals-core";
import type * as api from "../api/client";
import type { Take } from "../api/client";
import type { Deck } from "./deck";
import type { Library } from "./library";
import { randomSeed } from "./studio";

type Client = Pick<typeof api, "generate" | "vary" | "radio">;

const RETRY_MS = 10_000;
/** How far what follows a list strays from it, 0 to 1. */
const NEAR = 0.4;
/** Tracks that a station is asked not to repeat. */
export const REMEMBERED = 100;

export class Endless {
  readonly #client: Client;
  readonly #library: Library;
  readonly #deck: Deck;
  #busy = false;

  constructor(client: Client, library: Library, deck: Deck) {
    const on = computed(() => library.repeat.value === "endless");
    this.#client = client;
    this.#library = library;
    this.#deck = deck;
    effect(() => {
      const due =
        on.value && (deck.playing.value || deck.waiting.value) && library.entries.value && library.current.value;
      if (due) untracked(() => void this.#provide(on));
    });
  }

  async #provide(on: ReadonlySignal<boolean>): Promise<void> {
    if (this.#busy || !this.#library.atEnd) return;
    this.#busy = true;
    try {
      const entry = this.#library.add(await this.#next());
      if (this.#deck.waiting.value) this.#deck.start(entry.id);
    } catch {
      setTimeout(() => on.value && this.#deck.wanted.value && void this.#provide(on), RETRY_MS);
    } finally {
      this.#busy = false;
    }
  }

  /** To a stored playlist's taste by the server; to that of another open list around one of its tracks; else anything. */
  async #next(): Promise<Take> {
    const { shared, entries } = this.#library;
    const playlist = /^playlist[:=](\w+)$/.exec(shared.value ?? "")?.[1];
    if (playlist) {
      const heard = entries.value.flatMap(({ trackId }) => trackId ?? []).slice(-REMEMBERED);
      const wish = { count: 1, adventure: NEAR, exclude: heard };
      const [take] = await this.#client.radio(`?playlist=${playlist}`, wish).catch(() => []);
      if (take) return take;
    }
    const latents = shared.value === null ? [] : entries.value.flatMap(({ latent }) => (latent ? [latent] : []));
    const latent = latents[Math.floor(Math.random() * latents.length)];
    return latent ? this.#client.vary(latent, NEAR, randomSeed()) : this.#client.generate(randomSeed());
  }
}
