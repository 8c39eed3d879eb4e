/**
 * Morph as transition: before a track ends, the way to the next one is walked through the latent space. Takes from between the
 * two are heard for two bars each, at tempos from between theirs; then the next track takes over at a bar line. Whatever is
 * missing (an answer, a latent, time), the cross-fade at the end does it instead. See docs/decisions/0405-morph-transition.md.
 */

import { effect, signal, untracked } from "@preact/signals-core";
import type * as api from "../api/client";
import type { Take } from "../api/client";
import type { Player } from "../audio/types";
import { type Arrangement, barSeconds } from "../music/arrangement";
import type { Deck } from "./deck";
import type { Library } from "./library";
import { arrangementOf } from "./now";
import type { Entry } from "./storage";

type Client = Pick<typeof api, "blend" | "encode">;

/** Takes from between, and the bars that each is heard. */
export const BETWEEN = 3;
const BARS_EACH = 2;
/** Bars before the end at which the first is heard, and at which the next track must take over at the latest. */
const BEGIN = 9;
const LATEST = 3;
/** A wish made this many bars before a bar line is followed at that line, not at the one before. */
const EARLY = 0.6;
/** Seconds before all that in which the takes are fetched. */
const AHEAD = 20;

interface Plan {
  readonly from: Entry;
  readonly to: Entry;
  readonly takes: readonly Take[];
  /** Tempo that is left, and the one that is reached. */
  readonly tempos: readonly [number, number];
}

export class Bridge {
  readonly #client: Client;
  readonly #library: Library;
  readonly #deck: Deck;
  /** The listener's choice: morph instead of the cross-fade. */
  readonly isWanted = signal(false);
  /** The track that is being walked to. */
  readonly heading = signal<Entry | null>(null);
  #plan: Plan | null = null;
  /** Ids of the two that were planned for last, so that a failure is not tried again. */
  #planned = "";
  /** Takes asked for so far, BETWEEN + 1 once the next track is; what is heard, since which second of it. */
  #steps = 0;
  #heard: Arrangement | null = null;
  #since = 0;
  #isWaiting = false;
  #attached: Player | null = null;

  constructor(client: Client, library: Library, deck: Deck) {
    this.#client = client;
    this.#library = library;
    this.#deck = deck;
    effect(() => {
      const position = deck.position.value;
      const arrangement = deck.sound.arrangement.value;
      const isFree = this.isWanted.value && deck.sound.draft.value === null;
      if (arrangement && deck.playing.value) untracked(() => this.#follow(isFree, position, arrangement));
    });
  }

  #follow(isFree: boolean, position: number, arrangement: Arrangement): void {
    const [from, bar] = [this.#library.current.value, barSeconds(arrangement.bpm)];
    const left = arrangement.seconds - position;
    this.#listen(position, arrangement);
    if (this.#plan && this.#plan.from !== from) this.#forget();
    if (!isFree || left > BEGIN * bar + AHEAD) {
      this.#turnBack(isFree);
      return;
    }
    const to = this.#library.upcoming();
    if (!from || !to || to === from) return;
    if (this.#steps === 0 && this.#plan?.to !== to) void this.#prepare(from, to, arrangement);
    if (this.#plan?.to === to) this.#walk(this.#plan, left / bar, (position - this.#since) / bar);
  }

  /** Notices a takeover. */
  #listen(position: number, arrangement: Arrangement): void {
    if (arrangement === this.#heard) return;
    [this.#heard, this.#since, this.#isWaiting] = [arrangement, position, false];
  }

  async #prepare(from: Entry, to: Entry, { bpm }: Arrangement): Promise<void> {
    const pair = `${from.id} ${to.id}`;
    if (this.#planned === pair) return;
    this.#planned = pair;
    this.#plan = null;
    try {
      const [start, end] = await Promise.all([this.#latent(from), this.#latent(to)]);
      const takes = await this.#client.blend(start, end, BETWEEN + 2);
      await this.#deck.player?.prepare(to.score, to.mix);
      if (this.#planned !== pair || takes.length !== BETWEEN + 2) return;
      const tempos = [bpm, arrangementOf(to.score, to.mix).bpm] as const;
      this.#plan = { from, to, takes: takes.slice(1, -1), tempos };
    } catch {
      // The cross-fade does it.
    }
  }

  async #latent({ latent, score }: Entry): Promise<readonly number[]> {
    return latent ?? this.#client.encode(score);
  }

  #walk(plan: Plan, barsLeft: number, barsHeard: number): void {
    if (this.#isWaiting || this.#steps > BETWEEN) return;
    if (this.#steps === 0 ? barsLeft > BEGIN + EARLY : barsHeard < BARS_EACH - EARLY && barsLeft > LATEST) return;
    // Begun too late, there is no way to be walked.
    if (barsLeft < 1 + EARLY || (this.#steps === 0 && barsLeft < LATEST)) return;
    this.#isWaiting = true;
    this.#steps = barsLeft <= LATEST ? BETWEEN + 1 : this.#steps + 1;
    this.heading.value = plan.to;
    if (this.#steps > BETWEEN) this.#lead(plan.to);
    else this.#deck.player?.morph(plan.takes[this.#steps - 1]!.score, tempoAt(plan.tempos, this.#steps));
  }

  #lead(to: Entry): void {
    const { player } = this.#deck;
    if (!player) return;
    if (this.#attached !== player) player.addEventListener("led", () => this.#arrive());
    this.#attached = player;
    player.lead(to.score, to.mix);
  }

  #arrive(): void {
    const to = this.#plan?.to;
    this.#forget();
    if (!to || this.#library.indexOf(to.id) < 0) {
      this.#deck.next();
      return;
    }
    this.#deck.adopt(to);
    this.#library.heard(to.id);
  }

  /** The listener has gone back before the bridge, or changed their mind: the track is itself again. */
  #turnBack(isFree: boolean): void {
    const from = this.#plan?.from;
    if (this.#steps > 0 && from && isFree) this.#deck.player?.morph(from.score);
    this.#forget();
  }

  #forget(): void {
    this.#plan = null;
    this.#planned = "";
    this.#steps = 0;
    this.heading.value = null;
  }
}

/** The tempo of a step, in whole beats a minute. */
function tempoAt([from, to]: readonly [number, number], step: number): number {
  return Math.round(from + ((to - from) * step) / (BETWEEN + 1));
}
