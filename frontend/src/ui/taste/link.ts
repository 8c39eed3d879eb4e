/** The link under which others hear music for one's taste: made, copied, made anew, taken back. */

import * as api from "../../api/taste";
import { notices } from "../app";
import { h } from "../dom";
import { copyable, once } from "../social/dialog";
import { tellFailure } from "../social/member";
import { View } from "../view";

/** `data-url` while there is a link, `data-shared`: the day since when, in words. */
export class TasteLink extends View {
  protected build(): void {
    this.#show(this.dataset.url ?? "", this.dataset.shared ?? "");
  }

  #show(url: string, shared: string): void {
    if (url) this.#showLink(url, shared);
    else this.replaceChildren(this.#button("Make a link", () => this.#make()));
  }

  #showLink(url: string, shared: string): void {
    const told = (copied: boolean) =>
      notices.tell(copied ? "The link is on your clipboard." : "Press Ctrl+C to copy it.");
    const day = shared ? h("p", { class: "taste-shared" }, `It plays your taste as it was on ${shared}.`) : null;
    const acts = h(
      "div",
      { class: "taste-acts" },
      this.#button("Make it new, as it is now", () => this.#make()),
      this.#button("Take the link back", () => this.#withdraw()),
    );
    this.replaceChildren(copyable("Link to your taste", url, told), ...(day ? [day] : []), acts);
  }

  #button(words: string, work: () => Promise<void>): HTMLButtonElement {
    const fail = (error: unknown) => tellFailure("That did not work", "share your taste", error);
    const press = () => void once(this, work, fail);
    return h("button", { type: "button", class: "button", onclick: press }, words);
  }

  async #make(): Promise<void> {
    const { url } = await api.shareTaste();
    this.#show(url, "");
    this.querySelector("input")?.focus();
    notices.tell("Whoever has the link hears music for your taste, as it is now.");
  }

  async #withdraw(): Promise<void> {
    await api.withdrawTaste();
    this.#show("", "");
    this.querySelector("button")?.focus();
    notices.tell("The link opens nothing any more.");
  }
}
