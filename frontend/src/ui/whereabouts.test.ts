import { expect, test } from "vitest";
import { contextOfPage, contextOfSource } from "./whereabouts";

test.each([
  ["/", "feed"],
  ["/discover/playlists", "feed"],
  ["/@alice", "feed"],
  ["/search", "search"],
  ["/radio", "radio"],
  ["/library/likes", "own"],
  ["/playlists/23456789ABC", "playlist"],
  ["/tracks/23456789ABC", "shared"],
  ["/account/teaching/", ""],
])("page %s is %s", (path, context) => {
  expect(contextOfPage(path)).toBe(context);
});

test.each([
  [null, "own"],
  ["feed:?sort=hot", "feed"],
  ["radio:", "radio"],
  ["playlist:23456789ABC", "playlist"],
  ["track:23456789ABC", "shared"],
  ["https://example.org/?eJx", "shared"],
])("what plays from %s is %s", (source, context) => {
  expect(contextOfSource(source)).toBe(context);
});
