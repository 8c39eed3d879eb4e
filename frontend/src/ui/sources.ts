/** What can be played from a page: a track, a playlist, a feed, a station. It plays beside the listener's own list. */

import { effect, signal, untracked } from "@preact/signals-core";
import type * as api from "../api/client";
import type { Take } from "../api/client";
import { side } from "../api/training";
import type { Deck } from "./deck";
import { REMEMBERED } from "./endless";
import type { Library } from "./library";

export type SourceApi = Pick<typeof api, "feed" | "playlist" | "track" | "radio" | "taste" | "caseTakes">;

/** Tracks that are to follow the current one, and how many a station is asked for at once. */
const AHEAD = 2;
const BATCH = 4;
const RETRY_MS = 10_000;
/** The station of one's own taste. */
export const OWN_TASTE = "taste:";

export interface Wish {
  /**
   * "track:ID", "playlist:ID", "case:ID", "side:RUN/NUMBER/SIDE", "feed:?sort=hot", "radio:?mood=rainy"; "taste:", one's
   * own, "taste:KEY".
   */
  readonly source: string;
  readonly shuffle: boolean;
  /** Id of the track to begin with. */
  readonly start: string | null;
}

export class Sources {
  readonly #client: SourceApi;
  readonly #library: Library;
  readonly #deck: Deck;
  /** The source that is on its way. */
  readonly opening = signal<string | null>(null);
  /** 0 to 1: how far a station strays. */
  readonly adventure = signal(0.3);
  /** The open feed's last page. */
  #page = 1;
  #busy = false;
  /** Counts how often what follows was renewed: takes that were asked for before come too late. */
  #renewed = 0;

  constructor(client: SourceApi, library: Library, deck: Deck) {
    this.#client = client;
    this.#library = library;
    this.#deck = deck;
    effect(() => {
      const isThin = library.current.value && deck.wanted.value && library.ahead < AHEAD;
      const isMine = library.shared.value !== null && library.unending.value === library.shared.value;
      if (isThin && isMine) untracked(() => void this.#more());
    });
  }

  /** Whether the wish is what is on: its track wherever it plays, else its list. */
  isOn({ source, start, shuffle }: Wish): boolean {
    const [kind, id] = split(source);
    const current = this.#library.current.value;
    if (kind === "track") return current?.trackId === id;
    if (this.#library.shared.value !== source) return false;
    return start ? current?.trackId === start : !shuffle || this.#library.shuffle.value;
  }

  /** Plays or pauses it. Throws ApiError when it can't be had; what played plays on. */
  async toggle(wish: Wish): Promise<void> {
    if (this.isOn(wish)) return this.#deck.toggle();
    const isOpen = this.#library.shared.value === wish.source && split(wish.source)[0] !== "track";
    if (!isOpen) await this.#open(wish);
    else this.#begin(wish);
  }

  /** The taste has moved: what it had made ahead gives way to what it makes now. Nothing happens while something else plays. */
  renew(): void {
    if (this.#library.shared.value !== OWN_TASTE) return;
    this.#renewed += 1;
    this.#library.cutAhead();
    void this.#more();
  }

  async #open(wish: Wish): Promise<void> {
    this.opening.value = wish.source;
    try {
      const { takes, isLast } = await this.#fetch(wish.source, 1);
      if (this.opening.value !== wish.source) return;
      if (!takes.length) throw new Error("There is nothing in it yet.");
      this.#page = 1;
      this.#library.beside(takes, wish.source);
      this.#library.unending.value = isLast ? null : wish.source;
      this.#begin(wish);
    } finally {
      if (this.opening.value === wish.source) this.opening.value = null;
    }
  }

  #begin({ start, shuffle }: Wish): void {
    if (shuffle) this.#library.shuffle.value = true;
    const { value: entries } = this.#library.entries;
    const random = shuffle ? entries[Math.floor(Math.random() * entries.length)] : undefined;
    const first = entries.find((entry) => start !== null && entry.trackId === start) ?? random ?? entries[0];
    if (first) this.#deck.start(first.id);
  }

  async #more(): Promise<void> {
    const source = this.#library.shared.value;
    if (this.#busy || !source) return;
    const renewed = this.#renewed;
    this.#busy = true;
    try {
      const { takes, isLast } = await this.#fetch(source, this.#page + 1);
      if (this.#library.shared.value === source && renewed === this.#renewed) this.#add(takes, isLast);
    } catch {
      setTimeout(() => this.#library.shared.value === source && void this.#more(), RETRY_MS);
    } finally {
      this.#busy = false;
    }
    if (renewed !== this.#renewed) await this.#more();
  }

  #add(takes: Take[], isLast: boolean): void {
    if (!takes.length && !isLast) throw new Error("Nothing came.");
    const first = this.#library.entries.value.length;
    this.#page += 1;
    if (isLast) this.#library.unending.value = null;
    this.#library.append(takes);
    const next = this.#library.entries.value[first];
    if (this.#deck.waiting.value && next) this.#deck.start(next.id);
  }

  async #fetch(source: string, page: number): Promise<{ takes: Take[]; isLast: boolean }> {
    const [kind, argument] = split(source);
    if (kind === "feed") return this.#client.feed(argument, page);
    if (kind === "radio") return { takes: await this.#client.radio(argument, this.#tuning()), isLast: false };
    if (kind === "taste") return { takes: await this.#client.taste(argument, this.#tuning()), isLast: false };
    const wholes = { playlist: this.#client.playlist, case: this.#client.caseTakes, track: this.#client.track, side };
    return { takes: await wholes[kind as keyof typeof wholes](argument), isLast: true };
  }

  #tuning(): api.Tuning {
    const heard = this.#library.entries.value.flatMap(({ trackId }) => trackId ?? []).slice(-REMEMBERED);
    return { count: BATCH, adventure: this.adventure.value, exclude: heard };
  }
}

function split(source: string): [kind: string, argument: string] {
  const at = source.indexOf(":");
  return [source.slice(0, at), source.slice(at + 1)];
}
