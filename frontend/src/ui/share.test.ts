import { expect, test } from "vitest";
import { readLink, writeLink } from "../music/legacy";
import { Random } from "../music/random";
import { MAX_LINK, MAX_TRACKS, shareLink } from "./share";
import { makeScore } from "./testing";

const PAGE = "http://localhost:8000/";

test("a link holds the list", () => {
  const scores = [makeScore("One"), makeScore("Two")];
  const { url, tracks } = shareLink(scores, PAGE, writeLink);
  expect([readLink(url), tracks]).toEqual([scores, 2]);
});

test("a link is never longer than servers take, and says how much it holds", () => {
  const random = new Random(1);
  const scores = Array.from({ length: 150 }, (_, i) => {
    const melodies = Array.from({ length: 4 }, () => Array.from({ length: 8 }, () => Math.floor(random.next() * 15)));
    return makeScore(`A title ${i} ${random.next()}`, { melodies });
  });
  const { url, tracks } = shareLink(scores, PAGE, writeLink);
  expect(url.length).toBeLessThanOrEqual(MAX_LINK);
  expect(readLink(url)).toEqual(scores.slice(0, tracks));
  expect(PAGE.length + writeLink(scores.slice(0, tracks + 1)).length).toBeGreaterThan(MAX_LINK);
});

test("2,001 tracks are cut to what a reader accepts", () => {
  const scores = Array.from({ length: 2001 }, () => makeScore("Same"));
  expect(shareLink(scores, PAGE, writeLink).tracks).toBe(MAX_TRACKS);
});
