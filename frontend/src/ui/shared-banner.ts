/** Says that the list on show came by a link, and that the listener's own is safe. */

import { library } from "./app";
import { h, setText } from "./dom";
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
    const text = h("p", {});
    const box = h("div", { class: "shared", role: "region", "aria-label": "Shared list" }, text, keep, back);
    this.append(box);
    this.watch(() => {
      const source = library.shared.value;
      box.hidden = source === null;
      const isOurs = source !== null && /^(track|playlist|feed|radio):/.test(source);
      const what = isOurs ? "This plays beside your list." : "This list was shared with you.";
      setText(text, `${what} Your own is kept as it was.`);
    });
  }
}

function leave(act: () => void): void {
  history.replaceState(history.state, "", location.pathname);
  act();
}
