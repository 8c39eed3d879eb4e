import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notices } from "../app";
import { settle, TestServer } from "../social/server.testing";
import { TASTE_ELEMENTS } from "./index";

for (const [name, element] of Object.entries(TASTE_ELEMENTS)) customElements.define(name, element);

const MEMBER = '<details class="account-menu"><summary>alice</summary></details>';
const NUDGE = '<lofi-nudge data-track="t1" data-title="Rain"></lofi-nudge>';
let server: TestServer;

beforeEach(() => {
  server = new TestServer();
});

afterEach(() => {
  document.body.innerHTML = "";
  for (const { id } of notices.list.value) notices.dismiss(id);
});

const told = () => notices.list.value.map(({ text }) => text);

async function press(words: string): Promise<void> {
  [...document.querySelectorAll("button")].find((button) => button.textContent?.startsWith(words))?.click();
  await settle();
}

describe("nudge", () => {
  it("is said of a track, told, and taken back", async () => {
    server.answer("POST me/taste", { id: "n1", title: "Rain" }, 201);
    server.answer("DELETE me/taste/nudges/n1", null, 204);
    document.body.innerHTML = MEMBER + NUDGE;
    await press("Less like that");
    expect(server.asked[0]).toEqual({ method: "POST", path: "me/taste", body: { track: "t1", direction: "less" } });
    expect(told()).toEqual(["Less like “Rain” from now on."]);
    notices.list.value[0]!.actions[0]!.run();
    await settle();
    expect(server.calls()).toEqual(["POST me/taste", "DELETE me/taste/nudges/n1"]);
  });

  it("of a visitor is not sent, and shows the way in", async () => {
    document.body.innerHTML = NUDGE;
    await press("More like this");
    expect([server.asked, told()]).toEqual([[], ["Log in to set your taste."]]);
  });

  it("that fails says so", async () => {
    server.answer("POST me/taste", null, 500);
    document.body.innerHTML = MEMBER + NUDGE;
    await press("More like this");
    expect(told()).toEqual(["It was not kept: The server has a problem of its own."]);
  });
});

describe("the link to a taste", () => {
  it("is made, and taken back", async () => {
    server.answer("POST me/taste/link", { url: "http://lofi/taste/abc" }, 201);
    server.answer("DELETE me/taste/link", null, 204);
    document.body.innerHTML = `${MEMBER}<lofi-taste-link></lofi-taste-link>`;
    await press("Make a link");
    expect(document.querySelector("input")?.value).toBe("http://lofi/taste/abc");
    await press("Take the link back");
    expect([document.querySelector("input"), server.asked.length]).toEqual([null, 2]);
  });
});
