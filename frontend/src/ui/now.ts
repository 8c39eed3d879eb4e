/** What the arrangement of a track tells the page: its length, and which chords sound now and next. */

import { arrange } from "../music/arrange";
import { type Arrangement, PPQ } from "../music/arrangement";
import type { Score } from "../music/score";

const CHORDS_SHOWN = 5;
const known = new WeakMap<Score, Arrangement>();

/** The arrangement of a score, worked out once. */
export function arrangementOf(score: Score): Arrangement {
  const arrangement = known.get(score) ?? arrange(score);
  known.set(score, arrangement);
  return arrangement;
}

/** Seconds. */
export function lengthOf({ score }: { readonly score: Score }): number {
  return arrangementOf(score).seconds;
}

/** Names of the chord at `seconds` and of those that follow; repeats of one chord count once. */
export function chordsAround(score: Score, seconds: number): string[] {
  const { chords, bpm } = arrangementOf(score);
  const tick = (seconds * PPQ * bpm) / 60;
  const now = chords.findLastIndex((chord) => chord.tick <= tick);
  const names = chords.slice(Math.max(0, now)).map((chord) => chord.name);
  return names.filter((name, i) => name !== names[i - 1]).slice(0, CHORDS_SHOWN);
}
