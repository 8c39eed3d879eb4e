import { beforeEach, expect, test } from "vitest";
import type { Heard } from "../api/teaching";
import { Listener } from "./deck.testing";
import { Listening } from "./listening";

let listener: Listener;
let told: Heard[];

beforeEach(async () => {
  listener = new Listener();
  told = [];
  new Listening(listener.library, listener.deck, (heard) => told.push(heard));
  await listener.play(0);
});

test("nine tenths of a track are a full listen, told once", () => {
  const { value: duration } = listener.deck.sound.duration;
  listener.hear(0.9 * duration - 1);
  expect(told).toEqual([]);
  listener.hear(5);
  expect(told).toEqual([{ track: "rain", kind: "listen", context: "own" }]);
});

test("going on within 20 seconds is a skip", async () => {
  listener.hear(19);
  await listener.play(1);
  expect(told).toEqual([{ track: "rain", kind: "skip", context: "own" }]);
});

test("going on later says nothing", async () => {
  listener.hear(21);
  await listener.play(1);
  expect(told).toEqual([]);
});

test("a track that was hardly begun was not turned down", async () => {
  listener.hear(0.75);
  await listener.play(1);
  expect(told).toEqual([]);
});

test("who pauses and goes elsewhere has turned nothing down", () => {
  listener.hear(10);
  listener.deck.pause();
  listener.library.choose(listener.library.entries.value[1]!.id);
  expect(told).toEqual([]);
});

test("jumping to the end is no listen", () => {
  listener.hear(5);
  listener.deck.seek(listener.deck.sound.duration.value - 2);
  listener.hear(1);
  expect(told).toEqual([]);
});

test("a track that the site does not keep says nothing", async () => {
  await listener.play(2);
  listener.hear(5);
  await listener.play(0);
  expect(told).toEqual([]);
});
