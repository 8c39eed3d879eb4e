import { expect, test } from "vitest";
import type { Direction } from "../api/client";
import { Random } from "../music/random";
import { describe as inWords, moveTo, phi, randomLatent, sibling, valueAt } from "./latent";

/** Two directions that share features, with a dual basis: moving one leaves the other. */
function directions(): Direction[] {
  const row = (a: number, b: number) => [a, b, ...new Array<number>(98).fill(0)];
  const common = { low: -2.5, high: 2.5 };
  return [
    { name: "energy", weight: row(1, 1), bias: 0.5, direction: row(1, 0), ...common },
    { name: "valence", weight: row(0, 1), bias: 0, direction: row(-1, 1), ...common },
  ];
}

test("phi is the normal distribution", () => {
  expect(phi(0)).toBeCloseTo(0.5, 6);
  expect(phi(1)).toBeCloseTo(0.841345, 5);
  expect(phi(-1.96)).toBeCloseTo(0.024998, 5);
});

test("a slider reaches its target and leaves the other where it was", () => {
  const [energy, valence] = directions() as [Direction, Direction];
  const z = Array.from({ length: 100 }, (_, i) => Math.sin(i));
  const moved = moveTo(energy, z, 1.25);
  expect(valueAt(energy, moved)).toBeCloseTo(1.25, 9);
  expect(valueAt(valence, moved)).toBeCloseTo(valueAt(valence, z), 9);
});

test("a latent never leaves the server's bounds", () => {
  const [energy] = directions() as [Direction];
  expect(Math.max(...moveTo(energy, new Array<number>(100).fill(7), 50))).toBe(8);
});

test("a random latent has a hundred finite features, even from the edge of the generator", () => {
  const edges = [randomLatent(() => 0), randomLatent(() => 1 - 2 ** -53), randomLatent()];
  expect(edges.map((z) => z.filter(Number.isFinite).length)).toEqual([100, 100, 100]);
});

test("a sibling is other music under the same settings", () => {
  const both = directions();
  const random = new Random(1);
  const z = randomLatent(() => random.next());
  const other = sibling(both, z, () => random.next());
  expect(other).not.toEqual(z);
  for (const direction of both) expect(valueAt(direction, other)).toBeCloseTo(valueAt(direction, z), 6);
});

test("values are told in words", () => {
  expect(inWords("tempo", 0)).toBe("80 BPM");
  expect(inWords("energy", 1)).toBe("84 %");
});
