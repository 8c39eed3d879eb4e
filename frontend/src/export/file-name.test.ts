import { expect, test } from "vitest";
import { fileName, sessionName } from "./file-name";

test.each([
  ["Rain, again", "Rain, again.mp3"],
  ['a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j.mp3"],
  ["../../etc/passwd", "etc passwd.mp3"],
  ["  .hidden.  ", "hidden.mp3"],
  ["line\nbreak\u0000\u202Egnp", "line break gnp.mp3"],
  ["夜 – Straße", "夜 – Straße.mp3"],
  ["Cafe\u0301", "Café.mp3"],
  ["CON", "CON track.mp3"],
  ["...", "lofi track.mp3"],
  ["", "lofi track.mp3"],
])("%j becomes %j", (title, name) => {
  expect(fileName(title, "mp3")).toBe(name);
});

test("long titles are cut between characters", () => {
  expect(fileName("🎧".repeat(100), "wav")).toBe(`${"🎧".repeat(80)}.wav`);
});

test("a session is named by its moment", () => {
  expect(sessionName(new Date(2026, 2, 4, 5, 6), "webm")).toBe("Lofi session 2026-03-04 05.06.webm");
});
