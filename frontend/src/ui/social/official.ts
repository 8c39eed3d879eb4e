/** Gives one's own playlist to the site. */

import * as api from "../../api/curation";
import { notices, reason } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { quoted } from "../words";
import { once, openSheet } from "./dialog";
import { reload } from "./go";

/** `data-playlist`, `data-title`. */
export class OfficialButton extends View {
  protected build(): void {
    const open = () => this.#ask();
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, "Make it official"));
  }

  #ask(): void {
    const { playlist = "", title = "" } = this.dataset;
    const what = "It is by Lofi from then on, without your name. All curators edit it, and nobody whom you invited.";
    const give = async () => {
      await api.makeOfficial(playlist);
      sheet?.close();
      notices.tell(`${quoted(title)} is official now.`);
      reload();
    };
    const press = () => void once(yes, give, (error) => sheet?.tell(`Not done: ${reason(error)}`));
    const yes = h("button", { type: "button", class: "button", onclick: press }, "Make it official");
    const note = h("p", {}, `${what} This can't be undone.`);
    const sheet = openSheet("official-sheet", `Make ${quoted(title)} official?`, note, yes);
  }
}
