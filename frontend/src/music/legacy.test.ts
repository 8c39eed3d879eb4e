import { zlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { DEFAULT_LINK, makeScore } from "./fixtures";
import { LINK_LIMITS, LinkError, readLink, writeLink } from "./legacy";
import { toLegacy } from "./score";

function link(data: unknown): string {
  const bytes = zlibSync(new TextEncoder().encode(JSON.stringify(data)));
  return `?${btoa(String.fromCharCode(...bytes))}`;
}

const TRACK = toLegacy(makeScore());

describe("a real link", () => {
  test("test_default_playlist_has_nine_tracks_with_all_their_bars", () => {
    const bars = readLink(DEFAULT_LINK).map((score) => score.harmony.length);
    expect(bars).toEqual([7, 9, 10, 8, 14, 8, 10, 8, 8]);
  });

  test("test_default_playlist_round_trips_whole", () => {
    const legacy = readLink(DEFAULT_LINK).map(toLegacy);
    expect(readLink(writeLink(readLink(DEFAULT_LINK))).map(toLegacy)).toEqual(legacy);
    expect(legacy[0]).toEqual({
      title: "#178963356692124286946444",
      key: 3,
      mode: 1,
      bpm: 81,
      energy: 0.742,
      valence: 0.627,
      chords: [1, 6, 5, 1, 4, 1, 5],
      melodies: [
        [9, 8, 8, 8, 8, 8, 8, 8],
        [6, 6, 6, 6, 6, 6, 6, 6],
        [6, 6, 8, 8, 10, 8, 11, 10],
        [8, 8, 8, 8, 8, 8, 8, 8],
        [6, 6, 6, 11, 11, 11, 11, 11],
        [10, 8, 8, 8, 8, 8, 8, 8],
        [5, 4, 4, 4, 4, 7, 7, 7],
      ],
    });
  });

  test.each([
    ["a whole URL", (query: string) => `https://example.org/lofi/${query}#top`],
    ["bare base64", (query: string) => query.slice(1)],
    ["plus signs lost to spaces", (query: string) => query.replaceAll("+", " ")],
    ["percent escapes", (query: string) => `?${encodeURIComponent(query.slice(1))}`],
    ["padding lost", (query: string) => query.replace(/=+$/, "")],
  ])("test_link_reads_%s", (_, change) => {
    expect(readLink(change(DEFAULT_LINK))).toEqual(readLink(DEFAULT_LINK));
  });

  test("test_link_of_two_hundred_tracks_round_trips", () => {
    const scores = Array.from({ length: LINK_LIMITS.tracks }, () => makeScore());
    expect(readLink(writeLink(scores)).length).toBe(200);
  });
});

describe("a hostile link", () => {
  test.each([
    ["?%%%", "the link is not base64"],
    ["?!!!!", "the link is not base64"],
    [`?${btoa("hello world")}`, "the link is not zlib-compressed"],
    [DEFAULT_LINK.slice(0, 200), "the link is cut off"],
    [link({}), "the link must hold a list of tracks"],
    [link([]), "the link must hold 1 to 200 tracks, not 0"],
    [link([{}]), "track 1: mode: must be a whole number from 1 to 7"],
    [link([{ ...TRACK, chords: [], melodies: [] }]), "track 1: chords: must have 1 to 50 entries, not 0"],
    [link([TRACK, { ...TRACK, mode: 9 }]), "track 2: mode: must be a whole number from 1 to 7"],
    [link([{ ...TRACK, energy: 1.5 }]), "track 1: energy: must be a number from 0 to 1"],
    [link([{ ...TRACK, key: 99 }]), "track 1: key: must be a whole number from 1 to 12"],
    [`?${"A".repeat(LINK_LIMITS.text)}`, "the link is longer than 200000 characters"],
  ])("test_link_is_refused_with_a_reason (%#)", (text, reason) => {
    expect(() => readLink(text)).toThrow(new LinkError(reason));
  });

  test("test_zip_bomb_is_refused_before_it_is_inflated", () => {
    const bomb = zlibSync(new Uint8Array(50_000_000), { level: 9 });
    let binary = "";
    for (const byte of bomb) binary += String.fromCharCode(byte);
    expect(() => readLink(btoa(binary))).toThrow(new LinkError("the link inflates to more than 1000000 bytes"));
  });
});
