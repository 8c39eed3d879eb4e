import { expect, test } from "vitest";
import { cover, fingerprint } from "./cover";
import { makeScore } from "./testing";

const latent = Array.from({ length: 100 }, (_, i) => Math.cos(i));

test("the same track has the same cover, another latent another", () => {
  const score = makeScore("x");
  const draw = (z: number[] | null) => cover({ score, latent: z }).outerHTML;
  expect(draw(latent)).toBe(draw([...latent]));
  expect(draw(latent)).not.toBe(draw(latent.map((x) => -x)));
  expect(draw(null)).toBe(draw(null));
});

test("a fingerprint is a hundred numbers of a latent's size", () => {
  const z = fingerprint(makeScore("x"));
  expect([z.length, z.every((x) => Math.abs(x) <= 2)]).toEqual([100, true]);
  expect(z).not.toEqual(fingerprint(makeScore("y")));
});
