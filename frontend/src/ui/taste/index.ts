/** A member's taste, as elements of the pages: its map, what is said of takes, its link, its end. */

import { TasteLink } from "./link";
import { NudgeButtons, UndoNudge } from "./nudge";
import { TasteReset } from "./reset";
import { Sky } from "./sky";

export const TASTE_ELEMENTS: Record<string, CustomElementConstructor> = {
  "lofi-nudge": NudgeButtons,
  "lofi-sky": Sky,
  "lofi-taste-link": TasteLink,
  "lofi-taste-reset": TasteReset,
  "lofi-unnudge": UndoNudge,
};
