/** How the current track sounds: its arrangement, the listener's mix, and the draft that the sliders have made of it. */

import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Take } from "../api/client";
import type { Player } from "../audio/types";
import { seedOf } from "../music/arrange";
import type { Arrangement } from "../music/arrangement";
import type { Mix } from "../music/mix";
import type { Library } from "./library";
import { arrangementOf } from "./now";
import type { Entry } from "./storage";

export class Sound {
  readonly #library: Library;
  readonly #player: () => Player | null;
  readonly #heard = signal<Arrangement | null>(null);

  /** What the current track has been morphed into by hand, while it plays; it is in no list yet. */
  readonly draft = signal<Take | null>(null);
  /** The current track as it sounds: the draft in its place, if there is one. */
  readonly entry: ReadonlySignal<Entry | null> = computed(() => {
    const entry = this.#library.current.value;
    return entry && this.draft.value ? { ...entry, ...this.draft.value, mix: sameBand(entry) } : entry;
  });
  readonly score = computed(() => this.entry.value?.score ?? null);
  /** What is heard, or would be: known before any sound is loaded. */
  readonly arrangement = computed(() => this.#heard.value ?? this.#expected());
  /** Seconds. */
  readonly duration = computed(() => this.arrangement.value?.seconds ?? 0);
  /** Why a change of mix or score was not followed. */
  readonly refusal = signal<string | null>(null);

  /** `player`: null as long as it does not hold the current track. */
  constructor(library: Library, player: () => Player | null) {
    this.#library = library;
    this.#player = player;
  }

  attach(player: Player): void {
    player.addEventListener("refused", (event) => {
      this.refusal.value = (event as CustomEvent<Error>).detail.message;
    });
  }

  /** Sets the current track's sound, live, and keeps it with the track. */
  setMix(mix: Mix): void {
    const entry = this.#library.current.value;
    if (!entry) return;
    this.#library.setMix(entry, mix);
    this.#player()?.setMix(mix);
  }

  /** Other music from the next bar on. It stays a draft until it is adopted or the track changes. */
  morph(take: Take): void {
    const player = this.#player();
    if (!player) return;
    this.draft.value = take;
    player.morph(take.score);
  }

  /** Back to the track as it is in the list. */
  revert(): void {
    const entry = this.#library.current.value;
    if (!this.draft.value || !entry) return;
    this.draft.value = null;
    this.#player()?.morph(entry.score);
  }

  /** The player has begun another arrangement. */
  hear(arrangement: Arrangement | null): void {
    this.#heard.value = arrangement;
  }

  /** Another track is to be heard. */
  forget(): void {
    this.draft.value = null;
    this.#heard.value = null;
  }

  #expected(): Arrangement | null {
    const entry = this.#library.current.value;
    return entry && arrangementOf(entry.score, this.#library.mix.value);
  }
}

/** The mix of a draft that came from this entry: what is new are the notes, not how they are played. */
function sameBand({ mix, score }: Entry): Mix {
  return { ...mix, seed: mix.seed ?? seedOf(score) };
}
