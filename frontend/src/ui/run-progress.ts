/** `lofi-progress`: how far a run is, looked up every other second; when it has ended, the page is shown anew. */

import { type RunInfo, run } from "../api/training";
import { setText } from "./dom";
import { revisit } from "./navigation";

const EVERY_MS = 2000;
const WORDS: Record<string, string> = {
  queued: "Waiting for the worker",
  cancelling: "Being stopped",
  gathering: "Gathering what members like",
  learning: "Learning",
  examining: "Being examined",
};

/** `data-run`. */
export class RunProgress extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.#wait();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = window.setTimeout(() => void this.#look(), EVERY_MS);
  }

  async #look(): Promise<void> {
    try {
      const now = await run(this.dataset.run!);
      if (!this.isConnected) return;
      if (isOver(now)) return revisit();
      this.#show(now);
    } catch {
      // The next look may find it.
    }
    if (this.isConnected) this.#wait();
  }

  #show(now: RunInfo): void {
    const bar = this.querySelector("progress");
    if (bar) [bar.max, bar.value] = [now.steps || 1, now.step];
    const [words, details] = this.querySelectorAll("p");
    if (words) setText(words, stage(now));
    if (details) setText(details, told(now));
  }
}

export function isOver({ state }: RunInfo): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

export function stage({ state, phase }: RunInfo): string {
  return WORDS[state] ?? WORDS[phase] ?? "";
}

export function told({ step, steps, loss }: RunInfo): string {
  if (!steps) return "";
  const cost = loss === null ? "" : ` · loss ${loss.toFixed(1)}`;
  return `Step ${step} of at most ${steps}${cost}`;
}
