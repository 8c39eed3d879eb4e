/** More like this, less like that: said of a track or a take, told, and taken back. What plays next follows it. */

import * as api from "../../api/taste";
import { notices, sources } from "../app";
import { h, icon, iconButton, setAttribute } from "../dom";
import { once } from "../social/dialog";
import { reload } from "../social/go";
import { mayAct, tellFailure } from "../social/member";
import { View } from "../view";
import { quoted } from "../words";

const WORDS = { more: "More like this", less: "Less like that" } as const;

/** Says it, tells so, and renews what the station plays next. Rejects with ApiError. */
export async function say(place: api.Place, direction: api.Direction, title: string): Promise<void> {
  const { id } = await api.nudge(place, direction);
  sources.renew();
  const undo = async () => {
    await api.undoNudge(id).catch((error) => tellFailure("It was not taken back", "set your taste", error));
    sources.renew();
  };
  const told =
    direction === "more" ? `More like ${quoted(title)} from now on.` : `Less like ${quoted(title)} from now on.`;
  notices.tell(told, { label: "Undo", run: () => void undo() });
}

/** `data-track`, `data-title`: on the page of a track. */
export class NudgeButtons extends View {
  protected build(): void {
    const { track = "", title = "this track" } = this.dataset;
    const press = (direction: api.Direction) => {
      if (mayAct("set your taste")) void once(this, () => say({ track }, direction, title), fail);
    };
    this.replaceChildren(
      h("button", { type: "button", class: "button", onclick: () => press("more") }, icon("up"), WORDS.more),
      h("button", { type: "button", class: "button", onclick: () => press("less") }, icon("down"), WORDS.less),
    );
  }
}

/** `data-nudge`, `data-title`: takes back what was said before. */
export class UndoNudge extends View {
  protected build(): void {
    const { nudge = "", title = "" } = this.dataset;
    const undo = async () => {
      await api.undoNudge(nudge);
      sources.renew();
      reload();
    };
    const words = ["Undo", h("span", { class: "visually-hidden" }, ` what you said of ${title}`)];
    const press = () => void once(this, undo, fail);
    this.replaceChildren(h("button", { type: "button", class: "link-button", onclick: press }, ...words));
  }
}

/** Two buttons for the player's bar, about what sounds while the station of one's own taste plays. */
export function nudgesOf(current: () => { place: api.Place; title: string; id: string } | null): HTMLElement {
  const place = h("div", { class: "bar-nudges" });
  const buttons = (["more", "less"] as const).map((direction) =>
    iconButton(WORDS[direction], direction === "more" ? "up" : "down", () => {
      const now = current();
      if (!now) return;
      const done = async () => {
        await say(now.place, direction, now.title);
        for (const button of buttons) setAttribute(button, "data-said", null);
        if (current()?.id === now.id) setAttribute(buttons[direction === "more" ? 0 : 1]!, "data-said", true);
      };
      void once(place, done, fail);
    }),
  );
  place.append(...buttons);
  return place;
}

function fail(error: unknown): void {
  tellFailure("It was not kept", "set your taste", error);
}
