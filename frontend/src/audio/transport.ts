/** The runs of one player: the one that sounds, and the one that takes over from it at a bar line. */

import { type Arrangement, barSeconds } from "../music/arrangement";
import { carry, continuation } from "../music/continuation";
import type { Mix } from "../music/mix";
import { Deck, FADE_OUT } from "./deck";
import type { Engine } from "./engine";
import { listEvents, samplesBetween } from "./events";
import { persist } from "./persist";
import { Run } from "./run";

/** Seconds of music fetched at a time while it plays. */
const STREAM_WINDOW = 12;
/** Seconds from the decision to start to the first sound. */
const LATENCY = 0.05;
/** A takeover is decided this many seconds before its bar line, at least LATENCY: until then the last wish counts. */
const COMMIT = 0.45;
/** Seconds in which the old arrangement rings over a takeover. */
const RING = 0.7;
/** Seconds that a deck is kept beyond its fade. */
const MARGIN = 0.1;

/** Where the music stands. */
export interface Place {
  readonly arrangement: Arrangement;
  /** Seconds. */
  readonly position: number;
}

interface Revision {
  readonly arrangement: Arrangement;
  /** Of another track, which takes over from its beginning; null: the same track goes on. */
  readonly lead: Mix | null;
  isReady: boolean;
}

export interface Listener {
  /** Another arrangement is heard from now on. */
  tookOver(arrangement: Arrangement): void;
  /** Samples of what plays can't be fetched. */
  failed(error: unknown): void;
}

export class Transport {
  readonly #engine: Engine;
  readonly #listener: Listener;
  #run: Run | null = null;
  /** Takes over from the run at its `begin`. */
  #next: Run | null = null;
  /** Whether that is another track. */
  #isLed = false;
  #revision: Revision | null = null;
  #mix: Mix;

  constructor(engine: Engine, mix: Mix, listener: Listener) {
    this.#engine = engine;
    this.#mix = mix;
    this.#listener = listener;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** Seconds into the track; 0 when nothing runs. */
  get position(): number {
    return this.#run?.positionAt(this.#engine.now) ?? 0;
  }

  /** Whether the last chord rings: the next track may come in. True once a run. */
  get isEnding(): boolean {
    const run = this.#run;
    if (!run || run.isEnding || this.position < run.deck.seconds - FADE_OUT) return false;
    run.isEnding = true;
    return true;
  }

  get isOver(): boolean {
    return this.#run !== null && this.position >= this.#run.deck.seconds;
  }

  /** Starts at `position` seconds. Nothing may be running. */
  launch({ arrangement, position }: Place, mix: Mix, fadeIn: number): void {
    const run = this.#open(arrangement, mix, this.#engine.now + LATENCY, position);
    run.deck.fade(run.begin, fadeIn, 0, 1);
    if (position > 0) run.deck.resume(position, run.origin);
    this.#run = run;
    run.pump(this.#engine.now);
    void this.#stream(run, position);
  }

  /** Ramps to the mix at once; a loop that is new comes as soon as it is fetched. */
  setMix(mix: Mix): void {
    this.#mix = mix;
    const { now } = this.#engine;
    for (const run of [this.#run, this.#next]) run?.deck.setMix(mix, now);
    if (this.#run) void this.#addLoops(this.#run);
  }

  /**
   * Another arrangement from the next bar on: of the same track, from where that one stands, or (`lead`: its mix) of another
   * one, from its beginning. Throws SampleError when it can't be fetched; what plays plays on.
   */
  async revise(arrangement: Arrangement, lead: Mix | null = null): Promise<void> {
    const run = this.#run;
    if (!run) return;
    const revision = { arrangement, lead, isReady: false };
    this.#revision = revision;
    const { store, now } = this.#engine;
    const from = lead ? 0 : carry(run.deck.arrangement, arrangement, run.positionAt(now));
    try {
      await store.ensure(samplesBetween(listEvents(arrangement), from, from + STREAM_WINDOW));
      revision.isReady = true;
    } catch (error) {
      if (this.#revision === revision) this.#revision = null;
      throw error;
    }
  }

  /** Silences what runs; tells where it stood, what was about to take over included. */
  halt(fade: number): Place | null {
    const run = this.#run;
    if (!run) return null;
    const { now } = this.#engine;
    const place = { arrangement: run.deck.arrangement, position: run.positionAt(now) };
    const wished = this.#wished();
    for (const part of [run, this.#next]) if (part) this.#drop(part, now, fade);
    this.#run = this.#next = this.#revision = null;
    return wished ? { arrangement: wished, position: carry(place.arrangement, wished, place.position) } : place;
  }

  tick(): void {
    const { now } = this.#engine;
    if (this.#next && now >= this.#next.begin) this.#promote(this.#next);
    if (this.#revision?.isReady && !this.#next) this.#commit(this.#revision, now);
    this.#run?.pump(now);
    this.#next?.pump(now);
  }

  /** What the track that is heard is about to become. */
  #wished(): Arrangement | undefined {
    if (this.#revision && !this.#revision.lead) return this.#revision.arrangement;
    return this.#isLed ? undefined : this.#next?.deck.arrangement;
  }

  async #addLoops(run: Run): Promise<void> {
    await this.#engine.store.ensure(run.deck.textures).catch(() => undefined);
    const { now } = this.#engine;
    if (run === this.#run) run.deck.startLoops(run.positionAt(now), now);
  }

  #open(arrangement: Arrangement, mix: Mix, begin: number, position: number): Run {
    const { context, desk, store } = this.#engine;
    this.#mix = mix;
    return new Run(new Deck(context, desk, store, arrangement, mix), begin, position);
  }

  /** Hands over at the next bar line, if that is near. In the last bar there is none: the wish comes too late. */
  #commit({ arrangement, lead }: Revision, now: number): void {
    const run = this.#run!;
    const bar = run.nextBar(now, LATENCY);
    const begin = bar === null ? now : run.timeOf(bar);
    if (begin - now > COMMIT) return;
    this.#revision = null;
    if (bar === null) return;
    const from = lead ? 0 : continuation(run.deck.arrangement, arrangement, bar);
    const position = from * barSeconds(arrangement.bpm);
    this.#next = this.#open(arrangement, lead ?? this.#mix, begin, position);
    this.#isLed = lead !== null;
    run.endAt(begin, RING);
    void this.#stream(this.#next, position);
  }

  #promote(next: Run): void {
    const old = this.#run!;
    setTimeout(() => old.deck.dispose(), (RING + MARGIN) * 1000);
    next.isEnding = old.isEnding && !this.#isLed;
    this.#run = next;
    this.#next = null;
    this.#listener.tookOver(next.deck.arrangement);
  }

  #drop(run: Run, now: number, fade: number): void {
    run.deck.fadeOut(now, fade);
    setTimeout(() => run.deck.dispose(), (fade + MARGIN) * 1000);
  }

  /** Fetches the rest of the track while it plays. */
  async #stream(run: Run, position: number): Promise<void> {
    const { store } = this.#engine;
    await store.ensure(run.deck.textures).catch(() => undefined);
    for (let from = position; from < run.deck.seconds && this.#isAlive(run); from += STREAM_WINDOW) {
      try {
        await persist(() => store.ensure(run.deck.needs(from, from + STREAM_WINDOW)));
      } catch (error) {
        if (this.#isAlive(run)) this.#listener.failed(error);
        return;
      }
    }
  }

  #isAlive(run: Run): boolean {
    return run === this.#run || run === this.#next;
  }
}
