/** `lofi-pairs`: pairs of tracks to hear and choose from, without knowing who wrote which. */

import { signal } from "@preact/signals-core";
import { choose, type Side } from "../api/training";
import { h, setAttribute, setText } from "./dom";
import { mayAct, tellFailure } from "./social/member";
import { View } from "./view";

type Choice = Side | "";

/** `data-run`; `data-choices`: "a", "b" or nothing for each pair, with commas between. */
export class PairsView extends View {
  readonly #choices = signal<readonly Choice[]>([]);

  protected build(): void {
    this.#choices.value = (this.dataset.choices ?? "").split(",") as Choice[];
    const status = this.querySelector("[role=status]") ?? h("p", { class: "side-note", role: "status" });
    const rows = this.#choices.value.map((_, number) => this.#row(number));
    this.replaceChildren(status, h("ol", { "aria-label": "Pairs" }, ...rows));
    this.watch(() => setText(status, summary(this.#choices.value)));
  }

  #row(number: number): HTMLElement {
    const sides = (["a", "b"] as const).map((side) => this.#side(number, side));
    return h("li", { class: "pair" }, h("span", { class: "pair-number" }, String(number + 1)), ...sides);
  }

  #side(number: number, side: Side): HTMLElement {
    const letter = side.toUpperCase();
    const label = `Nicer: ${number + 1} ${letter}`;
    const source = `side:${this.dataset.run}/${number}/${side}`;
    const play = h("lofi-play" as "div", { "data-source": source, "data-label": `${number + 1} ${letter}` });
    const pick = h(
      "button",
      { type: "button", class: "button small", "aria-label": label, onclick: () => void this.#choose(number, side) },
      "Nicer",
    );
    this.watch(() => setAttribute(pick, "aria-pressed", String(this.#choices.value[number] === side)));
    const name = h("span", { class: "pair-letter", "aria-hidden": "true" }, letter);
    return h("div", { class: "pair-side" }, play, name, pick);
  }

  async #choose(number: number, side: Side): Promise<void> {
    if (!mayAct("say which is nicer")) return;
    const before = this.#choices.value;
    this.#choices.value = before.with(number, side);
    try {
      await choose(this.dataset.run!, number, side);
    } catch (error) {
      this.#choices.value = this.#choices.value.with(number, before[number] ?? "");
      tellFailure("Your choice was not kept", "say which is nicer", error);
    }
  }
}

export function summary(choices: readonly Choice[]): string {
  const chosen = choices.filter(Boolean).length;
  return chosen === choices.length ? "All chosen. Thank you for listening." : `${chosen} of ${choices.length} chosen`;
}
