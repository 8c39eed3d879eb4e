/** The player bar: always there, outside of what navigation swaps. */

import { computed, untracked } from "@preact/signals-core";
import { track } from "../api/client";
import { writeLink } from "../music/legacy";
import type { Score } from "../music/score";
import { deck, library, nextRepeat, notices, reason, toggleShuffle } from "./app";
import { cover } from "./cover";
import { h, iconButton, setAttribute, setText, swapIcon } from "./dom";
import { openExport } from "./export-sheet";
import { copy, shareLink } from "./share";
import { sleepButton } from "./sleep-view";
import { OWN_TASTE } from "./sources";
import { nudgesOf } from "./taste/nudge";
import { View } from "./view";
import { clock, count, keyName } from "./words";

const REPEAT_WORDS = {
  off: "Stops at the end of the list",
  all: "Plays the list again and again",
  one: "Plays this track again and again",
  endless: "Makes a new track whenever the list ends",
};
const REPEAT_LABELS = { off: "", all: "all", one: "1", endless: "" };

export class PlayerBar extends View {
  protected build(): void {
    this.append(this.#track(), this.#transport(), this.#timeline(), this.#sound());
    this.watch(() => {
      const error = deck.error.value;
      untracked(() => this.#renderError(error));
    });
  }

  #track(): HTMLElement {
    const art = h("div", { class: "bar-cover" });
    const title = h("a", {});
    const detail = h("p", { class: "bar-detail" });
    this.watch(() => {
      const entry = deck.sound.entry.value;
      art.replaceChildren(...(entry ? [cover(entry)] : []));
      setText(title, entry?.score.title ?? "Nothing on the turntable");
      setAttribute(title, "title", entry?.score.title);
      setAttribute(title, "href", entry?.trackId && !deck.sound.draft.value ? `/tracks/${entry.trackId}` : null);
    });
    this.watch(() => {
      const entry = deck.sound.entry.value;
      const bpm = deck.sound.arrangement.value?.bpm;
      setText(detail, entry ? `${keyName(entry.score)} · ${bpm} BPM` : "");
    });
    const name = h("p", { class: "bar-title" }, title);
    const words = h("div", { class: "bar-words" }, name, detail);
    return h("div", { class: "bar-track" }, art, words, this.#nudges(), this.#heart());
  }

  /** What plays for one's taste can be asked for more of, and less. */
  #nudges(): HTMLElement {
    const buttons = nudgesOf(() => {
      const entry = library.current.peek();
      if (!entry) return null;
      const place = entry.trackId ? { track: entry.trackId } : { latent: entry.latent ?? undefined };
      return { place, title: entry.score.title, id: entry.id };
    });
    this.watch(() => {
      const entry = library.current.value;
      buttons.hidden = library.shared.value !== OWN_TASTE || !entry?.latent || deck.sound.draft.value !== null;
      for (const button of buttons.children) setAttribute(button, "data-said", null);
    });
    return buttons;
  }

  /** The like of a track that the server keeps; asked for anew, as the list in the browser may be old. */
  #heart(): HTMLElement {
    const place = h("div", { class: "bar-heart" });
    const id = computed(() => (deck.sound.draft.value ? undefined : library.current.value?.trackId));
    this.watch(() => {
      const trackId = id.value;
      place.replaceChildren();
      if (trackId) untracked(() => void fillHeart(place, trackId, () => trackId === id.peek()));
    });
    return place;
  }

  #transport(): HTMLElement {
    const shuffle = iconButton("Shuffle", "shuffle", () => toggleShuffle());
    const repeat = iconButton("Repeat", "repeat", () => nextRepeat(), { "aria-describedby": "repeat-state" });
    const label = h("span", { class: "repeat-label", "aria-hidden": "true" });
    const state = h("span", { id: "repeat-state", class: "visually-hidden", role: "status" });
    repeat.append(label);
    this.watch(() => setAttribute(shuffle, "aria-pressed", String(library.shuffle.value)));
    this.watch(() => {
      const mode = library.repeat.value;
      swapIcon(repeat, mode === "endless" ? "endless" : "repeat");
      setAttribute(repeat, "data-mode", mode);
      setAttribute(repeat, "title", `Repeat: ${REPEAT_WORDS[mode].toLowerCase()}`);
      setText(label, REPEAT_LABELS[mode]);
      setText(state, REPEAT_WORDS[mode]);
    });
    const previous = iconButton("Previous track", "previous", () => deck.previous());
    const next = iconButton("Next track", "next", () => deck.next());
    return h("div", { class: "bar-transport" }, shuffle, previous, this.#playButton(), next, repeat, state);
  }

  #playButton(): HTMLElement {
    const button = iconButton("Play", "play", () => deck.toggle(), { look: "play-button" });
    this.watch(() => {
      const name = deck.wanted.value ? "Pause" : "Play";
      setAttribute(button, "aria-label", name);
      setAttribute(button, "title", name);
      swapIcon(button, deck.wanted.value ? "pause" : "play");
      setAttribute(button, "data-loading", deck.loading.value);
      setAttribute(button, "aria-busy", deck.loading.value ? "true" : null);
      setAttribute(button, "aria-disabled", library.entries.value.length === 0 ? "true" : null);
    });
    for (const intent of ["pointerenter", "focus", "touchstart"]) {
      button.addEventListener(intent, () => void deck.warmUp(), { once: true, passive: true });
    }
    return button;
  }

  #timeline(): HTMLElement {
    const now = h("span", { class: "time" });
    const length = h("span", { class: "time" });
    const seek = h("input", { type: "range", class: "range seek", "aria-label": "Seek", min: 0, step: 1, value: 0 });
    seek.addEventListener("input", () => deck.seek(Number(seek.value)));
    this.watch(() => {
      const [position, duration] = [deck.position.value, deck.sound.duration.value];
      seek.max = String(Math.max(1, Math.ceil(duration)));
      seek.value = String(Math.round(position));
      seek.disabled = duration === 0;
      seek.style.setProperty("--fill", `${duration ? (100 * Math.round(position)) / Math.ceil(duration) : 0}%`);
      setAttribute(seek, "aria-valuetext", `${clock(position)} of ${clock(duration)}`);
      setText(now, clock(position));
      setText(length, clock(duration));
    });
    return h("div", { class: "bar-timeline" }, now, seek, length);
  }

  #sound(): HTMLElement {
    const mute = iconButton("Mute", "volume", () => {
      deck.muted.value = !deck.muted.value;
    });
    const volume = h("input", {
      type: "range",
      class: "range volume",
      "aria-label": "Volume",
      min: 0,
      max: 100,
      step: 1,
    });
    volume.addEventListener("input", () => {
      deck.volume.value = Number(volume.value) / 100;
      deck.muted.value = false;
    });
    this.watch(() => {
      const [muted, percent] = [deck.muted.value, Math.round(100 * deck.volume.value)];
      setAttribute(mute, "aria-pressed", String(muted));
      swapIcon(mute, muted || percent === 0 ? "muted" : "volume");
      volume.value = String(percent);
      volume.style.setProperty("--fill", `${muted ? 0 : percent}%`);
      setAttribute(volume, "aria-valuetext", muted ? `${percent} %, muted` : `${percent} %`);
    });
    const share = iconButton("Share", "share", () => void sharePlaylist());
    const night = sleepButton((render) => this.watch(render));
    return h("div", { class: "bar-sound" }, mute, volume, night, share, this.#export());
  }

  #export(): HTMLElement {
    const open = () => {
      const entry = deck.sound.entry.value;
      if (entry) openExport(entry);
      else notices.tell("There is no track to export yet.");
    };
    return iconButton("Export", "export", open, { look: "bar-export" });
  }

  #told: number | null = null;

  #renderError(error: string | null): void {
    if (this.#told !== null) notices.dismiss(this.#told);
    const retry = { label: "Try again", run: () => deck.play() };
    this.#told = error ? notices.warn(`The track could not be played: ${error}.`, retry) : null;
  }
}

async function fillHeart(place: HTMLElement, id: string, isCurrent: () => boolean): Promise<void> {
  const [take] = await track(id).catch(() => []);
  if (!take || !isCurrent()) return;
  const data = { "data-track": id, "data-title": take.score.title, "data-count": take.likes ?? 0 };
  const heart = document.createElement("lofi-like");
  for (const [name, value] of Object.entries(data)) setAttribute(heart, name, value);
  setAttribute(heart, "data-liked", take.liked === true);
  place.replaceChildren(heart);
}

/** Copies a link that carries the list; where copying is refused, shows it to be copied by hand. */
export async function sharePlaylist(): Promise<void> {
  const scores: Score[] = library.entries.value.map((entry) => entry.score);
  if (!scores.length) return notices.tell("There is nothing to share yet.");
  try {
    const { url, tracks } = shareLink(scores, location.origin + location.pathname, writeLink);
    const short =
      tracks < scores.length
        ? ` It holds the first ${count(tracks, "track")} of ${scores.length}: links can't be longer.`
        : "";
    if (await copy(url)) notices.tell(`A link to this list is on your clipboard.${short}`);
    else showLink(url, short);
  } catch (error) {
    notices.warn(`The link could not be made: ${reason(error)}`);
  }
}

function showLink(url: string, note: string): void {
  const field = h("input", {
    type: "text",
    class: "link-field",
    readonly: true,
    "aria-label": "Link to this list",
    value: url,
  });
  const close = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Done");
  const text = h("p", {}, `This browser does not let the page copy. Here is the link.${note}`);
  const dialog = h("dialog", { class: "sheet", "aria-label": "Share this list" }, text, field, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}
