import { expect, test } from "vitest";
import { EmbedPlayer, readEmbedded } from "./embed-player";
import { makeScore, SilentPlayer } from "./testing";

function build(titles: string[]) {
  const tracks = titles.map((title) => ({ score: makeScore(title), latent: null, mix: null, maker: "alice" }));
  const player = new SilentPlayer();
  const embed = new EmbedPlayer(readEmbedded({ title: "Evening", link: "/playlists/x", tracks }), async () => player);
  const button = (name: string) => embed.element.querySelector<HTMLButtonElement>(`[aria-label="${name}"]`)!;
  const text = (part: string) => embed.element.querySelector(`.embed-${part}`)!.textContent;
  return { embed, player, button, text };
}

const settle = () => new Promise((done) => setTimeout(done, 0));

test("play loads the track, then plays it; pause keeps it", async () => {
  const { player, button } = build(["Rain"]);
  button("Play").click();
  await settle();
  expect([player.loads, player.state]).toEqual([["Rain"], "playing"]);
  button("Pause").click();
  expect(player.state).toBe("paused");
  button("Play").click();
  await settle();
  expect([player.loads, player.state]).toEqual([["Rain"], "playing"]);
});

test("the button follows the listener while the track still loads", async () => {
  const { player, button } = build(["Rain"]);
  player.hold();
  button("Play").click();
  await settle();
  button("Pause").click();
  player.release();
  await settle();
  expect(player.state).toBe("paused");
});

test("a list goes on while the last chord rings, once, and ends after its last track", async () => {
  const { player, button, text } = build(["One", "Two"]);
  button("Play").click();
  await settle();
  player.nearEnd();
  player.nearEnd();
  player.end();
  await settle();
  expect([player.loads, text("title")]).toEqual([["One", "Two"], "Two"]);
  player.nearEnd();
  player.end();
  await settle();
  expect([player.loads.length, button("Play").disabled]).toEqual([2, false]);
});

test("maker and place in the list are told, as text", () => {
  const { text } = build(["<b>One</b>", "Two"]);
  expect([text("title"), text("maker")]).toEqual(["<b>One</b>", "by alice · 1 of 2, Evening"]);
});

test("what can't be loaded is told, and can be tried again", async () => {
  const { player, button, text } = build(["Rain"]);
  player.failure = new Error("gone");
  button("Play").click();
  await settle();
  expect(text("status")).toBe("The sound could not be loaded.");
  player.failure = null;
  button("Play").click();
  await settle();
  expect([text("status"), player.state]).toEqual(["", "playing"]);
});

test("an empty list can't be played", () => {
  const { button, text } = build([]);
  expect([button("Play").disabled, text("title"), text("status")]).toEqual([
    true,
    "Evening",
    "There is nothing in it.",
  ]);
});
