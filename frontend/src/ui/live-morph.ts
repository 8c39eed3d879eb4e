/** While a track plays, the sliders of the latent panel are heard: each move is decoded, and sounds from the next bar on. */

import { effect, untracked } from "@preact/signals-core";
import type { Take } from "../api/client";
import type { Deck } from "./deck";
import type { Notices } from "./notices";
import type { Api, Studio } from "./studio";

/** Milliseconds that a slider must rest before it is heard: a bar lasts 2,400 and more. */
const REST = 180;

export class LiveMorph {
  readonly #client: Pick<Api, "decode">;
  readonly #studio: Studio;
  readonly #deck: Deck;
  readonly #notices: Notices;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One call at a time; what was asked last is asked again after it. */
  #busy = false;
  /** The latent that the draft was decoded from. */
  #heard: readonly number[] | null = null;
  #told: number | null = null;

  constructor(client: Pick<Api, "decode">, studio: Studio, deck: Deck, notices: Notices) {
    this.#client = client;
    this.#studio = studio;
    this.#deck = deck;
    this.#notices = notices;
    effect(() => {
      const isMoved = studio.latent.value && studio.touched.value;
      if (isMoved) untracked(() => this.#soon());
    });
  }

  /** The draft, if it is what the sliders say now. */
  get take(): Take | null {
    return this.#heard === this.#studio.latent.value ? this.#deck.sound.draft.value : null;
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#follow(), REST);
  }

  async #follow(): Promise<void> {
    const latent = this.#studio.latent.value;
    const isIdle = !this.#deck.playing.value && !this.#deck.sound.draft.value;
    if (this.#busy || isIdle || latent === this.#heard || !this.#studio.touched.value) return;
    this.#busy = true;
    try {
      await this.#morph(latent);
    } finally {
      this.#busy = false;
    }
    if (latent !== this.#studio.latent.value) this.#soon();
  }

  async #morph(latent: readonly number[]): Promise<void> {
    const playing = this.#deck.target;
    try {
      const take = await this.#client.decode(latent);
      if (playing !== this.#deck.target) return;
      this.#heard = latent;
      this.#deck.sound.morph(take);
      this.#tell(null);
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
    }
  }

  /** One notice, however often it fails. */
  #tell(fault: string | null): void {
    if (this.#told !== null) this.#notices.dismiss(this.#told);
    const again = { label: "Try again", run: () => this.#soon() };
    this.#told = fault ? this.#notices.warn(`The sliders can't be heard: ${fault}`, again) : null;
  }
}
