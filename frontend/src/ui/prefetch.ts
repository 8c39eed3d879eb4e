/** Fetches the next track's samples before the one that plays is over. */

import type { Player } from "../audio/types";
import type { Library } from "./library";

/** Seconds before the end. */
const AHEAD = 20;

export class Prefetch {
  readonly #library: Library;
  /** Id of the entry that was fetched last. */
  #fetched: string | null = null;

  constructor(library: Library) {
    this.#library = library;
  }

  /** Told where the player is. Failing is no news yet: loading the track will try again, and tell. */
  follow(player: Player): void {
    if (player.duration - player.position > AHEAD) return;
    const entry = this.#library.upcoming();
    if (!entry || this.#fetched === entry.id) return;
    this.#fetched = entry.id;
    player.prepare(entry.score, entry.mix).catch(() => undefined);
  }
}
