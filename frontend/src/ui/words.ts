/** A score's numbers as a listener would say them. */

import type { Score } from "../music/score";
import { MODES, noteName } from "../music/theory";

/** "D dorian" */
export function keyName(score: Score): string {
  return `${noteName(score.key, score.mode, score.key - 1)} ${MODES[score.mode - 1]}`;
}

const FEELINGS = [
  ["mournful", "wistful", "at peace"],
  ["brooding", "easy-going", "sunny"],
  ["restless", "wide awake", "bright-eyed"],
] as const;

/** Energy and valence, thirds each, as one adjective. */
export function feeling(score: Score): string {
  return FEELINGS[third(score.energy)]![third(score.valence)]!;
}

function third(value: number): 0 | 1 | 2 {
  return value < 1 / 3 ? 0 : value < 2 / 3 ? 1 : 2;
}

/** A title in quotes, cut to what a sentence can carry. */
export function quoted(title: string): string {
  const letters = [...title];
  return letters.length > 36 ? `“${letters.slice(0, 34).join("").trimEnd()}…”` : `“${title}”`;
}

/** Seconds as "2:31". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "1 track", "9 tracks" */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

/** 1234 as "1.2k": what a small button has room for. */
export function compact(n: number): string {
  return n < 1000 ? String(n) : `${(n / 1000).toFixed(1).replace(/\.0$/, "")}k`;
}
