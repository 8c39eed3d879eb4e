import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Take } from "../api/client";
import { Queue } from "../audio/queue";
import { seedOf } from "../music/arrange";
import { PLAIN } from "../music/mix";
import { Deck } from "./deck";
import { Library } from "./library";
import { LiveMorph } from "./live-morph";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import type { Entry } from "./storage";
import { Studio } from "./studio";
import { makeTake, makeTakes, SilentPlayer } from "./testing";

const REST = 200;

let player: SilentPlayer;
let library: Library;
let deck: Deck;
let studio: Studio;
let notices: Notices;
let morph: LiveMorph;
let decode: ReturnType<typeof vi.fn<(latent: readonly number[]) => Promise<Take>>>;

beforeEach(() => {
  vi.useFakeTimers();
  player = new SilentPlayer();
  notices = new Notices();
  library = new Library(new Queue<Entry>(), memoryStorage(), notices);
  library.open(makeTakes(3), "test");
  deck = new Deck(library, async () => player, { volume: 0.5, muted: false });
  decode = vi.fn(async (latent: readonly number[]) => makeTake(`At ${latent[0]}`, [...latent]));
  const unused = () => Promise.reject(new Error("not asked for here"));
  studio = new Studio({ generate: unused, fromWords: unused, encode: unused, model: unused, decode });
  morph = new LiveMorph({ decode }, studio, deck, notices);
});

afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

async function play(): Promise<void> {
  deck.play();
  await pass(1);
}

test("a slider that moves while a track plays is heard", async () => {
  await play();
  studio.setFeature(0, 1);
  await pass(REST);
  expect([player.morphs, deck.sound.draft.value?.score.title, deck.sound.entry.value?.score.title]).toEqual([
    ["At 1"],
    "At 1",
    "At 1",
  ]);
});

test("a slider that moves in silence asks nothing", async () => {
  studio.setFeature(0, 1);
  await pass(5 * REST);
  expect(decode.mock.calls).toEqual([]);
});

test("a slider on its way is heard where it comes to rest", async () => {
  await play();
  for (let i = 1; i <= 20; i++) {
    studio.setFeature(0, i / 10);
    await pass(20);
  }
  await pass(REST);
  expect(player.morphs).toEqual(["At 2"]);
});

test("an answer that comes while the slider moves on is followed by the last wish", async () => {
  let answer = () => {};
  decode.mockImplementationOnce(async () => {
    await new Promise<void>((done) => {
      answer = done;
    });
    return makeTake("Early");
  });
  await play();
  studio.setFeature(0, 1);
  await pass(REST);
  studio.setFeature(0, 2);
  await pass(REST);
  answer();
  await pass(2 * REST);
  expect(player.morphs).toEqual(["Early", "At 2"]);
});

test("an answer for a track that is over is dropped", async () => {
  let answer = () => {};
  decode.mockImplementationOnce(async () => {
    await new Promise<void>((done) => {
      answer = done;
    });
    return makeTake("Late");
  });
  await play();
  studio.setFeature(0, 1);
  await pass(REST);
  deck.next();
  await pass(1);
  answer();
  await pass(REST);
  expect([player.morphs, deck.sound.draft.value]).toEqual([[], null]);
});

test("the draft is what the sliders say only until they move on", async () => {
  await play();
  studio.setFeature(0, 1);
  await pass(REST);
  expect(morph.take?.score.title).toBe("At 1");
  studio.setFeature(0, 3);
  expect(morph.take).toBe(null);
});

test("a model that does not answer is told once, and forgotten when it does", async () => {
  decode.mockRejectedValue(new Error("gone"));
  await play();
  for (const value of [1, 2]) {
    studio.setFeature(0, value);
    await pass(REST);
  }
  expect(notices.list.value.map(({ text }) => text)).toEqual(["The sliders can't be heard: gone"]);
  decode.mockImplementation(async () => makeTake("Back"));
  notices.list.value[0]!.actions[0]!.run();
  await pass(REST);
  expect([player.morphs, notices.list.value]).toEqual([["Back"], []]);
});

test("a draft is played by the band of the track it came from, and taken back to it", async () => {
  await play();
  const own = library.current.value!;
  studio.setFeature(0, 1);
  await pass(REST);
  expect(deck.sound.entry.value?.mix).toEqual({ ...PLAIN, seed: seedOf(own.score) });
  deck.sound.revert();
  expect([player.morphs, deck.sound.entry.value]).toEqual([["At 1", own.score.title], own]);
});

test("a draft that is adopted goes on sounding", async () => {
  await play();
  studio.setFeature(0, 1);
  await pass(REST);
  const entry = library.add(deck.sound.draft.value!, deck.sound.entry.value!.mix, library.current.value);
  deck.adopt(entry);
  await pass(REST);
  expect([player.loads, player.state, library.current.value, deck.sound.draft.value]).toEqual([
    ["Track 1"],
    "playing",
    entry,
    null,
  ]);
  expect(library.entries.value.indexOf(entry)).toBe(1);
});
