/** What stands in an order that one may change: moved by hand or key. The tracks of a playlist are removed, too. */

import { ApiError } from "../../api/client";
import * as api from "../../api/social";
import { notices, reason } from "../app";
import { h, icon, iconButton, setAttribute, setText } from "../dom";
import { sortByHand } from "../sorting";
import { View } from "../view";
import { quoted } from "../words";
import { reload } from "./go";
import { Wish } from "./wish";

const CHANGED_MEANWHILE = 409;

/** Holds an `<ol>` of `<li data-entry data-title>`, which the server wrote. What a move does is up to who extends it. */
export abstract class OrderedRows extends View {
  /** What was changed by somebody else, in a sentence: "this playlist". */
  protected abstract readonly what: string;
  protected readonly rows = new Map<string, HTMLLIElement>();
  protected order!: Wish<readonly string[]>;
  readonly #spoken = h("p", { class: "visually-hidden", role: "status" });
  #list!: HTMLOListElement;

  /** Sends the whole order. Rejects with status 409 when something else is there by now. */
  protected abstract send(wanted: readonly string[]): Promise<void>;

  /** What else there is to do with a row, beside moving it. */
  protected acts(_id: string, _title: string): Node[] {
    return [];
  }

  protected build(): void {
    this.#list = this.querySelector("ol")!;
    for (const row of this.#list.querySelectorAll<HTMLLIElement>(":scope > li")) this.#dress(row);
    this.order = new Wish<readonly string[]>([...this.rows.keys()], {
      send: async (wanted) => {
        await this.send(wanted);
        return wanted;
      },
      same: (one, other) => one.join() === other.join(),
      fail: (error) => this.#failed(error),
    });
    this.append(this.#spoken);
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.watch(() => this.#render(this.order.shown.value));
    this.watch(() => sortByHand(this.#list, ".entry-grip", (row, index) => this.#moveTo(row.dataset.entry!, index)));
  }

  #dress(row: HTMLLIElement): void {
    const { entry = "", title = "" } = row.dataset;
    this.rows.set(entry, row);
    const grip = h("span", { class: "entry-grip", "aria-hidden": "true" }, icon("drag"));
    const acts = h(
      "span",
      { class: "entry-order" },
      iconButton(`Move ${title} up`, "up", () => this.#step(entry, -1), { "data-move": "-1" }),
      iconButton(`Move ${title} down`, "down", () => this.#step(entry, 1), { "data-move": "1" }),
      ...this.acts(entry, title),
    );
    row.prepend(grip);
    row.append(acts);
  }

  #render(order: readonly string[]): void {
    const focused = document.activeElement;
    for (const [index, id] of order.entries()) {
      const row = this.rows.get(id);
      if (row && this.#list.children[index] !== row) this.#list.insertBefore(row, this.#list.children[index] ?? null);
      if (row) this.#mark(row, index, order.length);
    }
    if (focused instanceof HTMLElement && this.contains(focused) && focused !== document.activeElement) focused.focus();
  }

  #mark(row: HTMLLIElement, index: number, many: number): void {
    const place = row.querySelector(".entry-place");
    if (place) setText(place, String(index + 1));
    setAttribute(row.querySelector('[data-move="-1"]')!, "aria-disabled", index === 0 ? "true" : null);
    setAttribute(row.querySelector('[data-move="1"]')!, "aria-disabled", index === many - 1 ? "true" : null);
  }

  #step(id: string, by: number): void {
    this.#moveTo(id, this.order.shown.value.indexOf(id) + by);
  }

  #moveTo(id: string, to: number): void {
    const order = this.order.shown.value;
    const title = this.rows.get(id)?.dataset.title ?? "";
    const fits = to >= 0 && to < order.length;
    setText(this.#spoken, fits ? `${title} is now ${to + 1} of ${order.length}.` : `${title} is at the end already.`);
    if (fits) void this.order.want(moved(order, id, to));
  }

  #failed(error: unknown): void {
    if (error instanceof ApiError && error.status === CHANGED_MEANWHILE) {
      notices.warn(`Somebody changed ${this.what} meanwhile. Here it is as it is now.`);
      reload();
      return;
    }
    setText(this.#spoken, "The move was undone.");
    notices.warn(`The move was undone: ${reason(error)}`);
  }

  #key(event: KeyboardEvent): void {
    const row = (event.target as Element).closest<HTMLLIElement>("li[data-entry]");
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!row || !step || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#step(row.dataset.entry!, step);
  }
}

/** `data-playlist`; each row has `data-track`. Rows are removed, and put back, too. */
export class OrderedList extends OrderedRows {
  protected readonly what = "this playlist";

  get #playlist(): string {
    return this.dataset.playlist ?? "";
  }

  protected send(wanted: readonly string[]): Promise<void> {
    return api.reorder(this.#playlist, wanted);
  }

  protected override acts(entry: string, title: string): Node[] {
    return [iconButton(`Remove ${title}`, "remove", () => void this.#remove(entry))];
  }

  async #remove(id: string): Promise<void> {
    const row = this.rows.get(id)!;
    const place = this.order.shown.value.indexOf(id);
    if (row.hidden || this.order.busy) return;
    const neighbour = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
    row.hidden = true;
    neighbour?.querySelector<HTMLElement>("button")?.focus();
    try {
      await api.removeEntry(this.#playlist, id);
    } catch (error) {
      row.hidden = false;
      notices.warn(`${quoted(row.dataset.title ?? "")} is still there: ${reason(error)}`);
      return;
    }
    this.#forget(id, row);
    this.#offerUndo(row, place);
  }

  #forget(id: string, row: HTMLLIElement): void {
    this.rows.delete(id);
    row.remove();
    this.order.learn(this.order.shown.value.filter((other) => other !== id));
  }

  #offerUndo(row: HTMLLIElement, place: number): void {
    const { track = "", title = "" } = row.dataset;
    const undo = async () => {
      try {
        await api.addTracks(this.#playlist, [track], { position: place });
        reload();
      } catch (error) {
        notices.warn(`${quoted(title)} could not be put back: ${reason(error)}`);
      }
    };
    notices.tell(`Removed ${quoted(title)}.`, { label: "Undo", run: () => void undo() });
  }
}

/** `list` with `id` at index `to`, the others in their order. */
export function moved(list: readonly string[], id: string, to: number): string[] {
  const others = list.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
