/** What curators do, over HTTP (docs/api.md). Every call rejects with ApiError. */

import { post } from "./client";
import { send } from "./social";

export type Thing = { readonly track: string } | { readonly playlist: string };

/** `starts` and `ends` are moments of ISO 8601; without an end until somebody ends it. */
export interface FeatureWish {
  readonly text: string;
  readonly starts: string;
  readonly ends: string | null;
}

export async function feature(thing: Thing, wish: FeatureWish): Promise<void> {
  await post("curation/features", { ...thing, ...wish });
}

export async function changeFeature(id: string, changes: Partial<FeatureWish>): Promise<void> {
  await send("PATCH", `curation/features/${id}`, changes);
}

export async function removeFeature(id: string): Promise<void> {
  await send("DELETE", `curation/features/${id}`);
}

/** All that is shown now, in its new order. Rejects with status 409 when something else is shown by now. */
export async function orderFeatures(features: readonly string[]): Promise<void> {
  await send("PUT", "curation/features/order", { features });
}

export async function makeOfficial(playlist: string): Promise<void> {
  await send("PATCH", `playlists/${playlist}`, { official: true });
}
