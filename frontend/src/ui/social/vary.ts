/** A variation of a track: near it, or farther off. */

import { h, setText } from "../dom";
import { View } from "../view";
import { crossButtons, newSeed } from "./cross";
import { field, openSheet, type Sheet } from "./dialog";
import { mayAct } from "./member";

const NEAR = 0.3;

/** `data-track`, `data-title`. */
export class VaryButton extends View {
  protected build(): void {
    const open = () => void (mayAct("make variations") && this.#open());
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, "Vary"));
  }

  #open(): void {
    const { track = "", title = "" } = this.dataset;
    let seed = newSeed();
    const words = h("span", { class: "range-ends" }, h("span", {}, "close to it"), h("span", {}, "far off"));
    const amount = h("input", { type: "range", class: "range ink", min: 0.05, max: 1, step: 0.05, value: NEAR });
    const wish = () => {
      return { parents: [track], weights: [1], origin: "vary" as const, amount: Number(amount.value), seed };
    };
    const again = () => {
      seed = newSeed();
      setText(dice, "Another roll: hear it.");
    };
    const dice = h("span", { class: "sheet-note" });
    const other = h("button", { type: "button", class: "link-button", onclick: again }, "Another one");
    const buttons = crossButtons(() => sheet, wish);
    const sheet: Sheet | null = openSheet(
      "vary-sheet",
      "A variation",
      h("p", {}, title),
      field("How far from it", amount),
      words,
      buttons,
      h("p", {}, other, " ", dice),
    );
  }
}
