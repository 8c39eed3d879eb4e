/** Takes a copy of a playlist as one's own, with credit to where it came from. */

import * as api from "../../api/social";
import { notices } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { quoted } from "../words";
import { once } from "./dialog";
import { goTo } from "./go";
import { mayAct, tellFailure } from "./member";

/** `data-playlist`. */
export class ForkButton extends View {
  protected build(): void {
    const fork = async () => {
      const made = await api.fork(this.dataset.playlist ?? "");
      notices.tell(`${quoted(made.title)} is yours now. Nobody else sees it until you say so.`);
      goTo(`/playlists/${made.id}`);
    };
    const press = () => {
      const act = "copy playlists";
      if (mayAct(act)) void once(this, fork, (error) => tellFailure("It could not be copied", act, error));
    };
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: press }, "Make it mine"));
  }
}
