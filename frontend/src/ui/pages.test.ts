import { describe, expect, it } from "vitest";
import { isOtherRelease, isPage, samePlace } from "./pages";

const HOME = "https://lofi.example/";

describe("pages", () => {
  it.each(["/", "/?default", "/discover", "/@alice", "/account/login/?next=/", "https://lofi.example/tracks/x"])(
    "takes %s in",
    (href) => {
      expect(isPage(href, HOME)).toBe(true);
    },
  );

  it.each([
    "/admin/",
    "/api/docs",
    "/static/samples/LICENCES.txt",
    "/covers/x.svg",
    "https://other.example/",
    "mailto:a@b.example",
    "http://[",
  ])("leaves %s to the browser", (href) => {
    expect(isPage(href, HOME)).toBe(false);
  });

  it("knows where it is, whatever the fragment", () => {
    const here = { pathname: "/search", search: "?q=rain" };
    expect(samePlace("/search?q=rain#results", here)).toBe(true);
    expect(samePlace("/search?q=snow", here)).toBe(false);
  });

  it("notices another release by its script's name", () => {
    const running = { scripts: [{ src: "" }, { src: "https://lofi.example/static/assets/main-AAAAAAAA.js" }] };
    const page = running as unknown as Document;
    expect(isOtherRelease(page, '<script src="/static/assets/main-AAAAAAAA.js">')).toBe(false);
    expect(isOtherRelease(page, '<script src="/static/assets/main-BBBBBBBB.js">')).toBe(true);
    expect(isOtherRelease(page, "<main></main>")).toBe(false);
  });
});
