/** Keys that work anywhere on the page, except where a control needs them itself. */

import { signal } from "@preact/signals-core";
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
  { keys: "L", does: "Like what plays" },
  { keys: "N", does: "A new track" },
  { keys: "/", does: "Search" },
  { keys: "G H", does: "Go home" },
  { keys: "G D", does: "Go to Discover" },
  { keys: "G L", does: "Go to your library" },
  { keys: "G R", does: "Go to the radio" },
  { keys: "Enter", does: "Play the focused track" },
  { keys: "Alt ↑ ↓", does: "Move the focused track" },
  { keys: "Delete", does: "Remove the focused track" },
  { keys: "?", does: "This sheet" },
];

/** Those that the page which is shown has besides. */
export const pageShortcuts = signal<readonly Shortcut[]>([]);

/** Where G and another key lead. */
const PLACES: Readonly<Record<string, string>> = { h: "/", d: "/discover", l: "/library", r: "/radio" };
/** Milliseconds in which that other key must follow. */
const PATIENCE = 1500;
const SEEK_STEP = 5;
const VOLUME_STEP = 0.05;

export interface Commands {
  readonly deck: Deck;
  shuffle(): void;
  repeat(): void;
  help(): void;
  like(): void;
  generate(): void;
  search(): void;
  go(path: string): void;
}

export function connectShortcuts(target: EventTarget, commands: Commands): void {
  /** When G was pressed. */
  let going = Number.NEGATIVE_INFINITY;
  target.addEventListener("keydown", (event) => {
    const key = event as KeyboardEvent;
    if (key.defaultPrevented || key.ctrlKey || key.metaKey || key.altKey || busy(key)) return;
    const letter = key.key.toLowerCase();
    const place = key.timeStamp - going < PATIENCE ? PLACES[letter] : undefined;
    going = letter === "g" ? key.timeStamp : Number.NEGATIVE_INFINITY;
    const run = place === undefined ? find(key, commands) : () => commands.go(place);
    if (!run) return;
    key.preventDefault();
    run();
  });
}

function find(event: KeyboardEvent, { deck, ...commands }: Commands): (() => void) | undefined {
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
    s: commands.shuffle,
    r: commands.repeat,
    l: commands.like,
    n: commands.generate,
    "/": commands.search,
    "?": commands.help,
  };
  return table[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/** A control that has its own use for the key: text and sliders for all of them, buttons and the like for the space bar. */
export function busy(event: KeyboardEvent): boolean {
  const element = event.target instanceof Element ? event.target : null;
  if (element?.closest("dialog[open]")) return true;
  if (element?.closest("input[type=range]")) return event.key.startsWith("Arrow");
  if (element?.closest("input, textarea, select, [contenteditable]")) return true;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") return element !== document.body;
  return event.key === " " && element?.closest("button, a, summary") !== null && element !== null;
}
