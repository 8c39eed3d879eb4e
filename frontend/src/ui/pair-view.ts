/** "Which of these two?": a quiet card, now and then, for members who let what they choose teach the model. */

import { untracked } from "@preact/signals-core";
import * as api from "../api/teaching";
import { notices, reason, storage, teaching } from "./app";
import { cover } from "./cover";
import { h } from "./dom";
import { newEntry } from "./storage";
import { View } from "./view";

const OFFERED = "lofi.pair-offered";
/** Full listens of a visit after which a pair is offered, once a day. */
export const LISTENS = 6;
const DAY_MS = 86_400_000;

export class PairView extends View {
  protected build(): void {
    this.watch(() => {
      if (teaching.listens.value && teaching.listens.value % LISTENS === 0) untracked(() => void this.#offer());
    });
  }

  async #offer(): Promise<void> {
    if (this.childElementCount || Date.now() - Number(storage.getItem(OFFERED)) < DAY_MS) return;
    storage.setItem(OFFERED, String(Date.now()));
    const pair = await api.pair().catch(() => null); // another day, then
    if (pair) this.#show(pair);
  }

  #show(pair: api.Pair): void {
    const choose = (choice: api.Choice) => () => void this.#choose(pair, choice);
    const tracks = h("div", { class: "pair-tracks" }, side(pair.first, "A"), side(pair.second, "B"));
    const answers = h(
      "div",
      { class: "pair-answers" },
      h("button", { type: "button", class: "button", onclick: choose("first") }, "A"),
      h("button", { type: "button", class: "button", onclick: choose("second") }, "B"),
      h("button", { type: "button", class: "button", onclick: choose("neither") }, "Neither"),
      h("button", { type: "button", class: "link-button", onclick: () => this.replaceChildren() }, "Not now"),
    );
    const title = h("h2", { id: "pair-title" }, "Which of these two?");
    const box = h("section", { class: "pair-card", "aria-labelledby": "pair-title" }, title, tracks, answers);
    this.replaceChildren(box);
  }

  async #choose(pair: api.Pair, choice: api.Choice): Promise<void> {
    for (const each of this.querySelectorAll<HTMLButtonElement>(".pair-answers button")) each.disabled = true;
    try {
      await api.choose(pair.id, choice);
      notices.tell("Thank you. It teaches the next version.");
    } catch (error) {
      notices.warn(`Your choice was not kept: ${reason(error)}`);
    }
    this.replaceChildren();
  }
}

function side(take: api.Pair["first"], letter: string): HTMLElement {
  const { title } = take.score;
  const play = h("lofi-play" as "div", { "data-source": `track:${take.trackId}`, "data-label": `${letter}, ${title}` });
  const words = h("p", {}, h("span", { class: "pair-letter" }, letter), ` ${title}`);
  return h("div", { class: "pair-side" }, h("div", { class: "pair-cover" }, cover(newEntry(take))), play, words);
}
