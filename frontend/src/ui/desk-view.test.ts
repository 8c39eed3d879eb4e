import { afterEach, expect, test } from "vitest";
import { DeskView } from "./desk-view";
import { pageShortcuts } from "./shortcuts";

customElements.define("lofi-desk", DeskView);

afterEach(() => document.body.replaceChildren());

test("a desk's keys are on the sheet while it is shown", () => {
  const desk = document.createElement("lofi-desk");
  document.body.append(desk);
  expect(pageShortcuts.value[0]).toEqual({ keys: "J K", does: "Next or previous case" });
  desk.remove();
  expect(pageShortcuts.value).toEqual([]);
});

test("a desk that comes in before the last is taken out keeps its keys on the sheet", () => {
  const [queue, opened] = [document.createElement("lofi-desk"), document.createElement("lofi-desk")];
  document.body.append(queue, opened);
  queue.remove();
  expect(pageShortcuts.value.length).toBe(5);
});
