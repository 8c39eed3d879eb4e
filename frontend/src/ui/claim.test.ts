import { expect, test } from "vitest";
import type { Brought } from "../api/client";
import { PLAIN } from "../music/mix";
import { batches, Claims, sendAll } from "./claim";
import { memoryStorage } from "./memory-storage";
import { type Entry, newEntry } from "./storage";
import { makeTake, makeTakes } from "./testing";

const made = (title: string, mix = PLAIN): Entry => newEntry(makeTake(title), true, mix);
const titles = (entries: readonly Entry[]) => entries.map((entry) => entry.score.title);

test("what the visitor made is offered, what came with the list is not", () => {
  const entries = [newEntry(makeTake("Default")), made("One"), made("Two")];
  expect(titles(new Claims(memoryStorage(), memoryStorage(), "a").offered(entries))).toEqual(["One", "Two"]);
});

test("not now lasts for the visit, never lasts", () => {
  const [storage, visit, entries] = [memoryStorage(), memoryStorage(), [made("One")]];
  new Claims(storage, visit, "a").later();
  expect(new Claims(storage, visit, "a").offered(entries)).toEqual([]);
  expect(titles(new Claims(storage, memoryStorage(), "a").offered(entries))).toEqual(["One"]);
  new Claims(storage, visit, "a").never();
  expect(new Claims(storage, memoryStorage(), "a").offered(entries)).toEqual([]);
});

test("another member of the same browser is asked for themselves", () => {
  const [storage, visit, entries] = [memoryStorage(), memoryStorage(), [made("One")]];
  new Claims(storage, visit, "a").never();
  expect(titles(new Claims(storage, visit, "b").offered(entries))).toEqual(["One"]);
});

test("what was claimed, or made by the member, is not asked about again", () => {
  const [storage, one, two] = [memoryStorage(), made("One"), made("Two")];
  new Claims(storage, memoryStorage(), "a").note([one]);
  expect(titles(new Claims(storage, memoryStorage(), "a").offered([one, two]))).toEqual(["Two"]);
});

test("answers that can't be read are none, and a full storage stops nothing", () => {
  const broken = memoryStorage({ "lofi.claim.a": "[" });
  expect(new Claims(broken, memoryStorage(), "a").offered([made("One")]).length).toBe(1);
  const full = {
    ...memoryStorage(),
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
  };
  expect(() => new Claims(full, memoryStorage(), "a").never()).not.toThrow();
});

test("takes are sent in order, in calls that the server's bounds allow", async () => {
  const sent: Brought[][] = [];
  const send = async (takes: Brought[]) => {
    sent.push(takes);
    return { stored: takes.length - 1, known: 1 };
  };
  const entries = makeTakes(250).map((take) => newEntry(take, true));
  expect(await sendAll(entries, send)).toEqual({ stored: 247, known: 3 });
  expect(sent.map((takes) => takes.length)).toEqual([100, 100, 50]);
  expect(sent.flat().map((take) => take.score.title)).toEqual(titles(entries));
});

test("a call stays under its bytes", () => {
  const takes = makeTakes(10).map(({ score }) => ({ score, latent: null, mix: null }));
  const bytes = 5 * JSON.stringify(takes[0]).length;
  expect(batches(takes, { takes: 100, bytes }).map((batch) => batch.length)).toEqual([2, 2, 2, 2, 2]);
});

test("a plain mix is left out, a set one is sent", async () => {
  const sent: Brought[] = [];
  const send = async (takes: Brought[]) => ({ stored: sent.push(...takes), known: 0 });
  await sendAll([made("One"), made("Two", { ...PLAIN, bpm: 70 })], send);
  expect(sent.map((take) => take.mix)).toEqual([null, { ...PLAIN, bpm: 70 }]);
});
