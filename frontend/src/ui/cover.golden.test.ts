/** The server draws covers too (generator/covers.py): both are held to one file. `vitest -u` writes it anew. */

import { expect, test } from "vitest";
import { cover } from "./cover";
import { makeScore } from "./testing";

/** Whole numbers over a whole number: the same in every language. */
const latent = (step: number) => Array.from({ length: 100 }, (_, i) => ((i * step) % 101) / 25 - 2);
const TRACKS = [
  { score: makeScore("Dorian", { mode: 2, energy: 0.4, valence: 0.5 }), latent: latent(37) },
  { score: makeScore("Aeolian", { mode: 6, energy: 0.125, valence: 0.2 }), latent: latent(61) },
];

function line(element: Element): string {
  const words = [...element.attributes].map(({ name, value }) => `${name}="${value}"`);
  return `<${element.tagName} ${words.join(" ")}/>`;
}

test("a cover has the shapes of the golden file", async () => {
  const covers = TRACKS.map((track) => [...cover(track).children].map(line).join("\n"));
  await expect(`${covers.join("\n\n")}\n`).toMatchFileSnapshot("cover.golden.txt");
});
