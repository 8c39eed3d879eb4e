/** Follow a playlist: it then stands in one's library. */

import * as api from "../../api/social";
import { h, setAttribute, setText } from "../dom";
import { View } from "../view";
import { count } from "../words";
import { mayAct, tellFailure } from "./member";
import { Wish } from "./wish";

/** `data-playlist`, `data-count`, `data-following` (there or not). */
export class FollowButton extends View {
  protected build(): void {
    const { playlist = "" } = this.dataset;
    const told = { followers: Number(this.dataset.count) || 0, following: "following" in this.dataset };
    const state = new Wish<api.Following>(told, {
      send: ({ following }) => api.follow(playlist, following),
      same: (one, other) => one.following === other.following,
      fail: (error) => tellFailure("This could not be kept", "follow playlists", error),
    });
    const press = () => {
      const { following, followers } = state.shown.value;
      const next = { following: !following, followers: Math.max(0, followers + (following ? -1 : 1)) };
      if (mayAct("follow playlists")) void state.want(next);
    };
    const button = h("button", { type: "button", class: "button", onclick: press });
    const many = h("span", { class: "follow-count" });
    this.replaceChildren(button, many);
    this.watch(() => {
      const { following, followers } = state.shown.value;
      setAttribute(button, "aria-pressed", String(following));
      setText(button, following ? "Following" : "Follow");
      setText(many, followers ? count(followers, "follower") : "");
    });
  }
}
