/** Blends a track with another: found by its words, among one's own or liked ones, or by its link. */

import * as api from "../../api/social";
import { reason } from "../app";
import { h, setAttribute, setText } from "../dom";
import { memberName } from "../membership";
import { View } from "../view";
import { crossButtons, newSeed } from "./cross";
import { field, openSheet, type Sheet } from "./dialog";
import { mayAct } from "./member";

const TRACK = /\/tracks\/([0-9A-Za-z]{11})(?:$|[?#/])/;
const WAIT_MS = 300;

/** `data-track`, `data-title`. */
export class BlendButton extends View {
  protected build(): void {
    const open = () =>
      void (mayAct("blend tracks") && new BlendSheet(this.dataset.track ?? "", this.dataset.title ?? ""));
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, "Blend with another"));
  }
}

class BlendSheet {
  readonly #track: string;
  readonly #seed = newSeed();
  readonly #choices = h("ul", { class: "sheet-choices", role: "list", "aria-label": "Tracks to blend with" });
  readonly #weight = h("input", { type: "range", class: "range ink", min: 5, max: 95, step: 5, value: 50 });
  readonly #share = h("output", { class: "sheet-note" });
  readonly #sheet: Sheet | null;
  #other: api.TrackInfo | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #asked = 0;

  constructor(track: string, title: string) {
    this.#track = track;
    const words = h("input", { type: "search", autocomplete: "off", oninput: () => this.#typed(words.value) });
    this.#weight.addEventListener("input", () => this.#tellShare(title));
    this.#sheet = openSheet(
      "blend-sheet",
      "Blend with another",
      h("p", {}, title),
      field("The other track", words, "Words of its title, or its link. Below are those you like and your own."),
      this.#choices,
      field(`How much of the other`, this.#weight),
      this.#share,
      crossButtons(
        () => this.#sheet,
        () => this.#wish(),
      ),
    );
    this.#tellShare(title);
    if (this.#sheet) void this.#fill(() => known());
  }

  #wish(): api.Cross | null {
    if (!this.#other) {
      this.#sheet?.tell("Choose the other track first.");
      return null;
    }
    const weight = Number(this.#weight.value) / 100;
    const parents = [this.#track, this.#other.id];
    return { parents, weights: [round(1 - weight), weight], origin: "blend", seed: this.#seed };
  }

  #typed(text: string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fill(() => look(text.trim())), WAIT_MS);
  }

  /** An answer that comes after a newer question is not shown. */
  async #fill(find: () => Promise<api.TrackInfo[]>): Promise<void> {
    const asked = ++this.#asked;
    try {
      const found = await find();
      if (asked !== this.#asked) return;
      this.#show(found.filter(({ id }) => id !== this.#track));
      this.#sheet?.tell(found.length ? "" : "Nothing found.");
    } catch (error) {
      if (asked === this.#asked) this.#sheet?.tell(`Not found: ${reason(error)}`);
    }
  }

  #show(tracks: readonly api.TrackInfo[]): void {
    this.#choices.replaceChildren(...tracks.map((track) => h("li", {}, this.#choice(track))));
    if (!tracks.some(({ id }) => id === this.#other?.id)) this.#other = null;
    if (tracks.length === 1) this.#choose(tracks[0]!);
  }

  #choice(track: api.TrackInfo): HTMLButtonElement {
    const by = track.creator ? h("span", { class: "choice-facts" }, track.creator) : null;
    const attributes = { type: "button", class: "sheet-choice", "data-id": track.id, "aria-pressed": "false" };
    return h("button", { ...attributes, onclick: () => this.#choose(track) }, h("span", {}, track.title), by);
  }

  #choose(track: api.TrackInfo): void {
    this.#other = track;
    for (const button of this.#choices.querySelectorAll("button")) {
      setAttribute(button, "aria-pressed", String(button.dataset.id === track.id));
    }
  }

  #tellShare(title: string): void {
    const weight = Number(this.#weight.value);
    setText(this.#share, `${100 - weight} % ${title}, ${weight} % of the other`);
  }
}

/** What one likes and what one made: first the former. */
async function known(): Promise<api.TrackInfo[]> {
  const found = await Promise.allSettled([api.myLikes(), api.tracksOf(memberName())]);
  return unique(found.flatMap((list) => (list.status === "fulfilled" ? list.value : [])));
}

async function look(text: string): Promise<api.TrackInfo[]> {
  const id = TRACK.exec(text)?.[1];
  if (id) return [await api.trackInfo(id)];
  return text ? api.findTracks(text) : known();
}

function unique(tracks: readonly api.TrackInfo[]): api.TrackInfo[] {
  return [...new Map(tracks.map((track) => [track.id, track])).values()];
}

function round(share: number): number {
  return Math.round(share * 100) / 100;
}
