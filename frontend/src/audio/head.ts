/** The first seconds from a place in a track: what must be fetched before it can sound. */

import type { Arrangement } from "../music/arrangement";
import type { Mix } from "../music/mix";
import { listEvents, samplesBetween } from "./events";
import type { SampleStore } from "./samples";
import { textureSamples, texturesOf } from "./textures";
import type { Place } from "./transport";

/** Seconds of music whose samples must be here before it starts. */
const HEAD = 3;

/** Throws SampleError. */
export async function fetchHead(store: SampleStore, place: Place): Promise<void> {
  await store.ensure(needs(place));
}

export function isHeadHere(store: SampleStore, place: Place): boolean {
  return needs(place).every((name) => store.get(name));
}

/** Loops come with the first chord when they are cheap to wait for, but nothing waits for them, and nothing fails. */
export async function fetchTextures(store: SampleStore, { texture }: Arrangement, mix: Mix): Promise<void> {
  await store.ensure(textureSamples(texturesOf(texture, mix))).catch(() => undefined);
}

function needs({ arrangement, position }: Place): string[] {
  return samplesBetween(listEvents(arrangement), position, position + HEAD);
}
