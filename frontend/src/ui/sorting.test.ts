import { beforeEach, expect, it, vi } from "vitest";
import { sortByHand } from "./sorting";

let list: HTMLElement;
let stop: () => void;
/** Sortable leaves a mark on the lists that it holds. */
const isSortable = () => Object.entries(list).some(([key, value]) => key.startsWith("Sortable") && value);
const rest = () => new Promise((resolve) => setTimeout(resolve, 50));

beforeEach(() => {
  document.body.innerHTML = "<ol><li>A</li><li>B</li></ol>";
  list = document.querySelector("ol")!;
  stop = sortByHand(list, "li", () => undefined);
  return () => stop();
});

it("waits for a hand", async () => {
  await rest();
  expect(isSortable()).toBe(false);
});

it.each([
  ["a mouse over the list", () => list.dispatchEvent(new Event("pointerenter"))],
  ["the first touch of the page", () => document.dispatchEvent(new Event("touchstart"))],
])("is there after %s, until it is told to stop", async (_, come) => {
  come();
  await vi.waitFor(() => expect(isSortable()).toBe(true));
  stop();
  await vi.waitFor(() => expect(isSortable()).toBe(false));
});

it("stays away when the list has gone before any hand came", async () => {
  stop();
  document.dispatchEvent(new Event("touchstart"));
  await rest();
  expect(isSortable()).toBe(false);
});
