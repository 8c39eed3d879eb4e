import { beforeEach, expect, test } from "vitest";
import { Listener, settle } from "./deck.testing";
import { ENOUGH, Plays } from "./plays";

let listener: Listener;
let told: string[];
let answer: () => Promise<unknown>;

beforeEach(async () => {
  listener = new Listener();
  told = [];
  answer = () => Promise.resolve(null);
  const played = (id: string) => {
    told.push(id);
    return answer();
  };
  new Plays({ played }, listener.library, listener.deck);
  await listener.play(0);
});

test("20 seconds of a stored track are a play, told once", () => {
  listener.hear(ENOUGH - 1);
  expect(told).toEqual([]);
  listener.hear(60);
  expect(told).toEqual(["rain"]);
});

test("what is skipped was not heard", () => {
  listener.hear(5);
  listener.deck.seek(50);
  listener.hear(ENOUGH - 6);
  expect(told).toEqual([]);
  listener.hear(2);
  expect(told).toEqual(["rain"]);
});

test("each track begins anew", async () => {
  listener.hear(15);
  await listener.play(1);
  listener.hear(15);
  expect(told).toEqual([]);
  listener.hear(6);
  expect(told).toEqual(["sun"]);
});

test("a track that is heard again is a play again", async () => {
  listener.hear(ENOUGH + 1);
  await listener.play(0);
  listener.hear(ENOUGH + 1);
  expect(told).toEqual(["rain", "rain"]);
});

test("a track that the site does not keep is told to nobody", async () => {
  await listener.play(2);
  listener.hear(60);
  expect(told).toEqual([]);
});

test("a site that can't be reached is no news", async () => {
  answer = () => Promise.reject(new Error("You are offline."));
  listener.hear(ENOUGH + 1);
  await settle();
  expect([told, listener.deck.error.value, listener.deck.playing.value]).toEqual([["rain"], null, true]);
});
