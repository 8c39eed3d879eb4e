/** "Describe it": a track from words, with what they were taken for. */

import { signal } from "@preact/signals-core";
import { MAX_PROMPT } from "../api/prompts";
import { describeTrack, reason, studio } from "./app";
import { h, setAttribute, setText } from "./dom";
import { understoodParts } from "./understood";
import { View } from "./view";

const EXAMPLES = [
  "rainy night, slow, D minor, melancholic",
  "first morning of the holidays, brisk, no drums",
  "a cat asleep in the sun, 66 bpm, upright bass",
] as const;
/** From so many characters on, the field says how many are left. */
const NEARLY_FULL = MAX_PROMPT - 200;
/** The field grows with a verse up to so many lines. */
const LINES = 6;

type Answer = { readonly parts: readonly string[]; readonly notes: readonly string[] } | { readonly fault: string };

export class Describe extends View {
  readonly #text = signal("");
  readonly #answer = signal<Answer | null>(null);
  readonly #field = h("textarea", {
    id: "describe-words",
    class: "describe-field",
    rows: 1,
    maxlength: 2 * MAX_PROMPT,
    placeholder: "A mood, a key, a tempo, a verse",
    autocomplete: "off",
    "aria-describedby": "describe-answer",
  });

  protected build(): void {
    const label = h("label", { for: "describe-words", class: "dial-label" }, "Describe it");
    const form = h("form", { class: "describe-form", "hx-boost": "false" }, this.#field, this.#button());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#make();
    });
    this.#field.addEventListener("input", () => this.#type(this.#field.value));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.append(label, form, this.#line(), this.#examples());
  }

  #button(): HTMLElement {
    const button = h("button", { type: "submit", class: "button" }, "Make it");
    this.watch(() => {
      button.disabled = !this.#text.value.trim() || left(this.#text.value) < 0;
      setAttribute(button, "aria-busy", studio.busy.value ? "true" : null);
    });
    return button;
  }

  /** One line under the field: what was understood, what went wrong, or how much room is left. */
  #line(): HTMLElement {
    const line = h("p", { id: "describe-answer", class: "describe-answer", role: "status" });
    this.watch(() => {
      const [room, answer] = [left(this.#text.value), this.#answer.value];
      const isWrong = room < 0 || (answer !== null && "fault" in answer);
      setAttribute(this.#field, "aria-invalid", isWrong ? "true" : null);
      setAttribute(line, "data-wrong", isWrong);
      setText(line, room < MAX_PROMPT - NEARLY_FULL ? roomWords(room) : answerWords(answer));
    });
    return line;
  }

  #examples(): HTMLElement {
    const chips = EXAMPLES.map((text) => {
      const take = () => {
        this.#field.value = text;
        this.#type(text);
        this.#field.focus();
      };
      return h("li", {}, h("button", { type: "button", class: "describe-example", onclick: take }, text));
    });
    const list = h("ul", { class: "describe-examples", "aria-label": "Examples" }, ...chips);
    this.watch(() => {
      list.hidden = this.#text.value !== "" || this.#answer.value !== null;
    });
    return list;
  }

  #type(text: string): void {
    this.#text.value = text;
    this.#answer.value = null;
    this.#field.rows = Math.min(LINES, text.split("\n").length + Math.floor(text.length / 90));
  }

  /** Enter makes the track; a verse has its line breaks by Shift and Enter. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#field.form?.requestSubmit();
  }

  async #make(): Promise<void> {
    const words = this.#text.value.trim();
    if (!words || left(words) < 0 || studio.busy.value) return;
    try {
      const { take, understood } = await describeTrack(words);
      this.#answer.value = { parts: understoodParts(take.score, understood), notes: understood.notes };
    } catch (error) {
      this.#answer.value = { fault: `No new track: ${reason(error)}` };
    }
  }
}

function left(text: string): number {
  return MAX_PROMPT - [...text].length;
}

function roomWords(room: number): string {
  return room < 0 ? `${-room} characters too many: ${MAX_PROMPT} fit.` : `Room for ${room} more characters.`;
}

function answerWords(answer: Answer | null): string {
  if (!answer) return "";
  if ("fault" in answer) return answer.fault;
  const heard = answer.parts.length
    ? `Heard: ${answer.parts.join(" · ")}.`
    : "These words told the model nothing it knows, so it chose by itself.";
  return [heard, ...answer.notes].join(" ");
}
