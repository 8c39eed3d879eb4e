/** Gives a track or a playlist on: its link, and code that puts a small player on another page. */

import { h, icon } from "../dom";
import { View } from "../view";
import { copyable, openSheet } from "./dialog";

const HEIGHTS = { tracks: 152, playlists: 380 } as const;

/** `data-path` ("/tracks/…"), `data-title`; `data-private` when nobody else could open it. */
export class ShareButton extends View {
  protected build(): void {
    const open = () => this.#open();
    this.replaceChildren(h("button", { type: "button", class: "button", onclick: open }, icon("share"), "Share"));
  }

  #open(): void {
    const { path = "/", title = "" } = this.dataset;
    const told = (copied: boolean) => sheet?.tell(copied ? "Copied." : "Press Ctrl+C to copy it.");
    const closed = "Only you can open it: make it unlisted or public first.";
    const body = [
      h("p", {}, title),
      "private" in this.dataset ? h("p", { class: "sheet-note" }, closed) : null,
      copyable("Link", location.origin + path, told),
      copyable("Code to embed it", embedCode(location.origin, path, title), told),
    ];
    const sheet = openSheet("share-sheet", "Share", ...body);
  }
}

/** HTML for other sites; the title is text, whatever it holds. */
export function embedCode(origin: string, path: string, title: string): string {
  const height = path.startsWith("/playlists/") ? HEIGHTS.playlists : HEIGHTS.tracks;
  const frame = h("iframe", { src: `${origin}/embed${path}`, title, width: "100%", height, allow: "autoplay" });
  frame.setAttribute("loading", "lazy");
  return frame.outerHTML;
}
