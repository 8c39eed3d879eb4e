/** Endless mode: while the last track plays, the next one is made. It never touches the listener's sliders. */

import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals-core";
import type { Deck } from "./deck";
import type { Library } from "./library";
import { type Api, randomSeed } from "./studio";

const RETRY_MS = 10_000;

export class Endless {
  readonly #client: Pick<Api, "generate">;
  readonly #library: Library;
  readonly #deck: Deck;
  #busy = false;

  constructor(client: Pick<Api, "generate">, library: Library, deck: Deck) {
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
      const entry = this.#library.add(await this.#client.generate(randomSeed()));
      if (this.#deck.waiting.value) this.#deck.start(entry.id);
    } catch {
      setTimeout(() => on.value && this.#deck.wanted.value && void this.#provide(on), RETRY_MS);
    } finally {
      this.#busy = false;
    }
  }
}
