/** A track that is loaded, and where it stands while it does not sound. */

import { arrange, seedOf } from "../music/arrange";
import type { Mix } from "../music/mix";
import type { Score } from "../music/score";
import type { Place } from "./transport";

export interface Track extends Place {
  readonly score: Score;
  readonly mix: Mix;
  /** Of the arrangement that was loaded: morphs keep the band. */
  readonly seed: number;
}

export function newTrack(score: Score, mix: Mix): Track {
  return { score, mix, arrangement: arrange(score, mix), position: 0, seed: mix.seed ?? seedOf(score) };
}
