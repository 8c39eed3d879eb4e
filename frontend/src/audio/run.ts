/** A deck that sounds: one uninterrupted stretch of an arrangement on the audio clock. */

import { BAR_TICKS, barSeconds, ticksToSeconds } from "../music/arrangement";
import type { Deck } from "./deck";

/** Seconds of music scheduled ahead of the clock: a busy or hidden page may sleep that long. */
const LOOK_AHEAD = 2.5;
/** Hands may be this much before the bar line, in seconds. */
const EARLY = 0.03;

export class Run {
  readonly deck: Deck;
  /** The audio clock when it takes over, and at the track's second 0. */
  readonly begin: number;
  readonly origin: number;
  /** Whether the player has told that the end is near. */
  isEnding = false;
  #scheduled: number;
  #until: number;

  /** `position`: seconds into the track at `begin`. */
  constructor(deck: Deck, begin: number, position: number) {
    this.deck = deck;
    this.begin = begin;
    this.origin = begin - position;
    this.#scheduled = position > 0 ? position - EARLY : 0;
    this.#until = deck.seconds;
  }

  /** Seconds into the track. */
  positionAt(now: number): number {
    return Math.min(Math.max(0, now - this.origin), this.deck.seconds);
  }

  /** Schedules what comes soon. */
  pump(now: number): void {
    const until = Math.min(Math.max(now, this.begin) - this.origin + LOOK_AHEAD, this.#until);
    if (until <= this.#scheduled) return;
    this.deck.schedule(this.#scheduled, until, this.origin);
    this.#scheduled = until;
  }

  /** The first bar that begins at least `margin` seconds from now; null when the track is over before. */
  nextBar(now: number, margin: number): number | null {
    const { bpm, lengthTicks } = this.deck.arrangement;
    const bar = Math.ceil((now + margin - this.origin) / barSeconds(bpm));
    return bar * BAR_TICKS < lengthTicks ? bar : null;
  }

  /** The audio clock at a bar line. */
  timeOf(bar: number): number {
    return this.origin + ticksToSeconds(bar * BAR_TICKS, this.deck.arrangement.bpm);
  }

  /** Ends at a time on the audio clock: nothing new begins from then on, what rings fades. */
  endAt(when: number, fade: number): void {
    this.#until = when - this.origin - EARLY;
    this.deck.leave(when, EARLY, fade);
  }
}
