import { expect, test } from "vitest";
import type { Direction, Take } from "../api/client";
import { ApiError } from "../api/client";
import type { Described } from "../api/prompts";
import { randomLatent, valueAt } from "./latent";
import { newEntry } from "./storage";
import { type Api, Studio } from "./studio";
import { makeTake } from "./testing";

const unit = (at: number) => Array.from({ length: 100 }, (_, i) => (i === at ? 1 : 0));
const energy: Direction = { name: "energy", weight: unit(0), bias: 0, direction: unit(0), low: -2.5, high: 2.5 };

/** A server in memory that notes what it was asked. */
class Server implements Api {
  readonly asked: string[] = [];
  readonly decoded: number[][] = [];
  broken = false;

  async generate(): Promise<Take> {
    return this.#answer("generate", randomLatent());
  }

  async fromWords(prompt: string): Promise<Described> {
    const take = this.#answer(`words: ${prompt}`, unit(7));
    const constraints = { key: null, mode: null, bpm: null, bars: null, density: null };
    return { take, understood: { constraints, mood: null, mix: null, heard: [], notes: [] } };
  }

  async decode(latent: readonly number[]): Promise<Take> {
    this.decoded.push([...latent]);
    return this.#answer("decode", [...latent]);
  }

  async encode(): Promise<number[]> {
    return this.#answer("encode", unit(5)).latent as number[];
  }

  async model() {
    this.#answer("model", unit(0));
    return { version: "x", features: 100, directions: [energy] };
  }

  #answer(call: string, latent: number[]): Take {
    this.asked.push(call);
    if (this.broken) throw new ApiError(500, "broken");
    return makeTake("Made", latent);
  }
}

async function open(): Promise<[Studio, Server]> {
  const server = new Server();
  const studio = new Studio(server);
  await studio.connect();
  server.asked.length = 0;
  return [studio, server];
}

test("an untouched panel asks for something new", async () => {
  const [studio, server] = await open();
  await studio.generate();
  expect(server.asked).toEqual(["generate"]);
});

test("a moved slider is what gets decoded", async () => {
  const [studio, server] = await open();
  studio.setDirection("energy", 1.5);
  await studio.generate();
  expect(server.decoded).toEqual([unit(0).map((x) => 1.5 * x)]);
});

test("generating again keeps the settings and makes other music", async () => {
  const [studio, server] = await open();
  studio.setDirection("energy", 1.5);
  const asked = studio.latent.value;
  studio.adopt(newEntry(await studio.generate()), asked);
  await studio.generate();
  expect(server.asked).toEqual(["decode", "decode"]);
  expect(server.decoded[1]).not.toEqual(server.decoded[0]);
  expect(valueAt(energy, server.decoded[1]!)).toBeCloseTo(1.5, 9);
});

test("words have their say alone, and the panel then stands on what they made", async () => {
  const [studio, server] = await open();
  studio.setDirection("energy", 1.5);
  const asked = studio.latent.value;
  const { take } = await studio.describe("rain");
  studio.adopt(newEntry(take), asked);
  expect(server.asked).toEqual(["words: rain"]);
  expect(studio.latent.value).toEqual(unit(7));
  expect(studio.busy.value).toBe(false);
});

test("works again after an error", async () => {
  const [studio, server] = await open();
  server.broken = true;
  await expect(studio.generate()).rejects.toThrow("broken");
  expect(studio.busy.value).toBe(false);
  server.broken = false;
  expect((await studio.generate()).score.title).toBe("Made");
});

test("a stored track's own latent comes back onto the sliders", async () => {
  const [studio, server] = await open();
  await studio.edit(newEntry(makeTake("Mine", unit(3))));
  expect(studio.latent.value).toEqual(unit(3));
  expect(server.asked).toEqual([]);
});

test("the sliders follow a chosen track until the listener moves one", async () => {
  const [studio] = await open();
  studio.follow(newEntry(makeTake("First", unit(3))));
  expect(studio.latent.value).toEqual(unit(3));
  studio.setFeature(3, 2);
  studio.follow(newEntry(makeTake("Second", unit(4))));
  expect(studio.latent.value).toEqual(unit(3).map((x) => 2 * x));
});

test("a track from a link is encoded first", async () => {
  const [studio, server] = await open();
  await studio.edit(newEntry(makeTake("Linked")));
  expect([studio.latent.value, server.asked]).toEqual([unit(5), ["encode"]]);
});

test("what the listener moved while a take was made is not taken from them", async () => {
  const [studio] = await open();
  studio.setDirection("energy", 1);
  const asked = studio.latent.value;
  const take = await studio.generate();
  studio.setDirection("energy", -1);
  studio.adopt(newEntry(take), asked);
  expect(studio.value("energy")).toBe(-1);
});

test("an unreachable model is told, and asked again", async () => {
  const server = new Server();
  server.broken = true;
  const studio = new Studio(server);
  await studio.connect();
  expect(studio.unreachable.value).toBe(true);
  server.broken = false;
  await studio.connect();
  expect([studio.unreachable.value, studio.direction("energy")]).toEqual([false, energy]);
});
