import { expect, it } from "vitest";
import { BlendButton } from "./blend";
import { settle, TestServer } from "./server.testing";

customElements.define("lofi-blend", BlendButton);

// The header says more than the name to whoever has something to read.
const MEMBER =
  '<details class="account-menu" data-name="alice"><summary>alice<span></span><span>, 1 unread</span></summary></details>';

it("offers what the member likes and made, whatever the header says beside their name", async () => {
  const server = new TestServer();
  server.answer("GET me/likes", { results: [{ id: "one", title: "Rain", creator: "bob" }] });
  server.answer("GET tracks?creator=alice", { results: [{ id: "two", title: "Sun", creator: "alice" }] });
  document.body.innerHTML = `${MEMBER}<lofi-blend data-track="three" data-title="Fog"></lofi-blend>`;
  document.querySelector<HTMLElement>("lofi-blend button")!.click();
  await settle();
  expect([...document.querySelectorAll(".sheet-choice > span:first-child")].map((each) => each.textContent)).toEqual([
    "Rain",
    "Sun",
  ]);
});
