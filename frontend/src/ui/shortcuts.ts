/** Keys that work anywhere on the page, except where a control needs them itself. */

import type { Deck } from "./deck";

export interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: "Space", does: "Play or pause" },
  { keys: "← →", does: "Five seconds back or on" },
  { keys: "Shift ← →", does: "Previous or next track" },
  { keys: "↑ ↓", does: "Louder or softer" },
  { keys: "M", does: "Mute" },
  { keys: "S", does: "Shuffle" },
  { keys: "R", does: "Repeat: off, all, one, endless" },
  { keys: "Enter", does: "Play the focused track" },
  { keys: "Alt ↑ ↓", does: "Move the focused track" },
  { keys: "Delete", does: "Remove the focused track" },
  { keys: "?", does: "This sheet" },
];

const SEEK_STEP = 5;
const VOLUME_STEP = 0.05;

export interface Commands {
  readonly deck: Deck;
  shuffle(): void;
  repeat(): void;
  help(): void;
}

export function connectShortcuts(target: EventTarget, commands: Commands): void {
  target.addEventListener("keydown", (event) => {
    const key = event as KeyboardEvent;
    if (key.defaultPrevented || key.ctrlKey || key.metaKey || key.altKey || busy(key)) return;
    const run = find(key, commands);
    if (!run) return;
    key.preventDefault();
    run();
  });
}

function find(event: KeyboardEvent, { deck, shuffle, repeat, help }: Commands): (() => void) | undefined {
  const seek = (by: number) => () => deck.seek(deck.position.value + by);
  const volume = (by: number) => () => {
    deck.volume.value = Math.min(1, Math.max(0, deck.volume.value + by));
  };
  const table: Record<string, () => void> = {
    " ": () => deck.toggle(),
    ArrowLeft: event.shiftKey ? () => deck.previous() : seek(-SEEK_STEP),
    ArrowRight: event.shiftKey ? () => deck.next() : seek(SEEK_STEP),
    ArrowUp: volume(VOLUME_STEP),
    ArrowDown: volume(-VOLUME_STEP),
    m: () => {
      deck.muted.value = !deck.muted.value;
    },
    s: shuffle,
    r: repeat,
    "?": help,
  };
  return table[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/** A control that has its own use for the key: text and sliders for all of them, buttons and the like for the space bar. */
function busy(event: KeyboardEvent): boolean {
  const element = event.target instanceof Element ? event.target : null;
  if (element?.closest("dialog[open]")) return true;
  if (element?.closest("input[type=range]")) return event.key.startsWith("Arrow");
  if (element?.closest("input, textarea, select, [contenteditable]")) return true;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") return element !== document.body;
  return event.key === " " && element?.closest("button, a, summary") !== null && element !== null;
}
