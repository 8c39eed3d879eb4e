import { describe, expect, it } from "vitest";
import { nearest } from "./sky";

const PLACES = [
  [0, 0],
  [10, 1],
  [40, 0],
  [12, 30],
  [0, -20],
] as const;

describe("nearest", () => {
  it("goes to the next light in a direction", () => {
    const right = nearest(PLACES, 0, 1, 0);
    const [down, up, left] = [nearest(PLACES, 0, 0, 1), nearest(PLACES, 0, 0, -1), nearest(PLACES, 2, -1, 0)];
    expect([right, down, up, left]).toEqual([1, 3, 4, 1]);
  });

  it("stays where nothing lies in that direction", () => {
    expect([nearest(PLACES, 2, 1, 0), nearest(PLACES, 4, 0, -1)]).toEqual([null, null]);
  });

  it("reaches each light by some key", () => {
    const ways = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const;
    const reached = new Set(PLACES.flatMap((_, i) => ways.map(([dx, dy]) => nearest(PLACES, i, dx, dy))));
    expect(PLACES.every((_, i) => reached.has(i))).toBe(true);
  });
});
