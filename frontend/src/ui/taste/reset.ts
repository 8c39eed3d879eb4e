/** Lets one's taste begin anew, after asking. */

import { resetTaste } from "../../api/taste";
import { notices, reason, sources } from "../app";
import { h } from "../dom";
import { once, openSheet } from "../social/dialog";
import { reload } from "../social/go";
import { View } from "../view";

export class TasteReset extends View {
  protected build(): void {
    const open = () => this.#ask();
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, "Begin anew"));
  }

  #ask(): void {
    const reset = async () => {
      await resetTaste();
      sheet?.close();
      sources.renew();
      notices.tell("Your taste begins anew. Your likes are all there.");
      reload();
    };
    const press = () => void once(yes, reset, (error) => sheet?.tell(`Nothing was changed: ${reason(error)}`));
    const yes = h("button", { type: "button", class: "button danger", onclick: press }, "Forget it");
    const words =
      "What you liked, made and said so far counts no longer, and this can't be undone. Likes and tracks stay.";
    const sheet = openSheet("taste-sheet", "Begin anew?", h("p", {}, words), yes);
  }
}
