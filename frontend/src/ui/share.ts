/** The share link: the list in the URL, readable by the original system. */

import type { Score } from "../music/score";

/** Servers and messengers cut longer addresses. */
export const MAX_LINK = 8000;
/** What a reader accepts (music/legacy.ts). */
export const MAX_TRACKS = 200;

export interface Share {
  readonly url: string;
  /** How many tracks, from the first on, the link holds. */
  readonly tracks: number;
}

/** A link to as many of the scores as fit. `write` makes the query, "?" included. */
export function shareLink(scores: readonly Score[], page: string, write: (scores: Score[]) => string): Share {
  let [low, high] = [0, Math.min(scores.length, MAX_TRACKS)];
  const url = (n: number) => page + write(scores.slice(0, n));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (url(middle).length <= MAX_LINK) low = middle;
    else high = middle - 1;
  }
  return { url: low ? url(low) : page, tracks: low };
}

/** False when the browser or the listener refuses: the page then shows the link to copy by hand. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
