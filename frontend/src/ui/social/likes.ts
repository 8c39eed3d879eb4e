/** Likes by track: all hearts of one track, wherever they are on the page, show and send the same. */

import * as api from "../../api/social";
import type { Context } from "../../api/teaching";
import { tellFailure } from "./member";
import { Wish } from "./wish";

/** `context`: where it was heard when it was wished. */
type Wished = api.Likes & { readonly context?: Context };

const states = new Map<string, Wish<Wished>>();

/** The state of a track's like; a page that says something newer is believed. */
export function likesOf(track: string, told: api.Likes): Wish<Wished> {
  const known = states.get(track);
  known?.learn(told);
  const state = known ?? makeState(track, told);
  states.set(track, state);
  return state;
}

export function toggleLike(state: Wish<Wished>, context: Context): Promise<void> {
  const { liked, likes } = state.shown.value;
  return state.want({ liked: !liked, likes: Math.max(0, likes + (liked ? -1 : 1)), context });
}

function makeState(track: string, told: api.Likes): Wish<Wished> {
  return new Wish<Wished>(told, {
    send: ({ liked, context }) => api.like(track, liked, context),
    same: (one, other) => one.liked === other.liked,
    fail: (error) => tellFailure("Your like was not kept", "like tracks", error),
  });
}
