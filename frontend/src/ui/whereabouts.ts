/** Where somebody is when they hear a track, or like it: a word for the ledger of what teaches the model. */

import type { Context } from "../api/teaching";

const PAGES: readonly [start: RegExp, context: Context][] = [
  [/^\/search/, "search"],
  [/^\/radio/, "radio"],
  [/^\/library/, "own"],
  [/^\/playlists\//, "playlist"],
  [/^\/tracks\//, "shared"],
  [/^\/(discover|@|$)/, "feed"],
];
const SOURCES: Record<string, Context> = { feed: "feed", radio: "radio", playlist: "playlist", track: "shared" };

/** Of a page, by the path of its address. */
export function contextOfPage(path: string): Context {
  return PAGES.find(([start]) => start.test(path))?.[1] ?? "";
}

/** Of what plays: `source` is the shared list's ("feed:?sort=hot"), null for the listener's own list. */
export function contextOfSource(source: string | null): Context {
  if (source === null) return "own";
  return SOURCES[source.slice(0, source.indexOf(":"))] ?? "shared";
}
