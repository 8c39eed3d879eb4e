/** Plays one track at a time: the states, the clock and the wishes; what sounds is the transport's. */

import { arrange } from "../music/arrange";
import type { Arrangement } from "../music/arrangement";
import { carry } from "../music/continuation";
import { type Mix, PLAIN } from "../music/mix";
import type { Score } from "../music/score";
import { defaultBase } from "./base";
import { Engine } from "./engine";
import { fetchHead, fetchTextures, isHeadHere } from "./head";
import { census } from "./rack";
import { newTrack, type Track } from "./track";
import { Transport } from "./transport";
import type { Player, PlayerState } from "./types";

export type { Player, PlayerState } from "./types";

/** Fades in seconds: into silence, over another track, for a stop, between tracks. */
const FADE_IN = 0.01;
const FADE_OVER = 0.6;
const FADE_STOP = 0.08;
const CROSSFADE = 2;
/** Seconds between two `position` events. */
const POSITION_EVERY = 0.25;

export class DeckPlayer extends EventTarget implements Player {
  #engine: Engine | null = null;
  #track: Track | null = null;
  #transport: Transport | null = null;
  #state: PlayerState = "empty";
  #wanted = false;
  /** Counts of loads and of starts: whoever finds another number on waking has been overtaken. */
  #loads = 0;
  #starts = 0;
  #loading: Promise<void> | null = null;
  #volume = 1;
  #muted = false;
  #reported = 0;
  /** The track that takes over at the next bar line. */
  #leading: Track | null = null;

  get state(): PlayerState {
    return this.#state;
  }

  get arrangement(): Arrangement | null {
    return this.#track?.arrangement ?? null;
  }

  get duration(): number {
    return this.arrangement?.seconds ?? 0;
  }

  get position(): number {
    return this.#transport?.isRunning ? this.#transport.position : (this.#track?.position ?? 0);
  }

  get analyser(): AnalyserNode | null {
    return this.#engine?.output.analyser ?? null;
  }

  get stream(): MediaStream | null {
    return this.#engine?.output.stream ?? null;
  }

  /** Audio nodes made and freed so far: a leak shows as a growing difference. What was heard too late or never. */
  get census(): Readonly<typeof census> & { readonly underruns: number } {
    return { ...census, underruns: this.#engine?.underruns ?? 0 };
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

  async load(score: Score, mix: Mix = PLAIN): Promise<void> {
    const track = newTrack(score, mix);
    const load = ++this.#loads;
    this.#setState("loading");
    this.#loading = this.#fetch(track);
    try {
      await this.#loading;
    } catch (error) {
      if (load !== this.#loads) return;
      this.#unload();
      throw error;
    }
    if (load !== this.#loads) return;
    this.#loading = null;
    this.#take(track);
  }

  async prepare(score: Score, mix: Mix = PLAIN): Promise<void> {
    await this.#fetch(newTrack(score, mix));
  }

  setMix(mix: Mix): void {
    const track = this.#track;
    if (!track) return;
    this.#track = { ...track, mix };
    this.#transport?.setMix(mix);
    if (mix.preset !== track.mix.preset || mix.bpm !== track.mix.bpm) this.#revise(this.#track);
  }

  morph(score: Score, bpm: number | null = null): void {
    if (!this.#track) return;
    this.#track = { ...this.#track, score };
    this.#revise(this.#track, bpm === null ? {} : { bpm, preset: this.#track.arrangement.preset });
  }

  lead(score: Score, mix: Mix = PLAIN): void {
    if (!this.#transport?.isRunning) return;
    const track = newTrack(score, mix);
    this.#leading = track;
    this.#transport.revise(track.arrangement, mix).catch((error) => this.#tellError("refused", error));
  }

  async play(): Promise<void> {
    this.#wanted = true;
    if (!this.#track && !this.#loading) return;
    await this.#awake.wake();
    await this.#loading?.catch(() => undefined);
    if (!this.#wanted || !this.#track || this.#transport?.isRunning || this.#loading) return;
    if (this.#track.position >= this.duration) this.#track = { ...this.#track, position: 0 };
    await this.#start(FADE_IN);
  }

  pause(): void {
    this.#wanted = false;
    this.#halt(FADE_STOP);
    if (this.#track && !this.#loading) this.#settle();
  }

  stop(): void {
    this.pause();
    this.#stand(0);
  }

  seek(seconds: number): void {
    const track = this.#track;
    if (!track) return;
    const target = Math.min(Math.max(0, Number.isFinite(seconds) ? seconds : 0), this.duration);
    const isRunning = this.#transport?.isRunning || (this.#state === "loading" && !this.#loading);
    this.#halt(FADE_STOP);
    this.#stand(carry(track.arrangement, this.arrangement!, target));
    if (target >= track.arrangement.seconds) this.#end();
    else if (isRunning && this.#wanted) void this.#start(FADE_IN).catch((error) => this.#fail(error));
  }

  get #awake(): Engine {
    if (!this.#engine) {
      this.#engine = new Engine(defaultBase(), () => this.#tick());
      this.#transport = new Transport(this.#engine, PLAIN, {
        tookOver: (arrangement) => this.#hear(arrangement),
        failed: (error) => this.#fail(error),
      });
      this.#applyVolume();
    }
    return this.#engine;
  }

  async #fetch(track: Track): Promise<void> {
    const { store } = this.#awake;
    const head = fetchHead(store, track);
    void fetchTextures(store, track.arrangement, track.mix);
    await head;
  }

  /** The new track takes over; the old one fades under it. */
  #take(track: Track): void {
    const isOver = this.#transport?.isRunning;
    this.#halt(CROSSFADE);
    this.#track = track;
    this.#tell("arrangement");
    if (!this.#wanted) this.#settle();
    else void this.#begin(isOver ? FADE_OVER : FADE_IN).catch((error) => this.#fail(error));
  }

  async #begin(fadeIn: number): Promise<void> {
    await this.#awake.wake();
    if (this.#wanted && !this.#transport?.isRunning && !this.#loading) await this.#start(fadeIn);
  }

  async #start(fadeIn: number): Promise<void> {
    const start = ++this.#starts;
    const { store } = this.#awake;
    if (!isHeadHere(store, this.#track!)) {
      this.#setState("loading");
      await fetchHead(store, this.#track!);
      if (start !== this.#starts || !this.#wanted) return;
    }
    this.#transport!.launch(this.#track!, this.#track!.mix, fadeIn);
    this.#setState("playing");
  }

  /** What the track has become is heard from the next bar on, or from where it stands. */
  #revise(track: Track, wish: Partial<Mix> = {}): void {
    const arrangement = arrange(track.score, { ...track.mix, ...wish, seed: track.seed });
    this.#leading = null;
    if (this.#transport?.isRunning) {
      this.#transport.revise(arrangement).catch((error) => this.#tellError("refused", error));
      return;
    }
    const position = carry(track.arrangement, arrangement, track.position);
    this.#track = { ...track, position };
    this.#hear(arrangement);
  }

  #hear(arrangement: Arrangement): void {
    const led = this.#leading?.arrangement === arrangement ? this.#leading : null;
    this.#track = led ?? { ...this.#track!, arrangement };
    // First whose arrangement it is: whoever took it for the old track's would turn back to that.
    if (led) {
      this.#leading = null;
      this.#tell("led");
    }
    this.#tell("arrangement");
  }

  #tick(): void {
    const transport = this.#transport;
    if (!transport?.isRunning) return;
    if (transport.isOver) {
      this.#halt(FADE_STOP);
      this.#end();
      return;
    }
    transport.tick();
    if (transport.isEnding) this.#tell("ending");
    if (Math.abs(this.#awake.now - this.#reported) < POSITION_EVERY) return;
    this.#reported = this.#awake.now;
    this.#tell("position");
  }

  /** Silences what runs, keeping its place. */
  #halt(fade: number): void {
    this.#starts++;
    this.#leading = null;
    const place = this.#transport?.halt(fade);
    if (!place || !this.#track) return;
    const isNew = place.arrangement !== this.#track.arrangement;
    this.#track = { ...this.#track, ...place };
    if (isNew) this.#tell("arrangement");
  }

  /** Moves a track that does not sound. */
  #stand(position: number): void {
    if (this.#track) this.#track = { ...this.#track, position };
    this.#tell("position");
  }

  #end(): void {
    this.#stand(this.duration);
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
    this.#tellError("error", error);
  }

  #tellError(name: string, error: unknown): void {
    const detail = error instanceof Error ? error : new Error(String(error));
    this.dispatchEvent(new CustomEvent(name, { detail }));
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
