/** Which list the page opens with: the link's, the listener's own, or the nine default tracks. */

import { defaultPlaylist, type Take } from "../api/client";
import { readLink } from "../music/legacy";
import { library, notices, reason } from "./app";

const DEFAULT = "default";

export async function openList(): Promise<void> {
  const query = location.pathname === "/" ? location.search.slice(1) : "";
  const restored = library.restore();
  if (query === DEFAULT) return openDefault();
  if (query) return openLink(location.search, restored);
  if (!restored) await openDefault();
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

async function openLink(query: string, restored: boolean): Promise<void> {
  try {
    const takes = readLink(query).map((score): Take => ({ score, latent: null, seed: null, modelVersion: null }));
    library.open(takes, query);
  } catch (error) {
    notices.warn(`This link holds no list that can be played: ${reason(error)}`);
    if (!restored) await openDefault();
  }
}
