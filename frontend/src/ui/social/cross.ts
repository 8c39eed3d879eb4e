/** A track that is made from others: heard first, then kept with credit to each of them. */

import * as api from "../../api/social";
import { deck, library, notices, reason } from "../app";
import { h } from "../dom";
import { quoted } from "../words";
import { once, type Sheet } from "./dialog";
import { goTo } from "./go";

const SEEDS = 2 ** 31;

export function newSeed(): number {
  return Math.floor(Math.random() * SEEDS);
}

/** The two ways on from a sheet that describes a cross: hear it in the player, keep it as a track of one's own. */
export function crossButtons(sheet: () => Sheet | null, wish: () => api.Cross | null): HTMLElement {
  const fail = (error: unknown) => sheet()?.tell(`That did not work: ${reason(error)}`);
  const withWish = (act: (cross: api.Cross) => Promise<void>) => () => {
    const cross = wish();
    if (cross) void once(box, () => act(cross), fail);
  };
  const hear = h(
    "button",
    { type: "button", class: "button", onclick: withWish((cross) => play(cross, sheet())) },
    "Hear it",
  );
  const keep = h(
    "button",
    { type: "button", class: "button", onclick: withWish((cross) => store(cross, sheet())) },
    "Keep it",
  );
  const box = h("div", { class: "sheet-buttons" }, hear, keep);
  return box;
}

async function play(cross: api.Cross, sheet: Sheet | null): Promise<void> {
  sheet?.tell("One moment …");
  const take = await api.cross(cross);
  deck.start(library.add(take).id);
  sheet?.tell(`You hear ${quoted(take.score.title)}. It is in the list of your player.`);
}

async function store(cross: api.Cross, sheet: Sheet | null): Promise<void> {
  sheet?.tell("One moment …");
  const track = await api.keepCross(cross);
  sheet?.close();
  notices.tell(`${quoted(track.title)} is in your library. Nobody else sees it until you say so.`);
  goTo(`/tracks/${track.id}`);
}
