/** `lofi-desk`: a moderator's case, or their queue. A case is theirs while they look at it; all can be done by keyboard. */

import { ApiError } from "../api/client";
import { claimCase, releaseCase } from "../api/moderation";
import { visit } from "./navigation";
import { busy, pageShortcuts, type Shortcut } from "./shortcuts";

const SHORTCUTS: readonly Shortcut[] = [
  { keys: "J K", does: "Next or previous case" },
  { keys: "1–6", does: "Choose what is to be done" },
  { keys: "E", does: "Write to the person concerned; Esc leaves the text" },
  { keys: "Enter", does: "Decide" },
  { keys: "U", does: "Undo the last decision" },
];
/** Milliseconds after which it is claimed anew: well within `CLAIM_MINUTES`; or tried again if somebody else is at it. */
const AGAIN_MS = 120_000;
const TAKEN_MS = 10_000;

/** `data-case`, on its page; `data-before` and `data-after`: addresses of its neighbours, `data-queue` where there are none; `data-closed`. */
export class DeskView extends HTMLElement {
  /** A list of its own, by which it knows whether they are still this page's. */
  readonly #shortcuts = [...SHORTCUTS];
  #timer = 0;
  /** What the site itself has written as a message: it may be written over. */
  #offered = "";

  connectedCallback(): void {
    pageShortcuts.value = this.#shortcuts;
    document.addEventListener("keydown", this.#hear, true);
    addEventListener("pagehide", this.#release);
    this.addEventListener("change", this.#offer);
    if (this.#form) void this.#claim();
  }

  disconnectedCallback(): void {
    // The next page comes in before this one is taken out.
    if (pageShortcuts.peek() === this.#shortcuts) pageShortcuts.value = [];
    document.removeEventListener("keydown", this.#hear, true);
    removeEventListener("pagehide", this.#release);
    this.#release();
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector("#verdict-form");
  }

  readonly #release = (): void => {
    clearTimeout(this.#timer);
    if (this.#form) void releaseCase(this.dataset.case!).catch(() => undefined);
  };

  async #claim(): Promise<void> {
    let wait = AGAIN_MS;
    try {
      await claimCase(this.dataset.case!);
      this.#say("");
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409) return;
      this.#say(error.message);
      wait = TAKEN_MS;
    }
    if (this.isConnected) this.#timer = window.setTimeout(() => void this.#claim(), wait);
    else this.#release();
  }

  /** Why the case is not theirs; "" that it is. What is written in the form stays. */
  #say(why: string): void {
    const note = this.querySelector<HTMLElement>(".claim-note");
    const fields = this.#form?.querySelector("fieldset");
    if (!note || !fields) return;
    note.textContent = why;
    note.hidden = !why;
    fields.disabled = why !== "";
  }

  /** The words that a message begins with follow the act and the rule, until somebody writes their own. */
  readonly #offer = ({ target }: Event): void => {
    const message = this.querySelector<HTMLTextAreaElement>("[name=message]");
    if (!(target instanceof HTMLElement) || !message || target === message) return;
    const act = this.querySelector<HTMLInputElement>("[name=act]:checked")?.dataset.words ?? "";
    const rule = this.querySelector<HTMLSelectElement>("[name=reason]")?.selectedOptions[0]?.dataset.words ?? "";
    if (message.value !== this.#offered) return;
    this.#offered = act ? `${rule} ${act}` : "";
    message.value = this.#offered;
  };

  /** Before the player hears it, which has other uses for some of the keys. */
  readonly #hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as Element;
    if (event.key === "Escape" && target.matches("textarea")) (target as HTMLElement).blur();
    const isChoice = target.matches?.("input[type=radio]");
    if (busy(event) && !isChoice) return;
    const run = this.#find(event.key.toLowerCase(), target);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };

  #find(key: string, target: Element): (() => void) | undefined {
    const { before, after, queue = "" } = this.dataset;
    if (key === "enter" && !this.#form) return undefined;
    if (key === "enter") return target.closest("a, button, summary, select") ? undefined : () => this.#decide();
    if (/^[1-9]$/.test(key)) return this.#choose(Number(key) - 1);
    const table: Record<string, (() => void) | undefined> = {
      j: () => visit(after ?? queue),
      k: () => visit(before ?? queue),
      e: () => this.querySelector<HTMLElement>("[name=message]")?.focus(),
      u: () => this.querySelector<HTMLElement>("[data-key=u]")?.click(),
    };
    return table[key];
  }

  #choose(index: number): (() => void) | undefined {
    const choice = this.querySelectorAll<HTMLInputElement>("[name=act]")[index];
    return choice && (() => choice.click());
  }

  #decide(): void {
    if (this.querySelector("[name=act]:checked")) this.#form?.requestSubmit();
    else this.querySelector<HTMLElement>("[name=act]")?.focus();
  }
}
