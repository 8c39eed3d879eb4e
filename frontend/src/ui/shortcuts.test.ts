import { signal } from "@preact/signals-core";
import { beforeEach, expect, it, vi } from "vitest";
import type { Deck } from "./deck";
import { type Commands, connectShortcuts, SHORTCUTS } from "./shortcuts";

let target: HTMLElement;
let commands: Commands;

function press(...keys: string[]): void {
  for (const key of keys) target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

beforeEach(() => {
  target = document.body;
  document.body.innerHTML = "<input>";
  const deck = { toggle: vi.fn(), volume: signal(0.5), muted: signal(false) } as unknown as Deck;
  const names = ["shuffle", "repeat", "help", "like", "generate", "search", "go"] as const;
  commands = { deck, ...Object.fromEntries(names.map((name) => [name, vi.fn()])) } as unknown as Commands;
  target = document.createElement("main");
  connectShortcuts(target, commands);
});

it("likes, makes, searches and helps by one key each", () => {
  press("l", "n", "/", "?", "L");
  const called = (name: keyof Commands) => vi.mocked(commands[name] as () => void).mock.calls.length;
  expect([called("like"), called("generate"), called("search"), called("help")]).toEqual([2, 1, 1, 1]);
});

it("goes to places by G and another key, and to none by that key alone", () => {
  press("g", "d", "g", "r", "g", "l", "g", "h");
  expect(vi.mocked(commands.go).mock.calls.flat()).toEqual(["/discover", "/radio", "/library", "/"]);
  expect(commands.repeat).not.toHaveBeenCalled();
  press("r");
  expect(commands.repeat).toHaveBeenCalledOnce();
});

it("leaves keys to a field that is being written in", () => {
  const field = target.appendChild(document.createElement("input"));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "n", bubbles: true }));
  expect(commands.generate).not.toHaveBeenCalled();
});

it("says on its sheet what each key does, once", () => {
  const keys = SHORTCUTS.map((shortcut) => shortcut.keys);
  expect(new Set(keys).size).toBe(keys.length);
});
