import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Heard, Standing } from "../api/teaching";
import { Teaching } from "./teaching";

const YES: Standing = { consent: true, asked: true };
const NO: Standing = { consent: false, asked: true };
const NEVER: Standing = { consent: false, asked: false };
const RAIN: Heard = { track: "rain", kind: "listen", context: "feed" };

let stored: Standing;
let looked: number;
let told: Heard[][];
let member: boolean;
let fails: boolean;

const client = {
  standing: async () => {
    looked += 1;
    if (fails) throw new Error("You are offline.");
    return stored;
  },
  consent: async (consent: boolean) => {
    if (fails) throw new Error("You are offline.");
    stored = { consent, asked: true };
    return stored;
  },
  heard: async (signals: readonly Heard[]) => {
    told.push([...signals]);
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  [stored, looked, told, member, fails] = [NEVER, 0, [], true, false];
});

afterEach(() => {
  vi.useRealTimers();
});

const teaching = () => new Teaching(client, () => member);

test("a member who was never asked is asked once a visit", async () => {
  const here = teaching();
  expect([await here.isToBeAsked(), await here.isToBeAsked(), looked]).toEqual([true, false, 1]);
});

test.each([YES, NO])("who has answered is not asked", async (standing) => {
  stored = standing;
  expect(await teaching().isToBeAsked()).toBe(false);
});

test("a visitor is not asked, nor looked up", async () => {
  member = false;
  const here = teaching();
  await here.hear(RAIN);
  here.flush();
  expect([await here.isToBeAsked(), looked, told]).toEqual([false, 0, []]);
});

test("what is heard is told together, after a while", async () => {
  stored = YES;
  const here = teaching();
  await here.hear(RAIN);
  await here.hear({ ...RAIN, track: "snow", kind: "skip" });
  expect(told).toEqual([]);
  vi.advanceTimersByTime(15_000);
  expect(told.map((signals) => signals.map(({ track }) => track))).toEqual([["rain", "snow"]]);
  expect(here.listens.value).toBe(1);
});

test("a page that goes away tells what waits", async () => {
  stored = YES;
  const here = teaching();
  await here.hear(RAIN);
  here.flush();
  here.flush();
  expect(told).toEqual([[RAIN]]);
});

test.each([NO, NEVER])("nothing is told without a yes", async (standing) => {
  stored = standing;
  const here = teaching();
  await here.hear(RAIN);
  here.flush();
  expect([told, here.listens.value]).toEqual([[], 0]);
});

test("what waits is not told after the yes was taken back", async () => {
  stored = YES;
  const here = teaching();
  await here.hear(RAIN);
  await here.answer(false);
  here.flush();
  expect(told).toEqual([]);
});

test("an answer that did not arrive is none", async () => {
  const here = teaching();
  await here.isToBeAsked();
  fails = true;
  await expect(here.answer(true)).rejects.toThrow("You are offline.");
  expect(here.standing.value).toEqual(NEVER);
});

test("a look that failed is made again", async () => {
  fails = true;
  const here = teaching();
  expect(await here.isToBeAsked()).toBe(false);
  fails = false;
  expect([await here.isToBeAsked(), looked]).toEqual([true, 2]);
});

test("who comes back from their account is looked up anew", async () => {
  const here = teaching();
  await here.isToBeAsked();
  stored = YES;
  here.forget();
  await here.hear(RAIN);
  here.flush();
  expect(told).toEqual([[RAIN]]);
});
