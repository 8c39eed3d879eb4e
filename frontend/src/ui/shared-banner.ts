/** Says that the list on show came by a link, and that the listener's own is safe. */

import { library } from "./app";
import { h } from "./dom";
import { View } from "./view";

export class SharedBanner extends View {
  protected build(): void {
    const keep = h(
      "button",
      { type: "button", class: "button", onclick: () => leave(() => library.keepShared()) },
      "Add to my list",
    );
    const back = h(
      "button",
      { type: "button", class: "button", onclick: () => leave(() => library.restore()) },
      "Back to my list",
    );
    const text = h("p", {}, "This list was shared with you. Your own is kept as it was.");
    const box = h("div", { class: "shared", role: "region", "aria-label": "Shared list" }, text, keep, back);
    this.append(box);
    this.watch(() => {
      box.hidden = library.shared.value === null;
    });
  }
}

function leave(act: () => void): void {
  history.replaceState(null, "", location.pathname);
  act();
}
