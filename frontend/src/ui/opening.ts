/** Which list the page opens with: the link's, the listener's own, or the nine default tracks. */

import { defaultPlaylist, playlist, type Take, track, tracksBy } from "../api/client";
import { readLink } from "../music/legacy";
import { library, notices, reason } from "./app";

const DEFAULT = "default";
/** What the server keeps, by name or id; no link of the original has such a beginning. */
const STORED = /^(by|playlist|track)=([\w-]+)$/;
const FETCH = { by: tracksBy, playlist, track };

export async function openList(): Promise<void> {
  const restored = library.restore();
  if (query()) await openQuery(restored);
  else if (!restored) await openDefault();
}

/** The list that the address names, if it names one. `restored`: there is another to fall back on. */
export async function openQuery(restored = true): Promise<void> {
  const source = query();
  if (!source) return;
  if (source === DEFAULT) return openDefault();
  const stored = STORED.exec(source);
  if (stored) return openStored(source, () => FETCH[stored[1] as keyof typeof FETCH](stored[2]!), restored);
  return openLink(location.search, restored);
}

function query(): string {
  return location.pathname === "/" ? location.search.slice(1) : "";
}

async function openDefault(): Promise<void> {
  try {
    library.open(await defaultPlaylist(), DEFAULT);
  } catch (error) {
    notices.warn(`The default tracks did not come: ${reason(error)}`, {
      label: "Try again",
      run: () => void openDefault(),
    });
  }
}

async function openStored(source: string, fetch: () => Promise<Take[]>, restored: boolean): Promise<void> {
  try {
    const takes = await fetch();
    if (takes.length) library.open(takes, source);
  } catch (error) {
    notices.warn(`This list can't be opened: ${reason(error)}`);
  }
  if (!restored && library.entries.value.length === 0) await openDefault();
}

async function openLink(query: string, restored: boolean): Promise<void> {
  try {
    const takes = readLink(query).map((score): Take => ({ score, latent: null, seed: null, modelVersion: null }));
    library.open(takes, query);
  } catch (error) {
    notices.warn(`This link holds no list that can be played: ${reason(error)}`);
    if (!restored) await openDefault();
  }
}
