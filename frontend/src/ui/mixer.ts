/** The mixer: the current track's sound, set by the listener, live, and kept with the track. */

import { presetOf } from "../music/arrange";
import type { PartName } from "../music/arrangement";
import { isHeard, type Mix, PARTS, resetMix } from "../music/mix";
import { PRESETS } from "../music/presets";
import { BPM } from "../music/score";
import { deck, library } from "./app";
import { h, setAttribute, setText } from "./dom";
import {
  capital,
  instrumentName,
  isPending,
  isUntouched,
  levelOf,
  levelWords,
  PART_WORDS,
  paced,
  toggled,
  windowWords,
} from "./mixer-words";
import { PART_COLOURS } from "./roll-paint";
import { View } from "./view";

/** Milliseconds between two changes that a moving slider sends. */
const PACE = 100;

interface Knob {
  readonly label: string;
  readonly ends: readonly [string, string];
  readonly min: number;
  readonly max: number;
  readonly step: number;
  read(): number;
  words(value: number): string;
  write(value: number): Partial<Mix>;
}

export class Mixer extends View {
  protected build(): void {
    const sliders = h("div", { class: "mixer-sliders" }, this.#tempo(), ...LEVELS.map((knob) => this.#knob(knob)));
    const parts = h("div", { class: "mixer-parts" }, ...PARTS.map((part) => this.#part(part)));
    const body = h("div", { class: "mixer-body" }, this.#top(), sliders, parts);
    const drawer = h("details", { class: "mixer" }, this.#summary(), body);
    this.append(drawer);
  }

  /** Closed, the drawer is the key to the roll's colours. */
  #summary(): HTMLElement {
    const sound = h("span", { class: "mixer-sound" });
    this.watch(() => {
      const arrangement = deck.sound.arrangement.value;
      setText(
        sound,
        arrangement ? `${capital(arrangement.preset)}, ${arrangement.bpm} beats a minute` : "No track yet",
      );
    });
    const key = h("span", { class: "mixer-key", "aria-hidden": "true" }, ...PARTS.map((part) => this.#keyEntry(part)));
    return h("summary", {}, h("span", { class: "mixer-title" }, h("h2", {}, "Set the sound"), sound), key);
  }

  #keyEntry(part: PartName): HTMLElement {
    const name = h("span", {});
    const entry = h("span", { class: "key-entry" }, dot(part), name);
    this.watch(() => {
      setText(name, instrumentOf(part));
      setAttribute(entry, "data-silent", !isHeard(library.mix.value, part));
    });
    return entry;
  }

  #top(): HTMLElement {
    const pending = h("p", { class: "mixer-pending", role: "status" });
    this.watch(() => {
      const [arrangement, score] = [deck.sound.arrangement.value, deck.sound.score.value];
      const waits = deck.playing.value && arrangement && score && isPending(score, library.mix.value, arrangement);
      setText(pending, waits ? "From the next bar." : "");
    });
    const reset = h("button", { type: "button", class: "button mixer-reset" }, "As it was");
    reset.addEventListener(
      "click",
      () => isUntouched(library.mix.value) || deck.sound.setMix(resetMix(library.mix.value)),
    );
    this.watch(() => setAttribute(reset, "aria-disabled", isUntouched(library.mix.value) ? "true" : null));
    return h("div", { class: "mixer-top" }, this.#preset(), pending, reset);
  }

  #preset(): HTMLElement {
    const own = h("option", { value: "" });
    const named = PRESETS.map(({ name }) => h("option", { value: name }, capital(name)));
    const select = h("select", { class: "mixer-select" }, own, ...named);
    select.addEventListener("change", () => change({ preset: select.value || null }));
    this.watch(() => {
      const score = deck.sound.score.value;
      setText(own, `As the music wants it${score ? ` (${presetOf(score).name})` : ""}`);
      select.value = library.mix.value.preset ?? "";
      select.disabled = score === null;
    });
    return h("label", { class: "mixer-preset" }, h("span", { class: "dial-label" }, "Preset"), select);
  }

  #tempo(): HTMLElement {
    const dial = this.#knob(TEMPO);
    const back = h("button", { type: "button", class: "link-button mixer-back" });
    back.addEventListener("click", () => change({ bpm: null }));
    this.watch(() => {
      back.hidden = library.mix.value.bpm === null;
      setText(back, `Back to ${deck.sound.score.value?.bpm ?? ""}`);
    });
    dial.querySelector(".dial-ends")?.firstElementChild?.after(back);
    return dial;
  }

  #knob({ label, ends, min, max, step, read, words, write }: Knob): HTMLElement {
    const input = h("input", { type: "range", class: "range", "aria-label": label, min, max, step });
    const value = h("output", { class: "dial-value", "aria-hidden": "true" });
    const sender = paced(PACE, (now: number) => change(write(now)));
    const show = (now: number) => {
      input.style.setProperty("--fill", `${(100 * (now - min)) / (max - min)}%`);
      setAttribute(input, "aria-valuetext", words(now));
      setText(value, words(now));
    };
    input.addEventListener("input", () => {
      show(Number(input.value));
      sender.push(Number(input.value));
    });
    this.watch(() => {
      const now = read();
      input.disabled = library.current.value === null;
      if (sender.isWaiting()) return;
      input.value = String(now);
      show(now);
    });
    const head = h(
      "div",
      { class: "dial-head", "aria-hidden": "true" },
      h("span", { class: "dial-label" }, label),
      value,
    );
    const feet = h("div", { class: "dial-ends" }, ...ends.map((end) => h("span", { "aria-hidden": "true" }, end)));
    return h("div", { class: "dial" }, head, input, feet);
  }

  #part(part: PartName): HTMLElement {
    const instrument = h("span", { class: "part-instrument" });
    const words = h("span", { class: "part-words" }, h("span", { class: "dial-label" }, PART_WORDS[part]), instrument);
    const buttons = [this.#toggle("Mute", "muted", part), this.#toggle("Solo", "soloed", part)];
    const group = { class: "part", role: "group", "aria-label": PART_WORDS[part] };
    const row = h("div", group, dot(part), words, ...buttons);
    this.watch(() => {
      setText(instrument, instrumentOf(part));
      setAttribute(row, "data-silent", !isHeard(library.mix.value, part));
    });
    return row;
  }

  #toggle(word: string, list: "muted" | "soloed", part: PartName): HTMLButtonElement {
    const name = `${word} ${PART_WORDS[part].toLowerCase()}`;
    const button = h("button", { type: "button", class: "part-toggle", "aria-label": name }, word);
    button.addEventListener("click", () => change({ [list]: toggled(library.mix.value[list], part) }));
    this.watch(() => {
      setAttribute(button, "aria-pressed", String(library.mix.value[list].includes(part)));
      button.disabled = library.current.value === null;
    });
    return button;
  }
}

const TEMPO: Knob = {
  label: "Beats a minute",
  ends: [String(BPM.min), String(BPM.max)],
  ...BPM,
  step: 1,
  read: () => library.mix.value.bpm ?? deck.sound.score.value?.bpm ?? BPM.min,
  words: (value) => `${value} BPM`,
  write: (value) => ({ bpm: value === deck.sound.score.value?.bpm ? null : value }),
};

const LEVEL = { min: 0, max: 1, step: 0.05 } as const;
const LEVELS: readonly Knob[] = [
  {
    ...LEVEL,
    label: "Window",
    ends: ["open", "closed"],
    read: () => library.mix.value.filter,
    words: windowWords,
    write: (filter) => ({ filter }),
  },
  {
    ...LEVEL,
    label: "Rain outside",
    ends: ["none", "heavy"],
    read: () => levelOf(library.mix.value, "rain", deck.sound.arrangement.value),
    words: levelWords,
    write: (rain) => ({ rain }),
  },
  {
    ...LEVEL,
    label: "Crackle",
    ends: ["clean", "worn"],
    read: () => levelOf(library.mix.value, "vinyl", deck.sound.arrangement.value),
    words: levelWords,
    write: (vinyl) => ({ vinyl }),
  },
];

function change(fields: Partial<Mix>): void {
  deck.sound.setMix({ ...library.mix.value, ...fields });
}

function instrumentOf(part: PartName): string {
  const found = deck.sound.arrangement.value?.parts.find(({ name }) => name === part);
  return found ? instrumentName(found.instrument) : PART_WORDS[part];
}

function dot(part: PartName): HTMLElement {
  const mark = h("span", { class: "part-dot", "aria-hidden": "true" });
  mark.style.setProperty("--part", PART_COLOURS[part].rest);
  return mark;
}
