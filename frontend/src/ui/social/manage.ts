/** What owners do with their things: name and show them, change who sees them in place, delete them. */

import * as api from "../../api/social";
import { notices, reason } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { quoted } from "../words";
import { field, once, openSheet } from "./dialog";
import { goTo, reload } from "./go";

const VISIBILITIES: readonly [api.Visibility, string][] = [
  ["public", "Public: in every list"],
  ["unlisted", "Unlisted: for whoever has the link"],
  ["private", "Private: for you alone"],
];
const MAX_TITLE = 80;

export function visibilityField(chosen: string, label = "Who sees it"): HTMLElement {
  const options = VISIBILITIES.map(([value, words]) => h("option", { value, selected: value === chosen }, words));
  return field(label, h("select", { name: "visibility" }, ...options));
}

/** `data-track` or `data-playlist`, `data-title`, `data-visibility`; `data-description` of a playlist. */
export class EditButton extends View {
  protected build(): void {
    const open = () => this.#open();
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, "Edit"));
  }

  #open(): void {
    const { title = "", visibility = "private", description } = this.dataset;
    const name = h("input", { type: "text", name: "title", value: title, maxlength: MAX_TITLE, required: true });
    const about = description === undefined ? null : h("textarea", { name: "description", rows: 4 }, description);
    const save = async () => {
      await this.#save(Object.fromEntries(new FormData(form)) as Record<string, string>);
      sheet?.close();
      reload();
    };
    const submit = (event: Event) => {
      event.preventDefault();
      void once(form, save, (error) => sheet?.tell(`Not saved: ${reason(error)}`));
    };
    const form = h(
      "form",
      { class: "form", onsubmit: submit },
      field("Title", name),
      about && field("Description", about),
      visibilityField(visibility),
      h("button", { type: "submit", class: "button" }, "Save"),
    );
    const sheet = openSheet("edit-sheet", "Edit", form);
  }

  #save(changes: Record<string, string>): Promise<unknown> {
    const { track, playlist = "" } = this.dataset;
    return track ? api.changeTrack(track, changes) : api.changePlaylist(playlist, changes);
  }
}

/** `data-track` or `data-playlist`, `data-title`, `data-next`: where to go when it is gone. */
export class DeleteButton extends View {
  protected build(): void {
    const open = () => this.#ask();
    this.replaceChildren(h("button", { type: "button", class: "link-button quiet", onclick: open }, "Delete"));
  }

  #ask(): void {
    const { title = "", track, playlist = "", next = "/library" } = this.dataset;
    const what = track ? "It goes out of every playlist, too." : "Its tracks stay where they are.";
    const remove = async () => {
      await (track ? api.deleteTrack(track) : api.deletePlaylist(playlist));
      sheet?.close();
      notices.tell(`${quoted(title)} is deleted.`);
      goTo(next);
    };
    const press = () => void once(yes, remove, (error) => sheet?.tell(`Not deleted: ${reason(error)}`));
    const yes = h("button", { type: "button", class: "button danger", onclick: press }, "Delete it for good");
    const sheet = openSheet(
      "delete-sheet",
      `Delete ${quoted(title)}?`,
      h("p", {}, `${what} This can't be undone.`),
      yes,
    );
  }
}

/** In place, in one's library: `data-track` or `data-playlist`, `data-title`, `data-visibility`. */
export class VisibilitySelect extends View {
  protected build(): void {
    const { title = "", visibility = "private" } = this.dataset;
    let kept = visibility;
    const options = VISIBILITIES.map(([value]) =>
      h("option", { value, selected: value === kept }, value[0]!.toUpperCase() + value.slice(1)),
    );
    const save = async () => {
      await this.#save(select.value as api.Visibility);
      kept = select.value;
      notices.tell(`${quoted(title)} is ${kept} now.`);
    };
    const undo = (error: unknown) => {
      select.value = kept;
      notices.warn(`${quoted(title)} is still ${kept}: ${reason(error)}`);
    };
    const change = () => void once(this, save, undo);
    const select = h(
      "select",
      { class: "quiet-field", "aria-label": `Who sees ${title}`, onchange: change },
      ...options,
    );
    this.replaceChildren(select);
  }

  #save(visibility: api.Visibility): Promise<unknown> {
    const { track, playlist = "" } = this.dataset;
    return track ? api.changeTrack(track, { visibility }) : api.changePlaylist(playlist, { visibility });
  }
}
