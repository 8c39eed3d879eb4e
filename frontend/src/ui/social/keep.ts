/** What a listener has in the player's list becomes theirs for good: a track of their library, or a playlist. */

import * as api from "../../api/social";
import { isPlain } from "../../music/mix";
import { notices, reason } from "../app";
import { h } from "../dom";
import type { Entry } from "../storage";
import { count, quoted } from "../words";
import { field, once, openSheet } from "./dialog";
import { goTo } from "./go";
import { mayAct } from "./member";

/** Public ids of what was kept on this page, by entry: pressing twice keeps once. */
const kept = new Map<string, Promise<string>>();
const MAX_TITLE = 80;

export async function keepEntry(entry: Entry): Promise<void> {
  if (!mayAct("keep tracks")) return;
  try {
    const id = await store(entry);
    const see = { label: "See it", run: () => goTo(`/tracks/${id}`) };
    notices.tell(`${quoted(entry.score.title)} is in your library. Nobody else sees it until you say so.`, see);
  } catch (error) {
    notices.warn(`It could not be kept: ${reason(error)}`);
  }
}

/** Asks for a title, keeps what is not kept yet, and puts all of it into a new private playlist. */
export function openSaving(entries: readonly Entry[]): void {
  if (!mayAct("save playlists")) return;
  const title = h("input", { type: "text", maxlength: MAX_TITLE, required: true, autocomplete: "off" });
  const save = async () => {
    const tracks: string[] = [];
    for (const [index, entry] of entries.entries()) {
      sheet?.tell(`Keeping ${index + 1} of ${entries.length} …`);
      tracks.push(await store(entry));
    }
    const made = await api.createPlaylist({ title: title.value.trim(), tracks });
    sheet?.close();
    notices.tell(`${quoted(made.title)} is in your library.`);
    goTo(`/playlists/${made.id}`);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void once(form, save, (error) => sheet?.tell(`Not saved: ${reason(error)}`));
  };
  const button = h("button", { type: "submit", class: "button" }, "Save");
  const form = h("form", { class: "sheet-row", onsubmit: submit }, field("Title", title), button);
  const what = `${count(entries.length, "track")}. Those that are not stored yet become tracks of your own.`;
  const sheet = openSheet("save-sheet", "Save as playlist", h("p", {}, what), form);
}

/** One that is stored already is not stored again. */
function store(entry: Entry): Promise<string> {
  if (entry.trackId) return Promise.resolve(entry.trackId);
  const before = kept.get(entry.id);
  if (before) return before;
  const { score, latent, mix } = entry;
  const promise = api.keepTake({ score, latent, mix: isPlain(mix) ? null : mix }).then(({ id }) => id);
  kept.set(entry.id, promise);
  promise.catch(() => kept.delete(entry.id));
  return promise;
}
