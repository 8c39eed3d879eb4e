/** Asks a member, once, whether what they made here before they logged in shall be theirs. */

import { effect } from "@preact/signals-core";
import { claim } from "../api/client";
import { library, notices, reason } from "./app";
import { Claims, sendAll } from "./claim";
import { h } from "./dom";
import { visit } from "./navigation";
import type { Entry } from "./storage";
import { count } from "./words";

export class ClaimView extends HTMLElement {
  #claims: Claims | null = null;
  #offered: Entry[] = [];
  #dispose: (() => void) | null = null;

  /** `data-member` is the public id of who is logged in; the element is not there for visitors. */
  connectedCallback(): void {
    const { member } = this.dataset;
    if (!member || this.#dispose) return;
    const claims = new Claims(localStorage, sessionStorage, member);
    this.#claims = claims;
    const here = library.shared.value === null ? library.entries.value : [];
    this.#offered = claims.offered(here);
    const before = new Set(here.map((entry) => entry.id));
    // What appears from now on is the member's own doing.
    this.#dispose = effect(() => claims.note(library.entries.value.filter(({ id, made }) => made && !before.has(id))));
    if (this.#offered.length) this.#ask();
  }

  disconnectedCallback(): void {
    this.#dispose?.();
    this.#dispose = null;
  }

  #ask(): void {
    const many = count(this.#offered.length, "track");
    const them = this.#offered.length === 1 ? "it" : "them";
    const text = h("p", {}, `You made ${many} here before you logged in. Put ${them} into your library?`);
    const box = h(
      "div",
      { class: "claim", role: "region", "aria-label": "Tracks you made here" },
      text,
      button(`Keep ${them}`, () => void this.#keep(), "button primary"),
      button("Not now", () => this.#answer(() => this.#claims?.later())),
      button("Don't ask again", () => this.#answer(() => this.#claims?.never()), "link-button"),
    );
    this.replaceChildren(box);
  }

  async #keep(): Promise<void> {
    for (const each of this.querySelectorAll("button")) each.disabled = true;
    try {
      await sendAll(this.#offered, claim);
    } catch (error) {
      this.#ask();
      notices.warn(`Your tracks could not be stored: ${reason(error)}`);
      return;
    }
    this.#answer(() => this.#claims?.note(this.#offered));
    const { name } = this.dataset;
    const see = { label: "See your library", run: () => visit(`/@${name}`) };
    notices.tell(`Stored for you: ${count(this.#offered.length, "track")}. Nobody else sees them.`, see);
  }

  #answer(remember: () => void): void {
    remember();
    this.replaceChildren();
  }
}

function button(text: string, onclick: () => void, look = "button"): HTMLButtonElement {
  return h("button", { type: "button", class: look, onclick }, text);
}
