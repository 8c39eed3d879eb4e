/** `lofi-radio`: what a listener sets of the radio: how far it strays, and when it shall stop. */

import { sources } from "./app";
import { h, setAttribute } from "./dom";
import { sleepChoice } from "./sleep-view";
import { View } from "./view";

export class RadioView extends View {
  protected build(): void {
    const id = "radio-adventure";
    const slider = h("input", { type: "range", class: "range", id, min: 0, max: 100, step: 5 });
    slider.addEventListener("input", () => {
      sources.adventure.value = Number(slider.value) / 100;
    });
    this.watch(() => {
      const percent = Math.round(100 * sources.adventure.value);
      slider.value = String(percent);
      slider.style.setProperty("--fill", `${percent}%`);
      setAttribute(slider, "aria-valuetext", `${percent} %`);
    });
    const ends = h("div", { class: "dial-ends" }, h("span", {}, "Familiar"), h("span", {}, "Far out"));
    const label = h("label", { class: "dial-label", for: id }, "Adventure");
    const adventure = h("div", { class: "radio-adventure" }, label, slider, ends);
    this.replaceChildren(
      adventure,
      sleepChoice((render) => this.watch(render)),
    );
  }
}
