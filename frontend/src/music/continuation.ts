/** Where an arrangement goes on that takes over from another one in the middle. */

import { type Arrangement, BAR_TICKS, barSeconds, type Section } from "./arrangement";

/** The bar of `to` that stands for a bar of `from`: the same place in the same section, else the same share of the track. */
export function continuation(from: Arrangement, to: Arrangement, bar: number): number {
  const bars = to.lengthTicks / BAR_TICKS;
  const place = locate(from.sections, bar);
  const twins = to.sections.filter((section) => section.name === place?.section.name);
  const target = twins[Math.min(place?.nth ?? 0, twins.length - 1)];
  if (!place || !target) return Math.min(bars - 1, Math.floor((bar * BAR_TICKS * bars) / from.lengthTicks));
  return Math.min(bars - 1, target.tick / BAR_TICKS + (place.index % target.bars));
}

/** A place in seconds of `from`, as one of `to`: the bar that stands for its bar, and the same share of that. */
export function carry(from: Arrangement, to: Arrangement, seconds: number): number {
  if (seconds >= from.seconds) return to.seconds;
  const bars = seconds / barSeconds(from.bpm);
  return (continuation(from, to, Math.floor(bars)) + (bars % 1)) * barSeconds(to.bpm);
}

function locate(sections: readonly Section[], bar: number) {
  const at = sections.findLastIndex((section) => section.tick <= bar * BAR_TICKS);
  const section = sections[at];
  if (!section) return null;
  const nth = sections.slice(0, at).filter((other) => other.name === section.name).length;
  return { section, nth, index: bar - section.tick / BAR_TICKS };
}
