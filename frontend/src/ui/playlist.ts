/** The list, printed on paper: play, reorder by hand or key, edit, remove. */

import { deck, editTrack, generateTrack, library, studio } from "./app";
import { cover } from "./cover";
import { h, type IconName, icon, iconButton, setAttribute, setText } from "./dom";
import { openExport } from "./export-sheet";
import { isMember } from "./membership";
import { lengthOf } from "./now";
import { keepEntry, openSaving } from "./social/keep";
import { sortByHand } from "./sorting";
import type { Entry } from "./storage";
import { View } from "./view";
import { clock, count, keyName } from "./words";

/** Rows that are drawn at once; more follow when the end comes into sight. */
const PAGE = 100;

export class PlaylistView extends View {
  readonly #rows = new Map<string, HTMLLIElement>();
  readonly #list = h("ol", { class: "tracks", role: "list", "aria-label": "Playlist" });
  readonly #more = h("button", { type: "button", class: "link-button more", onclick: () => this.#extend() }, "More");
  #limit = PAGE;

  protected build(): void {
    this.append(this.#heading(), this.#empty(), this.#list, this.#more);
    this.watch(() => this.#render(library.entries.value));
    this.watch(() => {
      void library.entries.value;
      this.#mark();
    });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.watch(() => {
      const observer = new IntersectionObserver(([edge]) => edge?.isIntersecting && this.#extend());
      observer.observe(this.#more);
      return () => observer.disconnect();
    });
    this.watch(() => sortByHand(this.#list, ".row-grip", (row, index) => library.move(row.dataset.id!, index)));
  }

  #heading(): HTMLElement {
    const total = h("p", { class: "list-total" });
    this.watch(() => {
      const entries = library.entries.value;
      const seconds = entries.length > PAGE ? 0 : entries.reduce((sum, entry) => sum + lengthOf(entry), 0);
      const minutes = seconds ? `, ${Math.round(seconds / 60)} min` : "";
      setText(total, entries.length ? count(entries.length, "track") + minutes : "");
    });
    const save = h("button", { type: "button", class: "link-button list-save" }, "Save as playlist");
    save.addEventListener("click", () => openSaving(library.entries.value));
    this.watch(() => {
      save.hidden = library.entries.value.length === 0 || !isMember();
    });
    return h("div", { class: "list-head" }, h("h2", {}, "Playlist"), total, save);
  }

  #empty(): HTMLElement {
    const make = h(
      "button",
      { type: "button", class: "link-button", onclick: () => void generateTrack() },
      "make a first track",
    );
    const nine = h("a", { href: "?default" }, "put the nine default tracks on");
    const text = h("p", { class: "list-empty" }, "Nothing here yet. You can ", make, " or ", nine, ".");
    this.watch(() => {
      text.hidden = library.entries.value.length > 0;
    });
    return text;
  }

  #extend(): void {
    if (this.#limit >= library.entries.value.length) return;
    this.#limit += PAGE;
    this.#render(library.entries.value);
    this.#mark();
  }

  /** Moves and adds only what differs, so that focus and open rows stay. */
  #render(entries: readonly Entry[]): void {
    const shown = entries.slice(0, this.#limit);
    const ids = new Set(shown.map((entry) => entry.id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) row.remove();
      if (!ids.has(id)) this.#rows.delete(id);
    }
    const focused = document.activeElement;
    for (const [index, entry] of shown.entries()) this.#place(entry, index, entries.length);
    if (focused instanceof HTMLElement && this.contains(focused) && focused !== document.activeElement) focused.focus();
    this.#more.hidden = shown.length === entries.length;
    this.#list.hidden = entries.length === 0;
  }

  #place(entry: Entry, index: number, size: number): void {
    const row = this.#rows.get(entry.id) ?? this.#row(entry);
    if (this.#list.children[index] !== row) this.#list.insertBefore(row, this.#list.children[index] ?? null);
    setText(row.querySelector(".row-number")!, String(index + 1));
    setAttribute(row, "aria-posinset", index + 1);
    setAttribute(row, "aria-setsize", size);
  }

  #row(entry: Entry): HTMLLIElement {
    const { score, id } = entry;
    const words = h(
      "span",
      { class: "row-words" },
      h("span", { class: "row-title" }, score.title),
      h("span", { class: "row-detail" }, detail(entry)),
    );
    const number = h("span", { class: "row-number", "aria-hidden": "true" });
    const art = h("span", { class: "row-cover" }, cover(entry));
    const state = h("span", { class: "row-state" });
    const end = h("span", { class: "row-end" }, state, h("span", { class: "row-time" }, clock(lengthOf(entry))));
    const main = h(
      "button",
      { type: "button", class: "row-play", title: score.title, onclick: () => this.#choose(entry) },
      number,
      art,
      words,
      end,
    );
    const acts = this.#actions(entry);
    const more = iconButton(`Actions for ${score.title}`, "more", () => this.#toggle(row), {
      look: "row-more",
      "aria-expanded": "false",
    });
    const grip = h("span", { class: "row-grip", "aria-hidden": "true" }, icon("drag"));
    const row = h("li", { class: "row", "data-id": id }, grip, main, more, acts);
    this.#rows.set(id, row);
    return row;
  }

  #actions(entry: Entry): HTMLElement {
    const act = (name: string, words: string, shape: IconName, run: () => void) => {
      return h("button", { type: "button", class: "row-action", "aria-label": name, onclick: run }, icon(shape), words);
    };
    const move = (by: number) => () => this.#move(entry.id, by);
    const box = h(
      "div",
      { class: "row-actions", role: "group", "aria-label": entry.score.title },
      act("Move up", "Up", "up", move(-1)),
      act("Move down", "Down", "down", move(1)),
      act("Edit", "Edit", "edit", () => void editTrack(entry)),
      isMember() ? act("Keep in my library", "Keep", "plus", () => void keepEntry(entry)) : null,
      act("Export", "Export", "export", () => openExport(entry)),
      act("Remove", "Remove", "remove", () => this.#remove(entry.id)),
    );
    box.hidden = true;
    return box;
  }

  #choose(entry: Entry): void {
    if (library.current.value?.id === entry.id && deck.wanted.value) deck.pause();
    else if (library.current.value?.id === entry.id) deck.play();
    else deck.start(entry.id);
    studio.follow(entry);
  }

  #toggle(row: HTMLElement): void {
    const box = row.querySelector<HTMLElement>(".row-actions")!;
    for (const other of this.querySelectorAll<HTMLElement>(".row-actions:not([hidden])")) {
      if (other !== box) this.#expand(other, false);
    }
    this.#expand(box, box.hidden !== false);
  }

  #expand(box: HTMLElement, open: boolean): void {
    box.hidden = !open;
    box.parentElement?.querySelector(".row-more")?.setAttribute("aria-expanded", String(open));
  }

  #move(id: string, by: number): void {
    const focused = document.activeElement;
    library.move(id, library.indexOf(id) + by);
    if (focused instanceof HTMLElement) focused.focus();
  }

  /** Focus goes to the row that takes the place of the one that left. */
  #remove(id: string): void {
    const index = library.indexOf(id);
    const focused = this.#rows.get(id)?.contains(document.activeElement);
    library.remove(id);
    const next = this.#list.children[Math.min(index, this.#list.children.length - 1)];
    if (focused) next?.querySelector<HTMLElement>(".row-play")?.focus();
  }

  #key(event: KeyboardEvent): void {
    const row = (event.target as Element).closest<HTMLElement>(".row");
    if (!row || event.ctrlKey || event.metaKey) return;
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (event.key === "Delete") this.#remove(row.dataset.id!);
    else if (step && event.altKey) this.#move(row.dataset.id!, step);
    else if (step) this.#focusRow(row, step);
    else return;
    event.preventDefault();
  }

  #focusRow(row: HTMLElement, step: number): void {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    other?.querySelector<HTMLElement>(".row-play")?.focus();
  }

  #mark(): void {
    const current = library.current.value?.id;
    const fresh = library.fresh.value;
    const word = deck.playing.value
      ? "playing"
      : deck.loading.value
        ? "loading"
        : deck.begun.value
          ? "paused"
          : "ready";
    if (library.current.value && library.mix.value) this.#tellMix(library.current.value);
    for (const [id, row] of this.#rows) {
      const here = id === current;
      setAttribute(row, "data-state", here ? word : null);
      setAttribute(row.querySelector(".row-play")!, "aria-current", here ? "true" : null);
      setText(row.querySelector(".row-state")!, here && word !== "ready" ? word : fresh.has(id) ? "new" : "");
    }
  }

  /** Another tempo shows in the row, too. */
  #tellMix(entry: Entry): void {
    const row = this.#rows.get(entry.id);
    if (!row) return;
    setText(row.querySelector(".row-detail")!, detail(entry));
    setText(row.querySelector(".row-time")!, clock(lengthOf(entry)));
  }
}

function detail({ score, mix }: Entry): string {
  return `${keyName(score)} · ${mix.bpm ?? score.bpm} BPM`;
}
