import { describe, expect, test } from "vitest";
import { PLAIN } from "../music/mix";
import { Random } from "../music/random";
import { memoryStorage } from "./memory-storage";
import { DEFAULTS, newEntry, read, readSettings, write } from "./storage";
import { makeTake } from "./testing";

const latent = Array.from({ length: 100 }, (_, i) => (i - 50) / 40);

function stored(takes: unknown): string {
  return JSON.stringify({ version: 1, current: null, source: null, takes });
}

describe("list in the browser's storage", () => {
  test("comes back as it was written", () => {
    const storage = memoryStorage();
    const entries = [newEntry(makeTake("One", latent), true), newEntry(makeTake("Two"))];
    write(storage, "list", { entries, current: entries[1]!.id, source: null });
    expect(read(storage, "list")).toEqual({ saved: { entries, current: entries[1]!.id, source: null }, setAside: 0 });
  });

  test("a mix comes back with its track", () => {
    const storage = memoryStorage();
    const mix = { ...PLAIN, preset: "rooftop", rain: 0.4, soloed: ["keys"] as const };
    const entries = [newEntry(makeTake("One"), true, mix), newEntry(makeTake("Two"))];
    write(storage, "list", { entries, current: null, source: null });
    expect(read(storage, "list").saved?.entries.map((entry) => entry.mix)).toEqual([mix, PLAIN]);
  });

  test.each([3, [], { preset: "polka" }, { bpm: 1e9 }, { muted: "all" }])(
    "a mix that makes no sense costs its track nothing else: %j",
    (mix) => {
      const storage = memoryStorage({ list: stored([{ ...makeTake("Good"), mix }]) });
      const { saved, setAside } = read(storage, "list");
      expect([saved?.entries.map((entry) => [entry.score.title, entry.mix]), setAside]).toEqual([[["Good", PLAIN]], 0]);
    },
  );

  test("an absent list is no list", () => {
    expect(read(memoryStorage(), "list")).toEqual({ saved: null, setAside: 0 });
  });

  test.each(["[{}]", "{}", "null", "7", '"x"', "{", '{"version":2,"takes":[]}', '{"version":1,"takes":{}}'])(
    "%s is set aside whole",
    (text) => {
      const storage = memoryStorage({ list: text });
      expect(read(storage, "list")).toEqual({ saved: null, setAside: -1 });
      expect(storage.getItem("list.aside.1")).toBe(text);
    },
  );

  test.each([{}, null, 3, { score: {} }, { score: { ...makeTake("x").score, mode: 9 } }])(
    "a broken take is set aside and the others stay: %j",
    (broken) => {
      const text = stored([makeTake("Good"), broken]);
      const storage = memoryStorage({ list: text });
      const { saved, setAside } = read(storage, "list");
      expect(saved?.entries.map((entry) => entry.score.title)).toEqual(["Good"]);
      expect(setAside).toBe(1);
      expect(storage.getItem("list.aside.1")).toBe(text);
    },
  );

  test("the same broken text is kept once, another one beside it", () => {
    const storage = memoryStorage({ list: "[{}]" });
    read(storage, "list");
    read(storage, "list");
    storage.setItem("list", "[{}, {}]");
    read(storage, "list");
    expect([1, 2, 3].map((n) => storage.getItem(`list.aside.${n}`))).toEqual(["[{}]", "[{}, {}]", null]);
  });

  test.each([[[1, 2]], [Array(100).fill("0")], [Array(100).fill(9)], ["x"]])(
    "a latent out of bounds is forgotten, the track is not: %j",
    (bad) => {
      const storage = memoryStorage({ list: stored([{ ...makeTake("Good"), latent: bad }]) });
      expect(read(storage, "list").saved?.entries.map((entry) => entry.latent)).toEqual([null]);
    },
  );

  test("two entries with one id become two rows", () => {
    const storage = memoryStorage({
      list: stored([
        { ...makeTake("A"), id: "x" },
        { ...makeTake("B"), id: "x" },
      ]),
    });
    const ids = read(storage, "list").saved!.entries.map((entry) => entry.id);
    expect(new Set(ids).size).toBe(2);
  });

  test("two thousand takes fit into five million characters", () => {
    const storage = memoryStorage();
    const random = new Random(1);
    const noisy = Array.from({ length: 100 }, () => random.next() * 4 - 2);
    const entries = Array.from({ length: 2001 }, () => newEntry(makeTake("A title of usual length", noisy)));
    write(storage, "list", { entries, current: null, source: null });
    expect(storage.getItem("list")!.length).toBeLessThan(5_000_000);
  });
});

describe("settings", () => {
  test.each(["[{}]", "{", "null", "3"])("%s falls back to the defaults", (text) => {
    expect(readSettings(memoryStorage({ s: text }), "s")).toEqual(DEFAULTS);
  });

  test("are checked one by one", () => {
    const text = JSON.stringify({ volume: 7, muted: true, shuffle: "yes", repeat: "one" });
    expect(readSettings(memoryStorage({ s: text }), "s")).toEqual({ ...DEFAULTS, muted: true, repeat: "one" });
  });
});

test("a track that the server keeps is known again, its likes are not", () => {
  const storage = memoryStorage();
  const entry = newEntry({ ...makeTake("Stored"), trackId: "abc", creator: "alice", likes: 3, liked: true });
  write(storage, "list", { entries: [entry], current: null, source: null });
  const { trackId, creator, likes } = read(storage, "list").saved!.entries[0]!;
  expect([trackId, creator, likes]).toEqual(["abc", "alice", undefined]);
});
