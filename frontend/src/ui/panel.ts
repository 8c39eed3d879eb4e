/** The latent panel: six sliders that mean something and, in a drawer, all hundred features. */

import { generateTrack, studio } from "./app";
import { Describe } from "./describe";
import { h, icon, setAttribute, setText } from "./dom";
import { describe, FEATURES, RANGE } from "./latent";
import { View } from "./view";
import { quoted } from "./words";

interface Dial {
  readonly label: string;
  readonly direction: string;
  readonly ends: readonly [string, string];
}

const DIALS: readonly Dial[] = [
  { label: "Energy", direction: "energy", ends: ["calm", "lively"] },
  { label: "Mood", direction: "valence", ends: ["wistful", "cheerful"] },
  { label: "Tempo", direction: "tempo", ends: ["slow", "brisk"] },
  { label: "Density", direction: "density", ends: ["sparse", "busy"] },
  { label: "Brightness", direction: "brightness", ends: ["dark", "bright"] },
  { label: "Tension", direction: "tension", ends: ["at rest", "tense"] },
];
/** Slider range in z-scores while the model has not told its own. */
const DEFAULT_RANGE = 2.5;

export class Panel extends View {
  protected build(): void {
    const dials = h("div", { class: "dials" }, ...DIALS.map((dial) => this.#dial(dial)));
    this.append(this.#heading(), new Describe(), dials, this.#offline(), this.#buttons(), this.#drawer());
    void studio.connect();
  }

  #heading(): HTMLElement {
    const from = h("p", { class: "panel-from" });
    this.watch(() => {
      const base = studio.base.value?.score.title;
      if (base)
        setText(from, studio.touched.value ? `Somewhere near ${quoted(base)}.` : `Standing where ${quoted(base)} is.`);
      else setText(from, studio.touched.value ? "A place of your own." : "Say what you are in the mood for.");
    });
    return h("div", { class: "panel-head" }, h("h2", {}, "Make a track"), from);
  }

  #dial({ label, direction, ends }: Dial): HTMLElement {
    const input = h("input", {
      type: "range",
      class: "range",
      "aria-label": label,
      step: 0.05,
      "data-direction": direction,
    });
    const value = h("output", { class: "dial-value", "aria-hidden": "true" });
    input.addEventListener("input", () => studio.setDirection(direction, Number(input.value)));
    this.watch(() => {
      const known = studio.direction(direction);
      const [low, high] = [known?.low ?? -DEFAULT_RANGE, known?.high ?? DEFAULT_RANGE];
      const s = Math.min(high, Math.max(low, studio.value(direction)));
      Object.assign(input, { min: String(low), max: String(high) });
      input.value = String(s);
      input.disabled = !known;
      const words = known ? describe(direction, s) : "–";
      input.style.setProperty("--fill", `${(100 * (s - low)) / (high - low)}%`);
      setAttribute(input, "aria-valuetext", known ? words : "not known yet");
      setText(value, words);
    });
    const row = h(
      "div",
      { class: "dial-head", "aria-hidden": "true" },
      h("span", { class: "dial-label" }, label),
      value,
    );
    const feet = h(
      "div",
      { class: "dial-ends", "aria-hidden": "true" },
      h("span", {}, ends[0]),
      h("span", {}, ends[1]),
    );
    return h("div", { class: "dial" }, row, input, feet);
  }

  #offline(): HTMLElement {
    const retry = h(
      "button",
      { type: "button", class: "link-button", onclick: () => void studio.connect() },
      "Ask again",
    );
    const box = h("p", { class: "panel-offline", role: "status" });
    this.watch(() => {
      const off = studio.unreachable.value;
      box.hidden = !off;
      box.replaceChildren(...(off ? ["The model does not answer, so these six rest. ", retry] : []));
    });
    return box;
  }

  #buttons(): HTMLElement {
    const words = h("span", {}, "Generate");
    const generate = h(
      "button",
      { type: "button", class: "button primary", onclick: () => void generateTrack() },
      words,
    );
    const randomise = h(
      "button",
      { type: "button", class: "button", onclick: () => studio.randomise() },
      icon("dice"),
      "Randomise",
    );
    this.watch(() => {
      setAttribute(generate, "aria-busy", studio.busy.value ? "true" : null);
      setAttribute(generate, "data-busy", studio.busy.value);
    });
    return h("div", { class: "panel-buttons" }, generate, randomise);
  }

  #drawer(): HTMLElement {
    const grid = h("div", { class: "features" });
    const note = h(
      "p",
      { class: "features-note" },
      "These are the numbers the model writes from. Nobody knows what each of them does alone.",
    );
    const drawer = h("details", { class: "drawer" }, h("summary", {}, "All 100 features"), note, grid);
    drawer.addEventListener("toggle", () => drawer.open && !grid.firstChild && this.#fillDrawer(grid));
    return drawer;
  }

  #fillDrawer(grid: HTMLElement): void {
    const inputs = Array.from({ length: FEATURES }, (_, i) => featureInput(i));
    grid.append(
      ...inputs.map((input, i) =>
        h("label", { class: "feature" }, h("span", { "aria-hidden": "true" }, String(i + 1)), input),
      ),
    );
    this.watchNow(() => {
      for (const [i, input] of inputs.entries()) showFeature(input, studio.latent.value[i]!);
    });
  }
}

function featureInput(index: number): HTMLInputElement {
  const range = { type: "range", class: "range small", min: -RANGE, max: RANGE, step: 0.05 };
  const input = h("input", { ...range, "aria-label": `Feature ${index + 1}` });
  input.addEventListener("input", () => studio.setFeature(index, Number(input.value)));
  return input;
}

function showFeature(input: HTMLInputElement, value: number): void {
  const words = value.toFixed(2);
  if (input.dataset.shown === words) return;
  input.dataset.shown = words;
  if (Math.abs(Number(input.value) - value) >= 0.025) input.value = words;
  const percent = (50 * (Math.min(RANGE, Math.max(-RANGE, value)) + RANGE)) / RANGE;
  input.style.setProperty("--from", `${Math.min(50, percent)}%`);
  input.style.setProperty("--fill", `${Math.max(50, percent)}%`);
  setAttribute(input, "aria-valuetext", words);
}
