import { beforeEach, expect, test } from "vitest";
import { Queue } from "../audio/queue";
import { Deck } from "./deck";
import { Library } from "./library";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import { ENOUGH, Plays } from "./plays";
import type { Entry } from "./storage";
import { makeTake, SilentPlayer } from "./testing";

let player: SilentPlayer;
let library: Library;
let deck: Deck;
let told: string[];
let answer: () => Promise<unknown>;

beforeEach(async () => {
  player = new SilentPlayer();
  library = new Library(new Queue<Entry>(), memoryStorage(), new Notices());
  library.open(
    [{ ...makeTake("Rain"), trackId: "rain" }, { ...makeTake("Sun"), trackId: "sun" }, makeTake("Mine")],
    "",
  );
  deck = new Deck(library, async () => player, { volume: 0.5, muted: false });
  told = [];
  answer = () => Promise.resolve(null);
  const played = (id: string) => {
    told.push(id);
    return answer();
  };
  new Plays({ played }, library, deck);
  await play(0);
});

const settle = () => new Promise((done) => setTimeout(done));

async function play(index: number): Promise<void> {
  deck.start(library.entries.value[index]!.id);
  await settle();
  player.position = 0;
}

/** The clock goes on for so many seconds, and is read as often as it is. */
function hear(seconds: number): void {
  for (let i = 0; i < seconds * 4; i++) {
    player.position += 0.25;
    player.dispatchEvent(new Event("position"));
  }
}

test("20 seconds of a stored track are a play, told once", () => {
  hear(ENOUGH - 1);
  expect(told).toEqual([]);
  hear(60);
  expect(told).toEqual(["rain"]);
});

test("what is skipped was not heard", () => {
  hear(5);
  deck.seek(50);
  hear(ENOUGH - 6);
  expect(told).toEqual([]);
  hear(2);
  expect(told).toEqual(["rain"]);
});

test("each track begins anew", async () => {
  hear(15);
  await play(1);
  hear(15);
  expect(told).toEqual([]);
  hear(6);
  expect(told).toEqual(["sun"]);
});

test("a track that is heard again is a play again", async () => {
  hear(ENOUGH + 1);
  await play(0);
  hear(ENOUGH + 1);
  expect(told).toEqual(["rain", "rain"]);
});

test("a track that the site does not keep is told to nobody", async () => {
  await play(2);
  hear(60);
  expect(told).toEqual([]);
});

test("a site that can't be reached is no news", async () => {
  answer = () => Promise.reject(new Error("You are offline."));
  hear(ENOUGH + 1);
  await settle();
  expect([told, deck.error.value, deck.playing.value]).toEqual([["rain"], null, true]);
});
