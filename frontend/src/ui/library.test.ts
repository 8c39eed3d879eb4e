import { beforeEach, expect, test } from "vitest";
import { Queue } from "../audio/queue";
import { PLAIN } from "../music/mix";
import { Library } from "./library";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import type { Entry } from "./storage";
import { makeTake, makeTakes } from "./testing";

let storage: Storage;
let notices: Notices;

function visit(): Library {
  notices = new Notices();
  return new Library(new Queue<Entry>(), storage, notices);
}

const titles = (library: Library) => library.entries.value.map((entry) => entry.score.title);
const told = () => notices.list.value.map((notice) => notice.text);

beforeEach(() => {
  storage = memoryStorage();
});

test("a first list becomes the listener's own and survives a reload", () => {
  const library = visit();
  library.open(makeTakes(3), "default");
  library.move(library.entries.value[2]!.id, 0);
  library.save();
  const again = visit();
  expect([again.restore(), titles(again), again.shared.value]).toEqual([true, ["Track 3", "Track 1", "Track 2"], null]);
});

test("a stored track is opened with the sound that was set for it", () => {
  const mix = { ...PLAIN, preset: "rooftop" };
  const library = visit();
  library.open([{ ...makeTake("Set"), mix }, makeTake("Plain")], "track=x");
  expect(library.entries.value.map((entry) => entry.mix)).toEqual([mix, PLAIN]);
});

test("broken storage never bricks the page, and is told", () => {
  storage = memoryStorage({ "lofi.list": "[{}]", "lofi.shared": "[{}]", "lofi.settings": "[{}]" });
  const library = visit();
  expect(library.restore()).toBe(false);
  library.open(makeTakes(2), "default");
  expect([titles(library), told().length > 0]).toEqual([["Track 1", "Track 2"], true]);
});

function ownAndShared(): Library {
  const own = visit();
  own.open(makeTakes(2), "default");
  own.save();
  const library = visit();
  library.restore();
  library.open([makeTake("Shared")], "eJx");
  return library;
}

test("a shared list is shown beside the listener's own", () => {
  const library = ownAndShared();
  library.save();
  expect([titles(library), library.shared.value]).toEqual([["Shared"], "eJx"]);
  library.restore();
  expect([titles(library), library.shared.value]).toEqual([["Track 1", "Track 2"], null]);
});

test("a shared list can be kept behind the own one", () => {
  const library = ownAndShared();
  library.keepShared();
  library.save();
  const again = visit();
  again.restore();
  expect(titles(again)).toEqual(["Track 1", "Track 2", "Shared"]);
});

test("a shared list that the listener has already opens their own", () => {
  const own = visit();
  own.open(makeTakes(3), "default");
  own.save();
  const library = visit();
  library.restore();
  library.open(makeTakes(2), "eJx");
  expect([titles(library), library.shared.value]).toEqual([["Track 1", "Track 2", "Track 3"], null]);
});

test("what was made on a shared list survives the next link", () => {
  const library = ownAndShared();
  library.add(makeTake("Made"));
  library.save();
  const again = visit();
  again.restore();
  again.open([makeTake("Other")], "eJy");
  again.restore();
  expect(titles(again)).toEqual(["Track 1", "Track 2", "Made"]);
});

test("removing can be undone, at the same place", () => {
  const library = visit();
  library.open(makeTakes(3), "default");
  library.remove(library.entries.value[1]!.id);
  expect(titles(library)).toEqual(["Track 1", "Track 3"]);
  notices.list.value[0]!.actions[0]!.run();
  expect(titles(library)).toEqual(["Track 1", "Track 2", "Track 3"]);
});

test("two tabs keep each other's tracks", () => {
  const first = visit();
  first.open(makeTakes(2), "default");
  first.save();
  const second = visit();
  second.restore();
  second.choose(second.entries.value[1]!.id);
  const playing = second.current.value;
  second.save();
  first.refresh();
  first.add(makeTake("Made"));
  first.save();
  second.refresh();
  second.flush();
  expect([titles(second), second.current.value === playing]).toEqual([["Track 1", "Track 2", "Made"], true]);
  const again = visit();
  again.restore();
  expect(titles(again)).toEqual(["Track 1", "Track 2", "Made"]);
});

test("a browser without room says so, once", () => {
  const library = visit();
  library.open(makeTakes(1), "default");
  storage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  library.save();
  library.save();
  expect(told()).toEqual(["This browser has no room for the whole list: the last changes are not kept."]);
});

test("thousands of tracks come and go", () => {
  const library = visit();
  library.open(makeTakes(5000), "default");
  library.move(library.entries.value[4999]!.id, 0);
  library.save();
  const again = visit();
  again.restore();
  expect([again.entries.value.length, titles(again)[0]]).toEqual([5000, "Track 5000"]);
});

test("a list that the listener emptied stays empty", () => {
  const library = visit();
  library.open(makeTakes(1), "default");
  library.remove(library.entries.value[0]!.id);
  library.save();
  const again = visit();
  expect([again.restore(), titles(again)]).toEqual([true, []]);
});
