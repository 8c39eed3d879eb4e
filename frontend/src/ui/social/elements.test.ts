import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notices, teaching } from "../app";
import { ruleOf } from "./create";
import { changesOf } from "./feature";
import { SOCIAL_ELEMENTS } from "./index";
import { moved } from "./order";
import { settle, TestServer } from "./server.testing";
import { embedCode } from "./share";
import { voted } from "./vote";

for (const [name, element] of Object.entries(SOCIAL_ELEMENTS)) customElements.define(name, element);

const MEMBER = '<details class="account-menu"><summary>alice</summary></details>';
let server: TestServer;
let next = 0;

beforeEach(() => {
  server = new TestServer();
  teaching.standing.value = { consent: false, asked: true };
});

afterEach(() => {
  document.body.innerHTML = "";
  sessionStorage.clear();
  for (const { id } of notices.list.value) notices.dismiss(id);
});

function show(html: string, member = true): void {
  const page = document.createElement("template");
  page.innerHTML = (member ? MEMBER : "") + html;
  document.body.replaceChildren(page.content);
}

/** Hearts remember tracks by id, so each test has a track of its own. */
function newTrack(): string {
  return `track-${next++}`;
}

const told = () => notices.list.value.map(({ text }) => text);
const pressed = (name: string) =>
  [...document.querySelectorAll(`${name} [aria-pressed]`)].map((button) => button.getAttribute("aria-pressed"));
const button = (name: string) => document.querySelector<HTMLButtonElement>(name)!;

describe("like", () => {
  it("shows at once, in every heart of the track, and is sent once", async () => {
    const id = newTrack();
    server.answer(`PUT tracks/${id}/like?context=feed`, { likes: 4, liked: true });
    const heart = `<lofi-like data-track="${id}" data-title="Rain" data-count="2"></lofi-like>`;
    show(heart + heart);
    button(".like").click();
    expect(pressed("lofi-like")).toEqual(["true", "true"]);
    expect(document.querySelector(".like")!.textContent).toContain("Like Rain, 3 likes");
    await settle();
    expect(server.calls()).toEqual([`PUT tracks/${id}/like?context=feed`]);
    expect([...document.querySelectorAll(".like-count")].map((count) => count.textContent)).toEqual(["4", "4"]);
  });

  it("is undone when the server fails, and says why", async () => {
    const id = newTrack();
    server.answer(`PUT tracks/${id}/like?context=feed`, null, 500);
    show(`<lofi-like data-track="${id}" data-count="2"></lofi-like>`);
    button(".like").click();
    await settle();
    expect([pressed("lofi-like"), document.querySelector(".like-count")!.textContent]).toEqual([["false"], "2"]);
    expect(told()).toEqual(["Your like was not kept: The server has a problem of its own."]);
  });

  it("of a visitor is not sent but waits until they are back", async () => {
    const id = newTrack();
    const heart = `<lofi-like data-track="${id}" data-count="0"></lofi-like>`;
    show(heart, false);
    button(".like").click();
    await settle();
    expect([server.calls(), told()]).toEqual([[], ["Log in to like tracks."]]);
    server.answer(`PUT tracks/${id}/like?context=feed`, { likes: 1, liked: true });
    show(heart);
    await settle();
    expect([server.calls(), pressed("lofi-like")]).toEqual([[`PUT tracks/${id}/like?context=feed`], ["true"]]);
  });

  it("of a session that ended leads to the way in", async () => {
    const id = newTrack();
    server.answer(`PUT tracks/${id}/like?context=feed`, { detail: "no" }, 401);
    show(`<lofi-like data-track="${id}" data-count="2"></lofi-like>`);
    button(".like").click();
    await settle();
    expect([pressed("lofi-like"), told()]).toEqual([["false"], ["Log in to like tracks."]]);
  });
});

describe("vote", () => {
  it("moves between up, down and none, counts with it", () => {
    const none = { ups: 3, downs: 1, vote: 0 } as const;
    const up = voted(none, 1);
    expect(up).toEqual({ ups: 4, downs: 1, vote: 1 });
    expect(voted(up, -1)).toEqual({ ups: 3, downs: 2, vote: -1 });
    expect(voted(up, 1)).toEqual(none);
  });

  it("is sent with its value, and the server's counts are shown", async () => {
    server.answer("PUT playlists/p/vote", { ups: 8, downs: 1, vote: 1 });
    show('<lofi-vote data-playlist="p" data-ups="3" data-downs="1" data-vote="0"></lofi-vote>');
    button('[aria-label="Vote up"]').click();
    expect(pressed("lofi-vote")).toEqual(["true", "false"]);
    await settle();
    expect(server.asked.map(({ body }) => body)).toEqual([{ value: 1 }]);
    expect(document.querySelector(".vote-score")!.textContent).toBe("7");
  });
});

describe("follow", () => {
  it("is a button that says what it is, and can be taken back", async () => {
    server.answer("PUT playlists/p/follow", { followers: 1, following: true });
    server.answer("DELETE playlists/p/follow", { followers: 0, following: false });
    show('<lofi-follow data-playlist="p" data-count="0"></lofi-follow>');
    const press = button("lofi-follow button");
    press.click();
    await settle();
    expect([press.textContent, press.ariaPressed ?? press.getAttribute("aria-pressed")]).toEqual(["Following", "true"]);
    press.click();
    await settle();
    expect([press.textContent, server.calls()]).toEqual([
      "Follow",
      ["PUT playlists/p/follow", "DELETE playlists/p/follow"],
    ]);
  });
});

describe("order", () => {
  const LIST = `<lofi-order data-playlist="p"><ol>${["a", "b", "c"]
    .map(
      (id) => `<li data-entry="${id}" data-track="t${id}" data-title="${id.toUpperCase()}"><a href="#">${id}</a></li>`,
    )
    .join("")}</ol></lofi-order>`;
  const order = () => [...document.querySelectorAll<HTMLElement>("li[data-entry]")].map(({ dataset }) => dataset.entry);
  const spoken = () => document.querySelector("lofi-order > [role=status]")!.textContent;

  function key(entry: string, name: string): void {
    const link = document.querySelector(`[data-entry="${entry}"] a`)!;
    link.dispatchEvent(new KeyboardEvent("keydown", { key: name, altKey: true, bubbles: true, cancelable: true }));
  }

  it("puts one thing elsewhere and leaves the others in their order", () => {
    expect(moved(["a", "b", "c"], "a", 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  });

  it("moves by key and by button, says where things are, and sends the whole order", async () => {
    server.answer("PUT playlists/p/order", null, 204);
    show(LIST);
    key("a", "ArrowDown");
    expect([order(), spoken()]).toEqual([["b", "a", "c"], "A is now 2 of 3."]);
    await settle();
    button('[aria-label="Move C up"]').click();
    await settle();
    expect(server.asked.map(({ body }) => body)).toEqual([{ entries: ["b", "a", "c"] }, { entries: ["b", "c", "a"] }]);
  });

  it("goes no further than the ends", async () => {
    show(LIST);
    key("a", "ArrowUp");
    await settle();
    expect([order(), server.calls(), spoken()]).toEqual([["a", "b", "c"], [], "A is at the end already."]);
  });

  it("is undone when the server fails", async () => {
    server.answer("PUT playlists/p/order", null, 500);
    show(LIST);
    key("c", "ArrowUp");
    await settle();
    expect([order(), spoken()]).toEqual([["a", "b", "c"], "The move was undone."]);
    expect(told()).toEqual(["The move was undone: The server has a problem of its own."]);
  });

  it("takes a track out and offers to put it back where it was", async () => {
    server.answer("DELETE playlists/p/tracks/b", null, 204);
    show(LIST);
    button('[aria-label="Remove B"]').click();
    await settle();
    expect([order(), told()]).toEqual([["a", "c"], ["Removed “B”."]]);
    notices.list.value[0]!.actions[0]!.run();
    await settle();
    expect(server.asked.at(-1)).toEqual({
      method: "POST",
      path: "playlists/p/tracks",
      body: { tracks: ["tb"], position: 1 },
    });
  });

  it("keeps a track that could not be taken out", async () => {
    server.answer("DELETE playlists/p/tracks/b", null, 500);
    show(LIST);
    button('[aria-label="Remove B"]').click();
    await settle();
    expect([order(), document.querySelector<HTMLElement>('[data-entry="b"]')!.hidden]).toEqual([
      ["a", "b", "c"],
      false,
    ]);
  });
});

describe("features", () => {
  const ROW = (id: string) => `<li data-entry="${id}" data-title="${id.toUpperCase()}"><a href="#">${id}</a></li>`;
  const fill = (name: string, value: string) => {
    document.querySelector<HTMLInputElement>(`#field-${name}`)!.value = value;
  };
  const submit = async () => {
    document.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
  };

  it("are asked for with words and days, the last of them included", async () => {
    server.answer("POST curation/features", {}, 201);
    show('<lofi-feature data-playlist="p" data-title="Rain"></lofi-feature>');
    button("lofi-feature button").click();
    fill("a-few-words", " For nights ");
    fill("from", "2126-12-01");
    fill("until", "2126-12-31");
    await submit();
    const wish = { text: "For nights", starts: "2126-12-01T00:00:00Z", ends: "2127-01-01T00:00:00Z" };
    expect(server.asked.map(({ body }) => body)).toEqual([{ playlist: "p", ...wish }]);
    expect(told()).toEqual(["“Rain” will be on the home page from 2126-12-01 on."]);
  });

  it("that are refused say why, and keep what was filled in", async () => {
    server.answer("POST curation/features", { starts: ["It is featured already."] }, 400);
    show('<lofi-feature data-track="t" data-title="Rain"></lofi-feature>');
    button("lofi-feature button").click();
    fill("a-few-words", "For nights");
    await submit();
    expect(document.querySelector(".sheet-status")!.textContent).toContain("It is featured already.");
    expect(document.querySelector("textarea")!.value).toBe("For nights");
  });

  it("send what was changed alone", () => {
    const before = { text: "a", from: "2026-12-01", until: "2026-12-07" };
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf(before, { ...before, text: "b" })).toEqual({ text: "b" });
    expect(changesOf(before, { ...before, until: "" })).toEqual({ ends: null });
    expect(changesOf(before, { ...before, from: "2026-12-02" })).toEqual({ starts: "2026-12-02T00:00:00Z" });
  });

  it("are put in order as the tracks of a playlist are, with nothing to remove", async () => {
    server.answer("PUT curation/features/order", null, 204);
    show(`<lofi-feature-order><ol>${["a", "b", "c"].map(ROW).join("")}</ol></lofi-feature-order>`);
    button('[aria-label="Move C up"]').click();
    await settle();
    expect(server.asked.map(({ body }) => body)).toEqual([{ features: ["a", "c", "b"] }]);
    expect(document.querySelector('[aria-label="Remove A"]')).toBeNull();
  });
});

describe("sheets", () => {
  it("of a report sends what, why and details", async () => {
    server.answer("POST reports", {}, 201);
    show(`<lofi-report data-track="t" data-title="Rain" data-most="9" data-rules='[["spam","Spam"]]'></lofi-report>`);
    button("lofi-report button").click();
    expect(document.querySelector("textarea")!.maxLength).toBe(9);
    document.querySelector("textarea")!.value = " Loud ";
    document.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(server.asked.map(({ body }) => body)).toEqual([{ track: "t", reason: "spam", details: "Loud" }]);
    expect([document.querySelector("dialog"), told()]).toEqual([null, ["Thank you. Somebody will look at it."]]);
  });

  it("of a report names a profile by its member, and the rules as the page has them", async () => {
    server.answer("POST reports", {}, 201);
    show(`<lofi-report data-member="mia" data-rules='[["abuse","Insults"],["other","Else"]]'></lofi-report>`);
    button("lofi-report button").click();
    expect([...document.querySelectorAll("option")].map(({ text }) => text)).toEqual(["Insults", "Else"]);
    document.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle();
    expect(server.asked.map(({ body }) => body)).toEqual([{ member: "mia", reason: "abuse" }]);
  });

  it("that adds lists one's own playlists without the smart ones", async () => {
    const [own, smart] = [
      { id: "p", title: "Mine", count: 2, rule: null },
      { id: "s", title: "By rule", count: 9, rule: {} },
    ];
    server.answer("GET me/playlists", { results: [own, smart] });
    server.answer("POST playlists/p/tracks", {});
    show('<lofi-add data-track="t" data-title="Rain"></lofi-add>');
    button("lofi-add button").click();
    await settle();
    const choices = [...document.querySelectorAll<HTMLButtonElement>(".sheet-choice")];
    expect(choices.map(({ textContent }) => textContent)).toEqual(["Mine2 tracks"]);
    choices[0]!.click();
    choices[0]!.click();
    await settle();
    expect(server.calls()).toEqual(["GET me/playlists", "POST playlists/p/tracks"]);
    expect(told()).toEqual(["“Rain” is in “Mine”."]);
  });

  it("writes code to embed whose title is text", () => {
    const code = embedCode("https://lofi.example", "/tracks/x", '"><b>');
    const page = new DOMParser().parseFromString(code, "text/html");
    expect(page.querySelector("iframe")?.getAttribute("src")).toBe("https://lofi.example/embed/tracks/x");
    expect([page.querySelector("b"), page.querySelector("iframe")?.title]).toEqual([null, '"><b>']);
  });
});

describe("visibility", () => {
  it("changes in place, and goes back when the server refuses", async () => {
    show('<lofi-visibility data-track="t" data-title="Rain" data-visibility="private"></lofi-visibility>');
    const select = document.querySelector("select")!;
    select.value = "public";
    server.answer("PATCH tracks/t", { detail: "No." }, 400);
    select.dispatchEvent(new Event("change"));
    await settle();
    expect([select.value, told()]).toEqual(["private", ["“Rain” is still private: No."]]);
  });
});

describe("rule", () => {
  it("leaves out what was left empty, and has numbers as numbers", () => {
    const data = new FormData();
    for (const [name, text] of Object.entries({ sort: "top", key: "", mode: "2", bpm_max: " 75 ", q: "", title: "x" }))
      data.set(name, text);
    expect(ruleOf(data)).toEqual({ sort: "top", mode: 2, bpm_max: 75 });
  });
});
