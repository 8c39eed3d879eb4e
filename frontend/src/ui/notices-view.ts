/** Notices on the page: a polite live region above the player bar. */

import { notices } from "./app";
import { h, iconButton } from "./dom";
import type { Action, Notice } from "./notices";
import { View } from "./view";

export class NoticesView extends View {
  readonly #shown = new Map<number, HTMLElement>();

  protected build(): void {
    this.setAttribute("role", "status");
    this.watch(() => this.#render(notices.list.value));
  }

  /** Keeps the elements that stay: focus is not lost, and nothing is said twice. */
  #render(list: readonly Notice[]): void {
    const wanted = new Set(list.map((notice) => notice.id));
    for (const [id, element] of this.#shown) {
      if (!wanted.has(id)) element.remove();
      if (!wanted.has(id)) this.#shown.delete(id);
    }
    for (const notice of list) if (!this.#shown.has(notice.id)) this.#add(notice);
  }

  #add(notice: Notice): void {
    const act = (action: Action) => {
      const onclick = () => {
        notices.dismiss(notice.id);
        action.run();
      };
      return h("button", { type: "button", class: "notice-action", onclick }, action.label);
    };
    const close = iconButton("Dismiss", "close", () => notices.dismiss(notice.id));
    const text = h("p", {}, notice.text);
    const element = h("div", { class: `notice ${notice.kind}` }, text, ...notice.actions.map(act), close);
    this.#shown.set(notice.id, element);
    this.append(element);
  }
}
