/** Puts a track into a playlist: one of one's own, or a new one. */

import * as api from "../../api/social";
import { notices, reason } from "../app";
import { h, iconButton } from "../dom";
import { View } from "../view";
import { contextOfPage } from "../whereabouts";
import { count, quoted } from "../words";
import { field, once, openSheet, type Sheet } from "./dialog";
import { goTo } from "./go";
import { mayAct } from "./member";

/** `data-track`, `data-title`; `data-words` on a button with words instead of an icon. */
export class AddButton extends View {
  protected build(): void {
    const { track = "", title = "this track", words } = this.dataset;
    const open = () => void (mayAct("put tracks into playlists") && openAdding([track], title));
    const button = words
      ? h("button", { type: "button", class: "button", onclick: open }, words)
      : iconButton(`Add ${title} to a playlist`, "plus", open);
    this.replaceChildren(button);
  }
}

/** `tracks`: public ids; `what` is their name in a sentence. */
export async function openAdding(tracks: readonly string[], what: string): Promise<void> {
  const choices = h("ul", { class: "sheet-choices", role: "list" });
  const sheet = openSheet("add-sheet", "Add to a playlist", h("p", {}, what), choices, making(tracks, what, close));
  function close(): void {
    sheet?.close();
  }
  if (sheet) await list(sheet, choices, tracks, what);
}

async function list(sheet: Sheet, choices: HTMLElement, tracks: readonly string[], what: string): Promise<void> {
  sheet.tell("Looking up your playlists …");
  try {
    const playlists = (await api.myPlaylists()).filter(({ rule }) => !rule);
    choices.append(...playlists.map((playlist) => choice(sheet, playlist, tracks, what)));
    sheet.tell("");
  } catch (error) {
    sheet.tell(`Your playlists did not come: ${reason(error)}`);
  }
}

function choice(sheet: Sheet, playlist: api.PlaylistInfo, tracks: readonly string[], what: string): HTMLElement {
  const add = async () => {
    await api.addTracks(playlist.id, tracks, { context: contextOfPage(location.pathname) });
    sheet.close();
    tellAdded(what, playlist);
  };
  const press = () => void once(sheet.dialog, add, (error) => sheet.tell(`Not added: ${reason(error)}`));
  const facts = h("span", { class: "choice-facts" }, count(playlist.count, "track"));
  return h(
    "li",
    {},
    h("button", { type: "button", class: "sheet-choice", onclick: press }, h("span", {}, playlist.title), facts),
  );
}

function making(tracks: readonly string[], what: string, close: () => void): HTMLElement {
  const title = h("input", { type: "text", maxlength: 80, required: true, autocomplete: "off" });
  const fault = h("p", { class: "field-error", role: "alert" });
  const make = async () => {
    const playlist = await api.createPlaylist({ title: title.value.trim(), tracks });
    close();
    tellAdded(what, playlist);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    fault.textContent = "";
    void once(form, make, (error) => {
      fault.textContent = reason(error);
    });
  };
  const button = h("button", { type: "submit", class: "button" }, "Make it");
  const form = h("form", { class: "sheet-row", onsubmit: submit }, field("New playlist", title), button, fault);
  return form;
}

function tellAdded(what: string, playlist: api.PlaylistInfo): void {
  const see = { label: "See it", run: () => goTo(`/playlists/${playlist.id}`) };
  notices.tell(`${quoted(what)} is in ${quoted(playlist.title)}.`, see);
}
