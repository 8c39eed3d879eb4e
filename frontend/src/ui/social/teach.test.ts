import { afterEach, beforeEach, expect, test } from "vitest";
import { notices, teaching } from "../app";
import { LikeButton } from "./like";
import { settle, TestServer } from "./server.testing";

customElements.define("lofi-like", LikeButton);

let server: TestServer;
let next = 0;

beforeEach(() => {
  server = new TestServer();
  teaching.forget();
});

afterEach(() => {
  document.body.innerHTML = "";
  for (const { id } of notices.list.value) notices.dismiss(id);
});

async function like(): Promise<void> {
  const id = `heart-${next++}`;
  server.answer(`PUT tracks/${id}/like?context=feed`, { likes: 1, liked: true });
  document.body.innerHTML = `<details class="account-menu"></details><lofi-like data-track="${id}"></lofi-like>`;
  document.querySelector<HTMLButtonElement>(".like")!.click();
  await settle();
}

const note = () => document.querySelector(".teach-note");
const press = (words: string) =>
  [...document.querySelectorAll<HTMLButtonElement>(".teach-note button")].find((b) => b.textContent === words)!.click();

test("who has answered is not asked at a like", async () => {
  server.answer("GET me/teaching", { consent: false, asked: true });
  await like();
  expect(note()).toBeNull();
});

test("the first like asks; not now is kept, and the next like does not ask", async () => {
  server.answer("GET me/teaching", { consent: false, asked: false });
  server.answer("PUT me/teaching", { consent: false, asked: true });
  await like();
  expect(note()!.textContent).toContain("May your likes teach the model?");
  press("Not now");
  await settle();
  expect([note(), server.asked.at(-1)!.body]).toEqual([null, { consent: false }]);
  await like();
  expect(note()).toBeNull();
});
