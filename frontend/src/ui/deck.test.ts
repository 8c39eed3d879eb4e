import { beforeEach, expect, test } from "vitest";
import { Queue } from "../audio/queue";
import { PLAIN } from "../music/mix";
import { Deck } from "./deck";
import { Endless } from "./endless";
import { Library } from "./library";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import type { Entry } from "./storage";
import { makeTake, makeTakes, SilentPlayer } from "./testing";

let player: SilentPlayer;
let library: Library;
let deck: Deck;

beforeEach(() => {
  player = new SilentPlayer();
  library = new Library(new Queue<Entry>(), memoryStorage(), new Notices());
  library.open(makeTakes(3), "test");
  deck = new Deck(library, async () => player, { volume: 0.5, muted: false });
});

/** Lets every promise that is ready run. */
const settle = () => new Promise((done) => setTimeout(done));
const ids = () => library.entries.value.map((entry) => entry.id);
const current = () => library.current.value?.score.title;

test("Play plays the first track, once", async () => {
  deck.play();
  await settle();
  expect([player.loads, player.state, deck.playing.value]).toEqual([["Track 1"], "playing", true]);
});

test("pausing while a track loads leaves nothing waiting", async () => {
  player.hold();
  deck.play();
  await settle();
  expect(deck.loading.value).toBe(true);
  deck.pause();
  player.release();
  await settle();
  expect([deck.wanted.value, deck.loading.value, player.state]).toEqual([false, false, "paused"]);
});

test("pausing and playing again while the engine loads still loads the track", async () => {
  deck.play();
  deck.pause();
  deck.play();
  await settle();
  expect([player.loads, player.state]).toEqual([["Track 1"], "playing"]);
});

test("quick switching ends with the last choice", async () => {
  player.hold();
  for (const id of ids()) deck.start(id);
  player.release();
  await settle();
  expect([player.loads.at(-1), current(), player.state]).toEqual(["Track 3", "Track 3", "playing"]);
});

test("the end of the list is silent and the last track can be played again", async () => {
  deck.start(ids()[2]!);
  await settle();
  player.end();
  await settle();
  expect([deck.wanted.value, deck.position.value, current()]).toEqual([false, 0, "Track 3"]);
  deck.play();
  await settle();
  expect(player.state).toBe("playing");
});

test("a track that ends is followed by the next", async () => {
  deck.play();
  await settle();
  player.end();
  await settle();
  expect([player.loads, player.state]).toEqual([["Track 1", "Track 2"], "playing"]);
});

test("removing the track that plays goes on with its successor", async () => {
  deck.play();
  await settle();
  library.remove(ids()[0]!);
  await settle();
  expect([current(), player.loads.at(-1), player.state]).toEqual(["Track 2", "Track 2", "playing"]);
});

test("moving another track across the one that plays changes nothing for it", async () => {
  deck.start(ids()[1]!);
  await settle();
  library.move(ids()[0]!, 2);
  await settle();
  expect([current(), player.loads]).toEqual(["Track 2", ["Track 2"]]);
});

test("the next track comes in while the last chord of the one before rings", async () => {
  deck.play();
  await settle();
  player.nearEnd();
  await settle();
  expect([player.loads, player.state, current()]).toEqual([["Track 1", "Track 2"], "playing", "Track 2"]);
});

test("the last track rings out", async () => {
  deck.start(ids()[2]!);
  await settle();
  player.nearEnd();
  await settle();
  expect([player.loads, deck.wanted.value, current()]).toEqual([["Track 3"], true, "Track 3"]);
});

test("repeat one comes in over its own end", async () => {
  library.repeat.value = "one";
  deck.play();
  await settle();
  player.nearEnd();
  await settle();
  expect([player.loads, player.state]).toEqual([["Track 1", "Track 1"], "playing"]);
});

test("a mix reaches the player and stays with its track alone", async () => {
  const mix = { ...PLAIN, preset: "rooftop", muted: ["bass"] as const };
  deck.play();
  await settle();
  deck.sound.setMix(mix);
  expect([player.mixes, library.entries.value.map((entry) => entry.mix)]).toEqual([[mix], [mix, PLAIN, PLAIN]]);
});

test("a track is loaded with its mix", async () => {
  const mix = { ...PLAIN, bpm: 90 };
  deck.seek(0);
  library.choose(ids()[1]!);
  deck.sound.setMix(mix);
  deck.play();
  await settle();
  expect([player.mixes, player.loadedMix, deck.sound.arrangement.value?.bpm]).toEqual([[], mix, 90]);
});

test("repeat one begins the same track again", async () => {
  library.repeat.value = "one";
  deck.play();
  await settle();
  player.end();
  await settle();
  expect([player.loads, player.seeks, player.state]).toEqual([["Track 1"], [0], "playing"]);
});

test("seeking is clamped to the track, and remembered until it is loaded", async () => {
  deck.seek(1e9);
  expect(deck.position.value).toBe(deck.sound.duration.value);
  deck.seek(12);
  deck.play();
  await settle();
  expect(player.seeks).toEqual([12]);
});

test("an error is told, and Play tries again", async () => {
  player.failure = new Error("no samples");
  deck.play();
  await settle();
  expect([deck.error.value, deck.wanted.value, deck.loading.value]).toEqual(["no samples", false, false]);
  player.failure = null;
  deck.play();
  await settle();
  expect([deck.error.value, player.state]).toEqual([null, "playing"]);
});

test("an engine that could not be fetched is fetched again", async () => {
  let calls = 0;
  deck = new Deck(library, async () => (++calls === 1 ? Promise.reject(new Error("offline")) : player), {
    volume: 1,
    muted: false,
  });
  deck.play();
  await settle();
  expect(deck.error.value).toBe("offline");
  deck.play();
  await settle();
  expect(player.state).toBe("playing");
});

test("volume and mute reach a player that comes later", async () => {
  deck.muted.value = true;
  deck.play();
  await settle();
  expect([player.volume, player.muted]).toEqual([0.5, true]);
});

const refuse = () => Promise.reject(new Error("offline"));
const offline = { generate: refuse, vary: refuse, radio: refuse };

test("endless mode goes on in the taste of an open playlist, near its tracks where the server can't", async () => {
  const near = new Array(100).fill(0.5);
  const asked: unknown[] = [];
  const vary = async (latent: readonly number[]) => makeTake(`Near ${asked.push(latent)}`);
  const radio = async (station: string) => [makeTake(`Like ${station} ${asked.push(station)}`)];
  const client = { ...offline, vary, radio };
  new Endless(client, library, deck);
  library.repeat.value = "endless";
  library.beside([makeTake("One", near)], "playlist:abc");
  deck.start(library.entries.value[0]!.id);
  await settle();
  client.radio = refuse;
  deck.start(library.entries.value[1]!.id);
  await settle();
  const titles = library.entries.value.map((entry) => entry.score.title);
  expect(titles).toEqual(["One", "Like ?playlist=abc 1", "Near 2"]);
  expect(asked[1]).toEqual(near);
});

test("endless mode makes one track while the last one plays", async () => {
  let made = 0;
  new Endless({ ...offline, generate: async () => makeTake(`Made ${++made}`) }, library, deck);
  library.repeat.value = "endless";
  deck.start(ids()[2]!);
  await settle();
  expect(library.entries.value.map((entry) => entry.score.title)).toEqual(["Track 1", "Track 2", "Track 3", "Made 1"]);
  player.end();
  await settle();
  expect([current(), made]).toEqual(["Made 1", 2]);
});

test("endless mode waits for a track that is late, and plays it", async () => {
  let deliver = () => {};
  const late = new Promise<void>((done) => {
    deliver = done;
  });
  new Endless({ ...offline, generate: async () => late.then(() => makeTake("Late")) }, library, deck);
  library.repeat.value = "endless";
  deck.start(ids()[2]!);
  await settle();
  player.end();
  await settle();
  expect([deck.wanted.value, deck.waiting.value]).toEqual([true, true]);
  deliver();
  await settle();
  expect(player.loads).toContain("Late");
});

test("Play on an empty list does nothing", async () => {
  for (const id of ids()) library.remove(id);
  deck.play();
  await settle();
  expect([deck.wanted.value, player.loads]).toEqual([false, []]);
});
