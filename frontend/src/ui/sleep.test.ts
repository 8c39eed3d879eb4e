import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Deck } from "./deck";
import { SleepTimer } from "./sleep";

/** What the timer knows of a deck. */
function makeDeck() {
  const wanted = signal(true);
  const pause = vi.fn(() => {
    wanted.value = false;
  });
  const deck = { position: signal(0), dimmed: signal(1), wanted, sound: { duration: signal(120) }, pause };
  return { ...deck, timer: new SleepTimer(deck as unknown as Deck) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("fades over the last twenty seconds, pauses, and gives the volume back to who plays on", () => {
  const { timer, dimmed, wanted, pause } = makeDeck();
  timer.start(15);
  vi.advanceTimersByTime(60_000 * 14 + 30_000);
  expect([timer.left.value, dimmed.value]).toEqual([30, 1]);
  vi.advanceTimersByTime(20_000);
  expect(dimmed.value).toBeCloseTo(0.5);
  expect(pause).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(pause).toHaveBeenCalledOnce();
  expect([dimmed.value, timer.left.value, timer.bedtime.value.kind]).toEqual([0, null, "off"]);
  wanted.value = true;
  expect(dimmed.value).toBe(1);
});

it("is called off, even in the middle of its fade", () => {
  const { timer, dimmed, pause } = makeDeck();
  timer.start(15);
  vi.advanceTimersByTime(60_000 * 14 + 50_000);
  timer.cancel();
  vi.advanceTimersByTime(60_000);
  expect([dimmed.value, pause.mock.calls.length]).toEqual([1, 0]);
});

it("ends with the track, before the next one comes in", () => {
  const { timer, dimmed, pause, position } = makeDeck();
  timer.atEndOfTrack();
  position.value = 60;
  expect(dimmed.value).toBe(1);
  position.value = 107;
  expect(dimmed.value).toBeCloseTo(0.5);
  position.value = 117;
  expect(pause).toHaveBeenCalledOnce();
});
