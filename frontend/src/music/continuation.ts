/** Where an arrangement goes on that takes over from another one in the middle. */

import { type Arrangement, BAR_TICKS, barSeconds, type SectionName } from "./arrangement";

/** Phrases have four bars: a takeover goes on in the same bar of one. */
const PHRASE = 4;
/** Share of the track that a takeover may jump to find the same kind of section. */
const FARTHEST = 0.15;

/** The bar of `to` that stands for a bar of `from`: in a section of the same name if one is near, else at the same share of the track. */
export function continuation(from: Arrangement, to: Arrangement, bar: number): number {
  const here = locate(from, bar);
  const share = (bar * BAR_TICKS) / from.lengthTicks;
  const places = Array.from({ length: to.lengthTicks / BAR_TICKS }, (_, i) => locate(to, i));
  const inPhase = places.filter((place) => (place.index - here.index) % PHRASE === 0);
  const alike = inPhase.filter((place) => place.name === here.name && Math.abs(place.share - share) <= FARTHEST);
  return nearest(alike.length ? alike : inPhase, share).bar;
}

/** A place in seconds of `from`, as one of `to`: the bar that stands for its bar, and the same share of that. */
export function carry(from: Arrangement, to: Arrangement, seconds: number): number {
  if (seconds >= from.seconds) return to.seconds;
  const bars = seconds / barSeconds(from.bpm);
  return (continuation(from, to, Math.floor(bars)) + (bars % 1)) * barSeconds(to.bpm);
}

interface Located {
  readonly bar: number;
  readonly name: SectionName;
  /** Bars into its section. */
  readonly index: number;
  /** Of the track, 0..1. */
  readonly share: number;
}

function locate({ sections, lengthTicks }: Arrangement, bar: number): Located {
  const section = sections.findLast(({ tick }) => tick <= bar * BAR_TICKS)!;
  return { bar, name: section.name, index: bar - section.tick / BAR_TICKS, share: (bar * BAR_TICKS) / lengthTicks };
}

function nearest(places: readonly Located[], share: number): Located {
  return places.reduce((best, place) => (Math.abs(place.share - share) < Math.abs(best.share - share) ? place : best));
}
