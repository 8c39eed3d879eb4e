import { beforeEach, describe, expect, it } from "vitest";
import type { Take } from "../api/client";
import { Queue } from "../audio/queue";
import { Deck } from "./deck";
import { Library } from "./library";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import { type SourceApi, Sources } from "./sources";
import { DEFAULTS, type Entry } from "./storage";
import { makeTakes, SilentPlayer } from "./testing";

const settle = () => new Promise((resolve) => setTimeout(resolve));
const stored = (many: number, first = 1): Take[] =>
  makeTakes(many).map((take, i) => ({ ...take, trackId: `t${first + i}` }));

let library: Library;
let deck: Deck;
let calls: string[];
let client: SourceApi;
let sources: Sources;

const ids = () => library.entries.value.map((entry) => entry.trackId);
const wish = (source: string, extra = {}) => ({ source, start: null, shuffle: false, ...extra });

beforeEach(() => {
  library = new Library(new Queue<Entry>(), memoryStorage(), new Notices());
  const player = new SilentPlayer();
  deck = new Deck(library, async () => player, DEFAULTS);
  calls = [];
  client = {
    feed: async (query, page = 1) => {
      calls.push(`feed ${query} ${page}`);
      return { takes: stored(2, 2 * page - 1), isLast: page === 3 };
    },
    playlist: async () => stored(3),
    caseTakes: async () => stored(1, 7),
    track: async (id) => [{ ...stored(1)[0]!, trackId: id }],
    taste: async (key, { count }) => {
      calls.push(`taste ${key}`);
      return makeTakes(count);
    },
    radio: async (station, { count, exclude }) => {
      calls.push(`radio ${station} ${exclude.join()}`);
      return stored(count, exclude.length + 1);
    },
  };
  sources = new Sources(client, library, deck);
  library.open(makeTakes(2), "default");
  library.save();
});

describe("sources", () => {
  it("play beside the listener's own list, which comes back", async () => {
    await sources.toggle(wish("playlist:p"));
    await settle();
    expect([ids(), deck.wanted.value, library.shared.value]).toEqual([["t1", "t2", "t3"], true, "playlist:p"]);
    library.restore();
    expect(library.entries.value.map((entry) => entry.score.title)).toEqual(["Track 1", "Track 2"]);
  });

  it("play a case of moderation", async () => {
    await sources.toggle(wish("case:c"));
    await settle();
    expect([ids(), library.shared.value]).toEqual([["t7"], "case:c"]);
  });

  it("begin where they are told to, and pause when pressed again", async () => {
    await sources.toggle(wish("playlist:p", { start: "t2" }));
    await settle();
    expect(library.current.value?.trackId).toBe("t2");
    expect(sources.isOn(wish("playlist:p", { start: "t2" }))).toBe(true);
    expect(sources.isOn(wish("playlist:p", { start: "t3" }))).toBe(false);
    expect(sources.isOn(wish("track:t2"))).toBe(true);
    await sources.toggle(wish("playlist:p"));
    expect(deck.wanted.value).toBe(false);
    await sources.toggle(wish("playlist:p", { start: "t3" }));
    expect([library.current.value?.trackId, deck.wanted.value]).toEqual(["t3", true]);
  });

  it("go on beyond a feed's first page, up to its last", async () => {
    await sources.toggle(wish("feed:?sort=hot"));
    await settle();
    for (let i = 0; i < 5; i++) {
      deck.next();
      await settle();
    }
    expect(ids()).toEqual(["t1", "t2", "t3", "t4", "t5", "t6"]);
    expect(calls).toEqual(["feed ?sort=hot 1", "feed ?sort=hot 2", "feed ?sort=hot 3"]);
  });

  it("never end while they are a station, and tell it what was heard", async () => {
    await sources.toggle(wish("radio:?mood=rainy"));
    await settle();
    for (let i = 0; i < 3; i++) deck.next();
    await settle();
    expect(calls).toEqual(["radio ?mood=rainy ", "radio ?mood=rainy t1,t2,t3,t4"]);
    expect(library.entries.value.length).toBe(8);
  });

  it("give way to what a taste makes once it has moved", async () => {
    await sources.toggle(wish("taste:"));
    await settle();
    const [first, ...ahead] = library.entries.value;
    sources.renew();
    await settle();
    const now = library.entries.value;
    expect([now[0], now.length, library.current.value]).toEqual([first, 5, first]);
    expect(now.filter((entry) => ahead.includes(entry))).toEqual([]);
    expect(calls).toEqual(["taste ", "taste "]);
  });

  it("leave out what was asked for before the taste moved", async () => {
    await sources.toggle(wish("taste:"));
    await settle();
    const waiting: ((takes: Take[]) => void)[] = [];
    client.taste = () => new Promise((done) => waiting.push(done));
    sources.renew();
    sources.renew();
    waiting[0]!(makeTakes(2));
    await settle();
    expect([library.entries.value.length, waiting.length]).toEqual([1, 2]);
    waiting[1]!(makeTakes(3));
    await settle();
    expect(library.entries.value.length).toBe(4);
  });

  it("stay as they are when another's taste plays", async () => {
    await sources.toggle(wish("taste:abc"));
    await settle();
    sources.renew();
    await settle();
    expect([library.entries.value.length, calls]).toEqual([4, ["taste abc"]]);
  });

  it("leave what plays alone when they can't be had", async () => {
    deck.play();
    client.playlist = () => Promise.reject(new Error("gone"));
    await expect(sources.toggle(wish("playlist:p"))).rejects.toThrow("gone");
    expect([deck.wanted.value, library.shared.value, sources.opening.value]).toEqual([true, null, null]);
  });

  it("say so when there is nothing in them", async () => {
    client.playlist = async () => [];
    await expect(sources.toggle(wish("playlist:p"))).rejects.toThrow("There is nothing in it yet.");
  });

  it("shuffle when asked to", async () => {
    await sources.toggle(wish("playlist:p", { shuffle: true }));
    expect([library.shuffle.value, sources.isOn(wish("playlist:p", { shuffle: true }))]).toEqual([true, true]);
  });
});
