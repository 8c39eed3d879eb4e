/** Notices what was heard to the end, and what was skipped before 20 seconds of it were heard. */

import { effect, untracked } from "@preact/signals-core";
import type { Heard } from "../api/teaching";
import type { Deck } from "./deck";
import type { Library } from "./library";
import { ENOUGH } from "./plays";
import type { Entry } from "./storage";
import { contextOfSource } from "./whereabouts";

/** The share of a track that makes a full listen. */
const WHOLE = 0.9;
/** Seconds that must have been heard before going on is an opinion. */
const BEGUN = 1;
/** Seconds between two positions of a track that runs; what is further apart was skipped over. */
const LONGEST_STEP = 2;

export class Listening {
  readonly #library: Library;
  readonly #deck: Deck;
  readonly #tell: (heard: Heard) => unknown;
  #entry: Entry | null = null;
  #source: string | null = null;
  #position = 0;
  #heard = 0;
  #isTold = false;

  constructor(library: Library, deck: Deck, tell: (heard: Heard) => unknown) {
    this.#library = library;
    this.#deck = deck;
    this.#tell = tell;
    effect(() => {
      const [entry, position] = [library.current.value, deck.position.value];
      // a draft is heard in the track's place, and is another one
      if (deck.sound.draft.value === null) untracked(() => this.#follow(entry, position));
    });
  }

  #follow(entry: Entry | null, position: number): void {
    if (entry?.id !== this.#entry?.id) this.#leave(entry);
    const step = position - this.#position;
    this.#position = position;
    if (step > 0 && step <= LONGEST_STEP) this.#heard += step;
    const duration = this.#deck.sound.duration.value;
    if (duration > 0 && this.#heard >= WHOLE * duration) this.#say("listen");
  }

  /** On to another track. Who pauses, or whose list ends, has not turned anything down. */
  #leave(entry: Entry | null): void {
    if (entry && this.#deck.wanted.value && this.#heard >= BEGUN && this.#heard < ENOUGH) this.#say("skip");
    this.#entry = entry;
    this.#source = this.#library.shared.value;
    this.#position = this.#heard = 0;
    this.#isTold = false;
  }

  #say(kind: Heard["kind"]): void {
    const track = this.#entry?.trackId;
    if (track && !this.#isTold) this.#tell({ track, kind, context: contextOfSource(this.#source) });
    this.#isTold = true;
  }
}
