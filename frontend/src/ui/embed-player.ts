/** Plays a few tracks one after the other, in little room: cover, title, play, progress, a link to the site. */

import type { Player } from "../audio/types";
import { type Mix, readMix } from "../music/mix";
import { parseScore, type Score } from "../music/score";
import { cover } from "./cover";
import { h, iconButton, setAttribute, setText, swapIcon } from "./dom";

export interface EmbeddedTrack {
  readonly score: Score;
  readonly latent: readonly number[] | null;
  readonly mix: Mix;
  readonly maker: string | null;
}

export interface Embedded {
  readonly title: string;
  readonly link: string;
  readonly tracks: readonly EmbeddedTrack[];
}

/** What the server wrote into the page. Throws on a score that is none. */
export function readEmbedded(data: {
  title: string;
  link: string;
  tracks: { score: unknown; latent: number[] | null; mix: unknown; maker: string | null }[];
}): Embedded {
  const tracks = data.tracks.map(({ score, latent, mix, maker }) => {
    return { score: parseScore(score), latent, mix: readMix(mix), maker };
  });
  return { title: data.title, link: data.link, tracks };
}

export class EmbedPlayer {
  readonly element: HTMLElement;
  player: Player | null = null;
  readonly #embedded: Embedded;
  readonly #open: () => Promise<Player>;
  readonly #art = h("div", { class: "embed-art" });
  readonly #title = h("a", { class: "embed-title", target: "_blank", rel: "noopener" });
  readonly #maker = h("p", { class: "embed-maker" });
  readonly #bar = h("progress", { class: "embed-progress", max: 1, value: 0, "aria-label": "Progress" });
  readonly #play = iconButton("Play", "play", () => this.#toggle(), { look: "embed-play" });
  readonly #status = h("p", { class: "embed-status", role: "status" });
  #opening: Promise<Player> | null = null;
  #index = 0;
  #wanted = false;
  #loaded = -1;

  constructor(embedded: Embedded, open: () => Promise<Player>) {
    this.#embedded = embedded;
    this.#open = open;
    setAttribute(this.#title, "href", embedded.link);
    this.element = this.#build();
    this.#show();
  }

  #build(): HTMLElement {
    const many = this.#embedded.tracks.length > 1;
    const step = (by: number) => () => void this.#choose(this.#index + by);
    const buttons = [
      many ? iconButton("Previous", "previous", step(-1)) : null,
      this.#play,
      many ? iconButton("Next", "next", step(1)) : null,
    ];
    const site = h("a", { class: "embed-site", href: this.#embedded.link, target: "_blank", rel: "noopener" }, "Lofi");
    const words = h("div", { class: "embed-words" }, this.#title, this.#maker, this.#status);
    const controls = h("div", { class: "embed-controls" }, ...buttons, this.#bar, site);
    const box = h("div", { class: "embed" }, this.#art, words, controls);
    // the engine is fetched when a hand comes near, so that Play answers at once
    box.addEventListener("pointerenter", () => void this.#ready().catch(() => undefined), { once: true });
    return box;
  }

  #show(): void {
    const track = this.#embedded.tracks[this.#index];
    const { title } = this.#embedded;
    setText(this.#title, track?.score.title ?? title);
    const list =
      this.#embedded.tracks.length > 1 ? `${this.#index + 1} of ${this.#embedded.tracks.length}, ${title}` : null;
    const maker = track?.maker ? `by ${track.maker}` : null;
    setText(this.#maker, [maker, list].filter(Boolean).join(" · "));
    const art = track ? cover(track) : null;
    art?.setAttribute("preserveAspectRatio", "xMidYMid slice");
    this.#art.replaceChildren(...(art ? [art] : []));
    this.#play.disabled = !track;
    if (!track) setText(this.#status, "There is nothing in it.");
  }

  #toggle(): void {
    this.#wanted = !this.#wanted;
    this.#face();
    if (this.#wanted) void this.#start();
    else this.player?.pause();
  }

  /** The button follows the listener's wish, not the network. */
  #face(): void {
    const name = this.#wanted ? "Pause" : "Play";
    swapIcon(this.#play, this.#wanted ? "pause" : "play");
    setAttribute(this.#play, "aria-label", name);
    setAttribute(this.#play, "title", name);
  }

  async #start(): Promise<void> {
    const track = this.#embedded.tracks[this.#index];
    if (!track) return;
    setText(this.#status, "");
    try {
      const player = await this.#ready();
      const index = this.#index;
      if (this.#loaded !== index) {
        await player.load(track.score, track.mix);
        this.#loaded = index;
      }
      if (this.#wanted) await player.play();
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    this.#wanted = false;
    this.#loaded = -1;
    this.#face();
    setText(this.#status, "The sound could not be loaded.");
  }

  #ready(): Promise<Player> {
    this.#opening ??= this.#open().then((player) => this.#connect(player));
    this.#opening.catch(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  #connect(player: Player): Player {
    this.player = player;
    player.addEventListener("position", () => {
      this.#bar.value = player.duration ? player.position / player.duration : 0;
    });
    player.addEventListener("ending", () => this.#isLoaded() && !this.#isLast() && this.#choose(this.#index + 1));
    player.addEventListener("ended", () => this.#isLoaded() && this.#isLast() && this.#end());
    player.addEventListener("error", () => this.#fail());
    return player;
  }

  /** Whether what the player tells is about the track that is shown: another may be on its way. */
  #isLoaded(): boolean {
    return this.#loaded === this.#index;
  }

  #isLast(): boolean {
    return this.#index + 1 === this.#embedded.tracks.length;
  }

  /** After the last track; the others hand over while their last chord rings. */
  #end(): void {
    this.#wanted = false;
    this.#face();
    this.player?.stop();
    this.#bar.value = 0;
  }

  #choose(index: number): void {
    const many = this.#embedded.tracks.length;
    this.#index = (index + many) % many;
    this.#show();
    if (this.#wanted) void this.#start();
  }
}
