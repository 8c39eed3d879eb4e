import { expect, test } from "vitest";
import { makeScore } from "../music/fixtures";
import { PLAIN, parseMix } from "../music/mix";
import { parseScore } from "../music/score";
import { trackJson } from "./track-json";

const latent = Array.from({ length: 100 }, (_, i) => Math.sin(i) * 1e-5);
const take = { score: makeScore({ title: 'Quotes " [ 1,  2 ]' }), latent, seed: 7, modelVersion: "0123456789ab" };

test("the file holds the take, and reads back as it was", () => {
  const read = JSON.parse(trackJson(take));
  expect(Object.keys(read)).toEqual(["format", "version", "score", "latent", "seed", "model_version"]);
  expect([read.format, read.version, read.seed, read.model_version]).toEqual(["lofi-track", 1, 7, "0123456789ab"]);
  expect(parseScore(read.score)).toEqual(take.score);
  expect(read.latent).toEqual(latent);
});

test("a mix is there when it is not plain", () => {
  const mix = { ...PLAIN, bpm: 72, muted: ["drums"] as const };
  expect(parseMix(JSON.parse(trackJson(take, mix)).mix)).toEqual(mix);
  expect(JSON.parse(trackJson(take, PLAIN))).not.toHaveProperty("mix");
});

test("it is printed to be read: a field a line, a bar of melody on one line", () => {
  const lines = trackJson(take).split("\n");
  expect(lines).toContain('  "format": "lofi-track",');
  expect(lines).toContain(`      [${take.score.melody[0]!.join(", ")}],`);
});

test("a track without a latent says so", () => {
  const read = JSON.parse(trackJson({ ...take, latent: null, seed: null, modelVersion: null }));
  expect([read.latent, read.seed, read.model_version]).toEqual([null, null, null]);
});
