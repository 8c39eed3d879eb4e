/** Tells the site that a stored track was heard, once each time: a play is 20 seconds of hearing it, skips left out. */

import { effect, untracked } from "@preact/signals-core";
import type * as api from "../api/client";
import type { Deck } from "./deck";
import type { Library } from "./library";
import type { Entry } from "./storage";

/** Seconds of hearing that make a play. */
export const ENOUGH = 20;
/** Seconds between two positions of a track that runs; what is further apart was skipped. */
const LONGEST_STEP = 2;

export class Plays {
  readonly #client: Pick<typeof api, "played">;
  #id: string | null = null;
  #position = 0;
  #heard = 0;
  #isTold = false;

  constructor(client: Pick<typeof api, "played">, library: Library, deck: Deck) {
    this.#client = client;
    effect(() => {
      const [entry, position] = [library.current.value, deck.position.value];
      // a draft is heard in the track's place, and is another one
      if (deck.sound.draft.value === null) untracked(() => this.#follow(entry, position));
    });
  }

  #follow(entry: Entry | null, position: number): void {
    const step = position - this.#position;
    this.#position = position;
    if (entry?.id !== this.#id || position === 0) this.#begin(entry);
    else if (step > 0 && step <= LONGEST_STEP) this.#heard += step;
    if (this.#heard >= ENOUGH && !this.#isTold && entry?.trackId) this.#tell(entry.trackId);
  }

  #begin(entry: Entry | null): void {
    this.#id = entry?.id ?? null;
    this.#heard = 0;
    this.#isTold = false;
  }

  #tell(trackId: string): void {
    this.#isTold = true;
    this.#client.played(trackId).catch(() => undefined); // offline, or too many: no news for who listens
  }
}
