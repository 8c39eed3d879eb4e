/** `lofi-play`: plays a track, a playlist, a feed or a station from wherever it is shown; pauses it while it is what plays. */

import { deck, notices, reason, sources } from "./app";
import { h, icon, setAttribute, setText, swapIcon } from "./dom";
import type { Wish } from "./sources";
import { View } from "./view";

/**
 * `data-source`, `data-label`; `data-start`: the track to begin with; `data-shuffle`: in any order. Class `wide`: with words;
 * `data-bare`: without the verb, where the icon says enough. */
export class PlayButton extends View {
  protected build(): void {
    const words = h("span", { class: this.classList.contains("wide") ? "play-words" : "visually-hidden" });
    const button = h(
      "button",
      { type: "button", class: "play-this", onclick: () => void this.#press() },
      icon("play"),
      words,
    );
    this.replaceChildren(button);
    this.watch(() => {
      const isOn = sources.isOn(this.#wish) && deck.wanted.value;
      const isBusy = sources.opening.value === this.#wish.source || (isOn && deck.loading.value);
      swapIcon(button, isOn ? "pause" : "play");
      setAttribute(button, "data-on", isOn);
      setAttribute(button, "aria-busy", isBusy ? "true" : null);
      this.#name(button, words, isOn ? "Pause" : "Play");
    });
    for (const intent of ["pointerenter", "focus"]) {
      button.addEventListener(intent, () => void deck.warmUp(), { once: true, passive: true });
    }
  }

  #name(button: HTMLElement, words: HTMLElement, verb: string): void {
    const { label = "", bare } = this.dataset;
    const name = `${verb} ${label}`.trim();
    setText(words, bare === undefined ? name : label);
    setAttribute(button, "aria-label", bare === undefined ? null : name);
  }

  get #wish(): Wish {
    const { source = "", start = null, shuffle } = this.dataset;
    return { source, start, shuffle: shuffle !== undefined };
  }

  async #press(): Promise<void> {
    try {
      await sources.toggle(this.#wish);
    } catch (error) {
      const again = { label: "Try again", run: () => void this.#press() };
      notices.warn(`${this.dataset.label ?? "This"} can't be played: ${reason(error)}`, again);
    }
  }
}
