/** What the arrangement of a track tells the page: its length, and which chords sound now and next. */

import { arrange } from "../music/arrange";
import { type Arrangement, secondsToTicks } from "../music/arrangement";
import { type Mix, PLAIN } from "../music/mix";
import type { Score } from "../music/score";

const CHORDS_SHOWN = 5;

interface Known {
  readonly wish: string;
  readonly arrangement: Arrangement;
}

const known = new WeakMap<Score, Known>();

/** The arrangement of a score, worked out once for each preset and tempo. */
export function arrangementOf(score: Score, mix: Mix = PLAIN): Arrangement {
  const wish = `${mix.preset} ${mix.bpm}`;
  const found = known.get(score);
  if (found?.wish === wish) return found.arrangement;
  const arrangement = arrange(score, mix);
  known.set(score, { wish, arrangement });
  return arrangement;
}

/** Seconds. */
export function lengthOf({ score, mix }: { readonly score: Score; readonly mix?: Mix }): number {
  return arrangementOf(score, mix).seconds;
}

/** Names of the chord at `seconds` and of those that follow; repeats of one chord count once. */
export function chordsAround({ chords, bpm }: Arrangement, seconds: number): string[] {
  const tick = secondsToTicks(seconds, bpm);
  const now = chords.findLastIndex((chord) => chord.tick <= tick);
  const names = chords.slice(Math.max(0, now)).map((chord) => chord.name);
  return names.filter((name, i) => name !== names[i - 1]).slice(0, CHORDS_SHOWN);
}
