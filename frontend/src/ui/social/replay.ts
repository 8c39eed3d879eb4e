/** A cross is made again from its parents, its weights and its seed, to see whether it comes out the same. */

import * as api from "../../api/social";
import { notices, reason } from "../app";
import { h } from "../dom";
import { View } from "../view";
import { once } from "./dialog";

/** `data-track`. */
export class ReplayButton extends View {
  protected build(): void {
    const replay = async () => {
      const { same } = await api.replay(this.dataset.track ?? "");
      notices.tell(same ? "Made again: note for note the same." : "Made again: today it comes out otherwise.");
    };
    const press = () => void once(this, replay, (error) => notices.warn(`Not made again: ${reason(error)}`));
    this.replaceChildren(h("button", { type: "button", class: "link-button", onclick: press }, "Make it again"));
  }
}
