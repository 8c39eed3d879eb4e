import { beforeEach, expect, test } from "vitest";
import type { Heard } from "../api/teaching";
import { Queue } from "../audio/queue";
import { Deck } from "./deck";
import { Library } from "./library";
import { Listening } from "./listening";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import type { Entry } from "./storage";
import { makeTake, SilentPlayer } from "./testing";

let player: SilentPlayer;
let library: Library;
let deck: Deck;
let told: Heard[];

beforeEach(async () => {
  player = new SilentPlayer();
  library = new Library(new Queue<Entry>(), memoryStorage(), new Notices());
  library.open(
    [{ ...makeTake("Rain"), trackId: "rain" }, { ...makeTake("Sun"), trackId: "sun" }, makeTake("Mine")],
    "",
  );
  deck = new Deck(library, async () => player, { volume: 0.5, muted: false });
  told = [];
  new Listening(library, deck, (heard) => told.push(heard));
  await play(0);
});

const settle = () => new Promise((done) => setTimeout(done));

async function play(index: number): Promise<void> {
  deck.start(library.entries.value[index]!.id);
  await settle();
  player.position = 0;
}

function hear(seconds: number): void {
  for (let i = 0; i < seconds * 4; i++) {
    player.position += 0.25;
    player.dispatchEvent(new Event("position"));
  }
}

test("nine tenths of a track are a full listen, told once", () => {
  const { value: duration } = deck.sound.duration;
  hear(0.9 * duration - 1);
  expect(told).toEqual([]);
  hear(5);
  expect(told).toEqual([{ track: "rain", kind: "listen", context: "own" }]);
});

test("going on within 20 seconds is a skip", async () => {
  hear(19);
  await play(1);
  expect(told).toEqual([{ track: "rain", kind: "skip", context: "own" }]);
});

test("going on later says nothing", async () => {
  hear(21);
  await play(1);
  expect(told).toEqual([]);
});

test("a track that was hardly begun was not turned down", async () => {
  hear(0.75);
  await play(1);
  expect(told).toEqual([]);
});

test("who pauses and goes elsewhere has turned nothing down", () => {
  hear(10);
  deck.pause();
  library.choose(library.entries.value[1]!.id);
  expect(told).toEqual([]);
});

test("jumping to the end is no listen", () => {
  hear(5);
  deck.seek(deck.sound.duration.value - 2);
  hear(1);
  expect(told).toEqual([]);
});

test("a track that the site does not keep says nothing", async () => {
  await play(2);
  hear(5);
  await play(0);
  expect(told).toEqual([]);
});
