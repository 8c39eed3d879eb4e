/** Plays one track at a time. A deck is one uninterrupted run: pause and seek let it go and make another. */

import { arrange } from "../music/arrange";
import type { Arrangement } from "../music/arrangement";
import type { Score } from "../music/score";
import { defaultBase } from "./base";
import { Deck } from "./deck";
import { Engine } from "./engine";
import { listEvents, samplesBetween, textureSamples } from "./events";
import { persist } from "./persist";
import { census } from "./rack";
import type { Player, PlayerOptions, PlayerState } from "./types";

export type { Player, PlayerOptions, PlayerState } from "./types";

/** Seconds of music scheduled ahead of the clock: a busy or hidden page may sleep that long. */
const LOOK_AHEAD = 2.5;
/** Seconds of music whose samples must be here before it starts. */
const HEAD = 3;
/** Seconds of music fetched at a time after that. */
const STREAM_WINDOW = 12;
/** Seconds from the decision to start to the first sound; fades for a start, a stop and a change of track. */
const LATENCY = 0.05;
const FADE_IN = 0.01;
const FADE_STOP = 0.08;
const CROSSFADE = 1.5;
/** Seconds between two `position` events. */
const POSITION_EVERY = 0.25;

/** A track that is loaded, and where it stands while it does not sound. */
interface Track {
  readonly arrangement: Arrangement;
  position: number;
}

/** A deck that sounds. `origin`: the audio clock at the track's second 0. */
interface Run {
  readonly deck: Deck;
  readonly origin: number;
  scheduled: number;
}

export function createPlayer(options: PlayerOptions = {}): DeckPlayer {
  return new DeckPlayer(options);
}

export class DeckPlayer extends EventTarget implements Player {
  readonly #base: string;
  readonly #crossfade: number;
  #engine: Engine | null = null;
  #track: Track | null = null;
  #run: Run | null = null;
  #state: PlayerState = "empty";
  #wanted = false;
  /** Counts of loads and of starts: whoever finds another number on waking has been overtaken. */
  #loads = 0;
  #starts = 0;
  #loading: Promise<void> | null = null;
  #volume = 1;
  #muted = false;
  #reported = 0;

  constructor({ base = defaultBase(), crossfade = CROSSFADE }: PlayerOptions) {
    super();
    this.#base = base;
    this.#crossfade = crossfade;
  }

  get state(): PlayerState {
    return this.#state;
  }

  get duration(): number {
    return this.#track?.arrangement.seconds ?? 0;
  }

  get position(): number {
    if (!this.#run) return this.#track?.position ?? 0;
    return Math.min(Math.max(0, this.#awake.now - this.#run.origin), this.duration);
  }

  get analyser(): AnalyserNode | null {
    return this.#engine?.output.analyser ?? null;
  }

  /** Audio nodes made and freed so far: a leak shows as a growing difference. */
  get census(): { made: number; freed: number } {
    return { ...census };
  }

  get volume(): number {
    return this.#volume;
  }

  set volume(level: number) {
    this.#volume = Math.min(1, Math.max(0, Number.isFinite(level) ? level : 0));
    this.#applyVolume();
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(on: boolean) {
    this.#muted = on;
    this.#applyVolume();
  }

  async load(score: Score): Promise<void> {
    const arrangement = arrange(score);
    const load = ++this.#loads;
    this.#setState("loading");
    this.#loading = this.#fetchHead(arrangement);
    try {
      await this.#loading;
    } catch (error) {
      if (load !== this.#loads) return;
      this.#unload();
      throw error;
    }
    if (load !== this.#loads) return;
    this.#loading = null;
    this.#take(arrangement);
  }

  async prepare(score: Score): Promise<void> {
    await this.#fetchHead(arrange(score));
  }

  async play(): Promise<void> {
    this.#wanted = true;
    if (!this.#track && !this.#loading) return;
    await this.#awake.wake();
    await this.#loading?.catch(() => undefined);
    if (!this.#wanted || !this.#track || this.#run || this.#loading) return;
    await this.#start(this.#track, this.#track.position < this.duration ? this.#track.position : 0);
  }

  pause(): void {
    this.#wanted = false;
    this.#halt(FADE_STOP);
    if (this.#track && !this.#loading) this.#settle();
  }

  stop(): void {
    this.pause();
    if (this.#track) this.#track.position = 0;
    this.#tell("position");
  }

  seek(seconds: number): void {
    if (!this.#track) return;
    const target = Math.min(Math.max(0, Number.isFinite(seconds) ? seconds : 0), this.duration);
    const isRunning = this.#run !== null || (this.#state === "loading" && !this.#loading);
    this.#halt(FADE_STOP);
    this.#track.position = target;
    this.#tell("position");
    if (target >= this.duration) this.#end();
    else if (isRunning && this.#wanted) void this.#start(this.#track, target).catch((error) => this.#fail(error));
  }

  get #awake(): Engine {
    if (!this.#engine) {
      this.#engine = new Engine(this.#base, () => this.#tick());
      this.#applyVolume();
    }
    return this.#engine;
  }

  /** Textures come with the first chord when they are cheap to wait for, but nothing waits for them. */
  async #fetchHead(arrangement: Arrangement): Promise<void> {
    const { store } = this.#awake;
    const head = store.ensure(samplesBetween(listEvents(arrangement), 0, HEAD));
    store.ensure(textureSamples(arrangement)).catch(() => undefined);
    await head;
  }

  /** The new track takes over; the old one fades under it. */
  #take(arrangement: Arrangement): void {
    this.#halt(this.#crossfade);
    this.#track = { arrangement, position: 0 };
    if (this.#wanted) void this.play().catch((error) => this.#fail(error));
    else this.#settle();
  }

  async #start(track: Track, position: number): Promise<void> {
    const start = ++this.#starts;
    const engine = this.#awake;
    const events = listEvents(track.arrangement);
    const missing = samplesBetween(events, position, position + HEAD).filter((name) => !engine.store.get(name));
    if (missing.length > 0) {
      this.#setState("loading");
      await engine.store.ensure(missing);
      if (start !== this.#starts || !this.#wanted) return;
    }
    this.#launch(engine, track, position);
  }

  #launch(engine: Engine, track: Track, position: number): void {
    const deck = new Deck(engine.context, engine.desk, engine.store, track.arrangement);
    const begin = engine.now + LATENCY;
    const run = { deck, origin: begin - position, scheduled: position };
    deck.fade(begin, FADE_IN, 0, 1);
    if (position > 0) deck.resume(position, run.origin);
    this.#run = run;
    this.#pump(run);
    this.#setState("playing");
    void this.#stream(run, position);
  }

  /** Fetches the rest of the track while it plays. */
  async #stream(run: Run, position: number): Promise<void> {
    const { store } = this.#awake;
    await store.ensure(run.deck.textures).catch(() => undefined);
    for (let from = position; from < run.deck.seconds && this.#run === run; from += STREAM_WINDOW) {
      try {
        await persist(() => store.ensure(run.deck.needs(from, from + STREAM_WINDOW)));
      } catch (error) {
        if (this.#run === run) this.#fail(error);
        return;
      }
    }
  }

  #pump(run: Run): void {
    const until = Math.min(this.position + LOOK_AHEAD, run.deck.seconds);
    if (until <= run.scheduled) return;
    run.deck.schedule(run.scheduled, until, run.origin);
    run.scheduled = until;
  }

  #tick(): void {
    const run = this.#run;
    if (!run) return;
    if (this.position >= this.duration) {
      this.#halt(FADE_STOP);
      this.#end();
      return;
    }
    this.#pump(run);
    if (Math.abs(this.#awake.now - this.#reported) < POSITION_EVERY) return;
    this.#reported = this.#awake.now;
    this.#tell("position");
  }

  /** Silences what runs, keeping its position. */
  #halt(fade: number): void {
    const run = this.#run;
    if (this.#track) this.#track.position = this.position;
    this.#run = null;
    this.#starts++;
    if (!run) return;
    run.deck.fadeOut(this.#awake.now, fade);
    setTimeout(() => run.deck.dispose(), (fade + 0.1) * 1000);
  }

  #end(): void {
    if (this.#track) this.#track.position = this.duration;
    this.#settle();
    this.#tell("ended");
  }

  #settle(): void {
    this.#setState(this.#track ? "paused" : "empty");
    this.#engine?.rest();
  }

  #unload(): void {
    this.#loading = null;
    this.#wanted = false;
    this.#halt(FADE_STOP);
    this.#track = null;
    this.#settle();
  }

  #fail(error: unknown): void {
    this.#wanted = false;
    this.#halt(FADE_STOP);
    this.#settle();
    const detail = error instanceof Error ? error : new Error(String(error));
    this.dispatchEvent(new CustomEvent("error", { detail }));
  }

  #applyVolume(): void {
    this.#engine?.output.setVolume(this.#muted ? 0 : this.#volume);
  }

  #setState(state: PlayerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell("state");
  }

  #tell(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}
