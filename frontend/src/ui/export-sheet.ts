/** The sheet on which a track is taken along, as sound, notes, data or picture; and what is heard is recorded. */

import { effect } from "@preact/signals-core";
import { download } from "../export/download";
import { type Kind, make } from "../export/make";
import { reason } from "./app";
import { cover } from "./cover";
import { h, setAttribute, setText } from "./dom";
import { lengthOf } from "./now";
import { recording } from "./recorder";
import type { Entry } from "./storage";
import { clock, quoted } from "./words";

interface Choice {
  readonly kind: Kind;
  readonly name: string;
  readonly use: string;
  /** Bytes for each second of music, where that is known beforehand; else a word on what it holds. */
  readonly rate?: number;
  readonly hint?: string;
}

const CHOICES: readonly Choice[] = [
  { kind: "mp3", name: "MP3", use: "To listen to, anywhere", rate: 24_000 },
  { kind: "wav", name: "WAV", use: "For editing and mixing", rate: 176_400 },
  { kind: "mid", name: "MIDI", use: "For your instruments", hint: "notes" },
  { kind: "png", name: "Cover", use: "The picture, as a PNG", hint: "1200 px" },
  { kind: "json", name: "JSON", use: "The score, for tinkering", hint: "data" },
];
/** Share between two announcements to a screen reader. */
const ANNOUNCED = 0.25;
const MEGA = 1e6;

/** Opens the sheet for a track; nothing happens when one is open. */
export function openExport(entry: Entry): void {
  if (!document.querySelector("#export-sheet")) new ExportSheet(entry).open();
}

/** One choice: a button, what it says at its end, and how far its file is. */
interface Row {
  readonly choice: Choice;
  readonly button: HTMLButtonElement;
  readonly hint: HTMLElement;
}

class ExportSheet {
  readonly #entry: Entry;
  readonly #rows: readonly Row[];
  readonly #status = h("p", { class: "export-status", role: "status" });
  /** Progress for ears: the eye has the bar. */
  readonly #spoken = h("p", { class: "visually-hidden", role: "status" });
  readonly #leave = h("button", { type: "button", class: "button", onclick: () => this.#back() }, "Close");
  readonly #dialog: HTMLDialogElement;
  #job: AbortController | null = null;

  constructor(entry: Entry) {
    this.#entry = entry;
    this.#rows = CHOICES.map((choice) => this.#row(choice));
    this.#dialog = this.#build();
    this.#dialog.addEventListener("cancel", (event) => {
      if (!this.#job) return;
      event.preventDefault();
      this.#job.abort();
    });
  }

  open(): void {
    const release = this.#followRecording();
    this.#dialog.addEventListener("close", () => {
      this.#job?.abort();
      release();
      this.#dialog.remove();
    });
    document.body.append(this.#dialog);
    this.#dialog.showModal();
  }

  #build(): HTMLDialogElement {
    const { title } = this.#entry.score;
    const heading = h("h2", { id: "export-title" }, h("span", { class: "export-eyebrow" }, "Export "), title);
    const art = h("div", { class: "export-cover" }, cover(this.#entry));
    const choices = h(
      "ul",
      { class: "export-choices", role: "list" },
      ...this.#rows.map(({ button }) => h("li", {}, button)),
    );
    const foot = h("div", { class: "export-foot" }, this.#leave, credits());
    const head = h("div", { class: "export-head" }, art, heading);
    const attributes = { id: "export-sheet", class: "sheet", "aria-labelledby": "export-title" };
    return h("dialog", attributes, head, choices, this.#status, this.#spoken, this.#recorder(), foot);
  }

  #row(choice: Choice): Row {
    const hint = h("span", { class: "export-hint" }, this.#size(choice));
    const words = h("span", { class: "export-use" }, choice.use);
    const name = h("span", { class: "export-name" }, choice.name);
    const attributes = { type: "button", class: "export-choice", "data-kind": choice.kind };
    const button = h("button", { ...attributes, onclick: () => void this.#export(row) }, name, words, hint);
    const row = { choice, button, hint };
    return row;
  }

  #size({ rate, hint = "" }: Choice): string {
    return rate ? `${Math.round((rate * lengthOf(this.#entry)) / MEGA)} MB` : hint;
  }

  #recorder(): HTMLElement {
    const button = h("button", { type: "button", class: "export-record", onclick: () => this.#record() });
    const words = "All that plays, across tracks and as you turn the knobs, up to an hour.";
    return h("div", { class: "export-live" }, button, h("p", {}, words));
  }

  #record(): void {
    if (recording.state.value === "off") recording.start();
    else recording.stop();
  }

  #followRecording(): () => void {
    const button = this.#dialog.querySelector(".export-record")!;
    return effect(() => {
      const state = recording.state.value;
      const time = clock(Math.floor(recording.seconds.value));
      const words = {
        off: "Record what I hear",
        waiting: "Waiting…",
        on: `Stop and save · ${time}`,
        saving: "Saving…",
      };
      setText(button, words[state]);
      setAttribute(button, "data-state", state);
    });
  }

  async #export(row: Row): Promise<void> {
    if (this.#job) return;
    const job = new AbortController();
    this.#begin(row, job);
    const work = make(this.#entry, row.choice.kind, {
      signal: job.signal,
      onProgress: (share) => this.#show(row, share),
    });
    try {
      const { content, name } = await Promise.race([work, aborted(job.signal)]);
      this.#end(row);
      download(content, name);
      this.#tell("done", `${quoted(name)} is in your downloads.`);
    } catch (error) {
      this.#end(row);
      if (job.signal.aborted) this.#tell("idle", "Cancelled. Nothing was saved.");
      else this.#tell("error", `${row.choice.name} could not be made: ${reason(error)}`);
    }
  }

  #begin(row: Row, job: AbortController): void {
    this.#job = job;
    for (const { button } of this.#rows) setAttribute(button, "aria-disabled", "true");
    setAttribute(row.button, "data-busy", true);
    setText(this.#leave, "Cancel");
    this.#leave.focus();
    this.#tell("busy", row.choice.rate ? "Playing it through at high speed …" : "One moment …");
    this.#show(row, 0);
  }

  #end(row: Row): void {
    this.#job = null;
    for (const { button } of this.#rows) setAttribute(button, "aria-disabled", null);
    setAttribute(row.button, "data-busy", null);
    setText(row.hint, this.#size(row.choice));
    setText(this.#spoken, "");
    setText(this.#leave, "Close");
    if (this.#dialog.contains(document.activeElement)) row.button.focus();
  }

  #show(row: Row, share: number): void {
    if (!row.button.hasAttribute("data-busy")) return;
    const percent = Math.floor(100 * share);
    row.button.style.setProperty("--share", `${percent}%`);
    setText(row.hint, `${percent} %`);
    const quarter = Math.floor(share / ANNOUNCED) * 100 * ANNOUNCED;
    setText(this.#spoken, quarter > 0 && quarter < 100 ? `${row.choice.name}: ${quarter} % done` : "");
  }

  #tell(state: "idle" | "busy" | "done" | "error", text: string): void {
    this.#status.dataset.state = state;
    setText(this.#status, text);
  }

  /** Cancel while something is made, Close else. */
  #back(): void {
    if (this.#job) this.#job.abort();
    else this.#dialog.close();
  }
}

/** The libraries' licences ask for it. */
function credits(): HTMLElement {
  const link = (name: string, href: string) => h("a", { href, target: "_blank", rel: "noopener" }, name);
  const mediabunny = link("Mediabunny", "https://mediabunny.dev/");
  return h("p", {}, "Made with ", mediabunny, " and ", link("LAME", "https://lame.sourceforge.io/"));
}

/** Rejects as soon as the signal aborts: the page answers at once, the work ends at its next step. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
