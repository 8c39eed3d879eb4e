/** What the arrangement of a track tells the page: its length. */

import { arrange } from "../music/arrange";
import type { Arrangement } from "../music/arrangement";
import { type Mix, PLAIN } from "../music/mix";
import type { Score } from "../music/score";

interface Known {
  readonly wish: string;
  readonly arrangement: Arrangement;
}

const known = new WeakMap<Score, Known>();

/** The arrangement of a score, worked out once for each wish. */
export function arrangementOf(score: Score, mix: Mix = PLAIN): Arrangement {
  const wish = `${mix.preset} ${mix.bpm} ${mix.seed}`;
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
