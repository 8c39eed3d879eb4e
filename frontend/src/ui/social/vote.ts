/** Votes on a playlist: up, down, or neither. */

import * as api from "../../api/social";
import { h, iconButton, setAttribute, setText } from "../dom";
import { View } from "../view";
import { count } from "../words";
import { mayAct, tellFailure } from "./member";
import { Wish } from "./wish";

type Value = api.Votes["vote"];

/** `data-playlist`, `data-ups`, `data-downs`, `data-vote` (-1, 0 or 1). */
export class VoteButtons extends View {
  protected build(): void {
    const { playlist = "", ups, downs, vote } = this.dataset;
    const told = { ups: Number(ups) || 0, downs: Number(downs) || 0, vote: (Number(vote) || 0) as Value };
    const state = new Wish<api.Votes>(told, {
      send: (wanted) => api.vote(playlist, wanted.vote),
      same: (one, other) => one.vote === other.vote,
      fail: (error) => tellFailure("Your vote was not kept", "vote on playlists", error),
    });
    const cast = (value: Value) => () => {
      if (mayAct("vote on playlists")) void state.want(voted(state.shown.value, value));
    };
    const up = iconButton("Vote up", "up", cast(1), { "aria-pressed": "false" });
    const down = iconButton("Vote down", "down", cast(-1), { "aria-pressed": "false" });
    const score = h("span", { class: "vote-score", "aria-hidden": "true" });
    const spoken = h("span", { class: "visually-hidden" });
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Votes");
    this.replaceChildren(up, score, spoken, down);
    this.watch(() => {
      const now = state.shown.value;
      setAttribute(up, "aria-pressed", String(now.vote === 1));
      setAttribute(down, "aria-pressed", String(now.vote === -1));
      setText(score, String(now.ups - now.downs));
      setText(spoken, `${count(now.ups, "vote")} up, ${now.downs} down`);
    });
  }
}

/** The same vote again takes it back. */
export function voted(before: api.Votes, pressed: Value): api.Votes {
  const vote = before.vote === pressed ? 0 : pressed;
  return {
    vote,
    ups: before.ups + Number(vote === 1) - Number(before.vote === 1),
    downs: before.downs + Number(vote === -1) - Number(before.vote === -1),
  };
}
