/** Tracks from words: `prompt` of the call `generate` (docs/api.md). */

import { post, readTake, type Take } from "./client";

type Bounds = readonly [number, number];

/** What the server took some words for; null was left to chance. */
export interface Understood {
  readonly constraints: {
    readonly key: number | null;
    readonly mode: number | null;
    readonly bpm: Bounds | null;
    readonly bars: Bounds | null;
    readonly density: "sparse" | "busy" | null;
  };
  readonly mood: { readonly name: string; readonly words: readonly string[] } | null;
  readonly mix: unknown;
  readonly heard: readonly { readonly words: string; readonly field: string; readonly meaning: string }[];
  /** Sentences about what can't be had. */
  readonly notes: readonly string[];
}

export interface Described {
  /** With the mix that the words ask for. */
  readonly take: Take;
  readonly understood: Understood;
}

/** The longest prompt that a server takes unless it is set otherwise. */
export const MAX_PROMPT = 1000;

export async function fromWords(prompt: string, seed: number): Promise<Described> {
  const data = (await post("generate", { count: 1, seed, prompt })) as {
    results: [Parameters<typeof readTake>[0]];
    understood: Understood;
  };
  const { results, understood } = data;
  return { take: readTake({ ...results[0], mix: understood.mix }), understood };
}
