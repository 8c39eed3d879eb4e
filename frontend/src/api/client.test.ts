import { expect, test } from "vitest";
import { explain } from "./client";

const response = (status: number, headers: Record<string, string> = {}) => ({ status, headers: new Headers(headers) });

test("a rate limit says when to come back", () => {
  expect(explain(response(429, { "Retry-After": "17" }), {})).toBe("That was a lot at once. Try again in 17 s.");
});

test("a refused field is named with its reason", () => {
  expect(explain(response(400), { latents: ["must have 100 numbers"] })).toBe("latents: must have 100 numbers");
  expect(explain(response(400), { detail: "Malformed." })).toBe("Malformed.");
});

test("a server's own fault is not explained away", () => {
  expect(explain(response(502), null)).toBe("The server has a problem of its own.");
  expect(explain(response(418), null)).toBe("The server refused (418).");
});
