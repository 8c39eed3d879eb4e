/** What sounds: brings together the list (what comes next) and the player (how it sounds), which is loaded when first needed. */

import { batch, computed, effect, signal, untracked } from "@preact/signals-core";
import type { Player } from "../audio/types";
import type { Library } from "./library";
import { Prefetch } from "./prefetch";
import { Sound } from "./sound";
import type { Entry, Settings } from "./storage";

/** Seconds after which a track that has not begun is reported as failed. */
const PATIENCE = 20;
/** Seconds after which Previous goes to the beginning of the track instead of to the one before. */
const RESTART_AFTER = 3;

export class Deck {
  readonly #library: Library;
  readonly #open: () => Promise<Player>;
  #player: Player | null = null;
  #opening: Promise<Player> | null = null;
  /** Ids of entries: the one the deck is about; the one on its way to sound; the one the player was handed, and has ready. */
  #target: string | null = null;
  #starting: string | null = null;
  #held: string | null = null;
  #ready: string | null = null;
  #handing: Promise<void> = Promise.resolve();
  #attempt = 0;

  /** What the listener asked for. The button follows this, not the network: it can always be taken back. */
  readonly wanted = signal(false);
  /** True while sound comes out, or would if the track had any. */
  readonly playing = signal(false);
  readonly position = signal(0);
  readonly begun = computed(() => this.position.value > 0);
  readonly error = signal<string | null>(null);
  readonly volume = signal(1);
  readonly muted = signal(false);
  /** 1, or less while a sleep timer lets the music fade. */
  readonly dimmed = signal(1);
  /** The list is over and endless mode owes the next track. */
  readonly waiting = signal(false);
  readonly loading = computed(() => this.wanted.value && !this.playing.value && !this.error.value);
  readonly sound: Sound;
  readonly #prefetch: Prefetch;

  constructor(library: Library, open: () => Promise<Player>, settings: Pick<Settings, "volume" | "muted">) {
    this.#library = library;
    this.#open = open;
    this.#prefetch = new Prefetch(library);
    this.sound = new Sound(library, () => (this.#isReady() ? this.#player : null));
    this.volume.value = settings.volume;
    this.muted.value = settings.muted;
    effect(() => this.#applyVolume());
    effect(() => {
      const id = library.current.value?.id ?? null;
      untracked(() => this.#follow(id));
    });
  }

  get player(): Player | null {
    return this.#player;
  }

  /** Id of the entry that the deck is about. */
  get target(): string | null {
    return this.#target;
  }

  toggle(): void {
    if (this.wanted.value) this.pause();
    else this.play();
  }

  play(): void {
    const entry = this.#library.current.value ?? this.#library.first();
    if (!entry) return;
    batch(() => {
      this.#library.choose(entry.id);
      this.error.value = null;
      this.waiting.value = false;
      this.wanted.value = true;
    });
    if (this.#starting !== entry.id) void this.#start(entry);
  }

  pause(): void {
    this.wanted.value = this.waiting.value = false;
    this.#cancel();
    this.#player?.pause();
  }

  /** Plays one entry of the list now, from its beginning. */
  start(id: string): void {
    if (this.#library.current.value?.id === id) this.seek(0);
    this.#library.choose(id);
    this.play();
  }

  next(): void {
    this.#go(this.#library.next(true));
  }

  /** Back to the beginning of a track that has run for a while, as players do; else to the one heard before. */
  previous(): void {
    if (this.position.value > RESTART_AFTER) this.seek(0);
    else this.#go(this.#library.previous());
  }

  /** Seconds; clamped to the track. Before the track is loaded, where it will begin. */
  seek(seconds: number): void {
    const target = Math.min(Math.max(0, seconds), this.sound.duration.value);
    this.position.value = target;
    if (this.#isReady()) this.#player?.seek(target);
  }

  /** Seconds into the track, to the moment; `position` follows four times a second. */
  now(): number {
    return this.playing.value && this.#isReady() ? this.#player!.position : this.position.value;
  }

  /** What sounds is this entry by now, and goes on: a draft that was kept, or the next track that has taken over. */
  adopt(entry: Entry): void {
    this.#target = this.#held = this.#ready = entry.id;
    batch(() => {
      this.sound.draft.value = null;
      this.#library.choose(entry.id);
      if (this.#player) this.sound.hear(this.#player.arrangement);
      this.position.value = this.#player?.position ?? 0;
    });
  }

  /** Fetches the engine and what the current track needs, before anyone presses Play. Failing is no news yet. */
  async warmUp(): Promise<void> {
    const entry = this.#library.current.value ?? this.#library.first();
    try {
      const player = await this.#engine();
      if (entry && !this.wanted.value) await player.prepare(entry.score, entry.mix);
    } catch {
      // Play will try again, and tell.
    }
  }

  #isReady(): boolean {
    return this.#ready !== null && this.#ready === this.#target;
  }

  /** Whatever changed the list's current track, the player follows. */
  #follow(id: string | null): void {
    if (id === this.#target) return;
    const entry = this.#library.current.value;
    this.#target = id;
    batch(() => {
      this.position.value = 0;
      this.sound.forget();
    });
    if (entry && this.wanted.value) void this.#start(entry);
    else this.#silence();
  }

  #silence(): void {
    this.#cancel();
    this.wanted.value = false;
    this.#held = this.#ready = null;
    this.#player?.stop();
  }

  /** After the list has moved: a change of track is followed by itself, the same track begins again, none is the end. */
  #go(entry: Entry | null): void {
    if (!entry) this.#rest();
    else if (this.#ready === entry.id) {
      this.seek(0);
      if (this.wanted.value) void this.#start(entry);
    }
  }

  /** The end of the list: silent, at the beginning of the last track, ready. */
  #rest(): void {
    const wait = this.#library.goesOn && this.wanted.value;
    this.pause();
    this.#player?.stop();
    this.position.value = 0;
    this.waiting.value = wait;
    this.wanted.value = wait;
  }

  #cancel(): void {
    this.#attempt += 1;
    this.#starting = null;
  }

  async #start(entry: Entry): Promise<void> {
    this.#cancel();
    this.#starting = this.#target = entry.id;
    const attempt = this.#attempt;
    const stale = () => attempt !== this.#attempt;
    const timer = setTimeout(() => stale() || this.#fail(new Error("it takes too long")), 1000 * PATIENCE);
    try {
      await this.#load(entry, stale);
      if (!stale()) this.#starting = null;
    } catch (error) {
      if (!stale()) this.#fail(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #load(entry: Entry, stale: () => boolean): Promise<void> {
    const player = await this.#engine();
    if (stale()) return;
    if (this.#held !== entry.id) this.#hand(player, entry);
    await this.#handing;
    if (stale()) return;
    const fresh = this.#ready !== entry.id;
    this.#ready = entry.id;
    this.sound.hear(player.arrangement);
    if (fresh && this.position.value > 0) player.seek(this.position.value);
    await player.play();
  }

  #hand(player: Player, entry: Entry): void {
    this.#held = entry.id;
    this.#ready = null;
    this.sound.draft.value = null;
    this.#handing = player.load(entry.score, entry.mix);
  }

  #fail(error: unknown): void {
    this.#cancel();
    this.#held = this.#ready = null;
    const reason = error instanceof Error ? error.message : String(error);
    batch(() => {
      this.wanted.value = false;
      this.playing.value = false;
      this.error.value = reason;
    });
  }

  #engine(): Promise<Player> {
    this.#opening ??= this.#open().then(
      (player) => this.#attach(player),
      (error) => {
        this.#opening = null;
        throw error;
      },
    );
    return this.#opening;
  }

  #attach(player: Player): Player {
    this.#player = player;
    player.addEventListener("state", () => this.#state(player));
    player.addEventListener("position", () => this.#moved(player));
    player.addEventListener("arrangement", () => this.#rearranged(player));
    player.addEventListener("ending", () => this.#ending(player));
    player.addEventListener("ended", () => this.#ended());
    this.sound.attach(player);
    player.addEventListener("error", (event) => this.#fail((event as CustomEvent<Error>).detail));
    this.#applyVolume();
    return player;
  }

  #state(player: Player): void {
    this.playing.value = player.state === "playing";
    this.#moved(player);
  }

  /** While the next track loads, the old one's clock is of no interest. */
  #moved(player: Player): void {
    if (player.state !== "playing" || !this.#isReady()) return;
    this.position.value = player.position;
    this.#prefetch.follow(player);
  }

  #rearranged(player: Player): void {
    if (!this.#isReady()) return;
    this.sound.hear(player.arrangement);
    this.#moved(player);
  }

  /** The next track fades in under the last chord; where there is none, the last chord rings out. */
  #ending(player: Player): void {
    if (!this.#isReady() || !this.#library.upcoming()) return;
    const entry = this.#library.next(false);
    if (entry && this.#ready === entry.id) this.#again(player, entry);
  }

  /** The same track once more, over its own end. */
  #again(player: Player, entry: Entry): void {
    this.position.value = 0;
    this.#hand(player, entry);
    void this.#start(entry);
  }

  #ended(): void {
    if (this.#isReady()) this.#go(this.#library.next(false));
  }

  #applyVolume(): void {
    const sound = { volume: this.volume.value * this.dimmed.value, muted: this.muted.value };
    if (this.#player) Object.assign(this.#player, sound);
  }
}
