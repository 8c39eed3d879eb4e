/** The heart of a track, with how many like it. */

import { untracked } from "@preact/signals-core";
import { library } from "../app";
import { h, icon, setAttribute, setText } from "../dom";
import { visits } from "../navigation";
import { View } from "../view";
import { contextOfPage, contextOfSource } from "../whereabouts";
import { compact, count } from "../words";
import { likesOf, toggleLike } from "./likes";
import { mayAct, recallLike, rememberLike } from "./member";
import { askToTeach } from "./teach";

/** `data-track`, `data-title`, `data-count`, `data-liked` (there or not). */
export class LikeButton extends View {
  protected build(): void {
    const { track = "", title = "this track" } = this.dataset;
    const state = likesOf(track, { likes: Number(this.dataset.count) || 0, liked: "liked" in this.dataset });
    const many = h("span", { class: "like-count", "aria-hidden": "true" });
    const spoken = h("span", { class: "visually-hidden" });
    const toggle = () => void this.#toggle(state);
    const press = () => (mayAct("like tracks") ? toggle() : rememberLike(track));
    const button = h("button", { type: "button", class: "like", onclick: press }, icon("heart"), many, spoken);
    this.replaceChildren(button);
    this.watch(() => {
      const { liked, likes } = state.shown.value;
      setAttribute(button, "aria-pressed", String(liked));
      setText(many, likes ? compact(likes) : "");
      setText(spoken, `Like ${title}, ${count(likes, "like")}`);
    });
    this.watch(() => {
      // After a log-in the page comes before the header that says who is in.
      void visits.value;
      if (recallLike(track) && !state.shown.peek().liked) untracked(toggle);
    });
  }

  async #toggle(state: ReturnType<typeof likesOf>): Promise<void> {
    const isOfPlayer = this.closest("lofi-player") !== null;
    const context = isOfPlayer ? contextOfSource(library.shared.value) : contextOfPage(location.pathname);
    await toggleLike(state, context);
    if (state.shown.peek().liked && !state.busy) await askToTeach(this);
  }
}
