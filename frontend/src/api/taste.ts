/** What members say of their taste, over HTTP (docs/api.md). Every call rejects with ApiError. */

import { post } from "./client";
import { send } from "./social";

export type Direction = "more" | "less";

/** What is said of a place in the latent space: a stored track, or the latent of a take. */
export interface Place {
  readonly track?: string | undefined;
  readonly latent?: readonly number[] | undefined;
}

export interface Nudge {
  readonly id: string;
  readonly title: string;
}

/** More like this, or less; of the same place the last word counts. */
export async function nudge({ track, latent }: Place, direction: Direction): Promise<Nudge> {
  return (await post("me/taste", track ? { track, direction } : { latent, direction })) as Nudge;
}

export async function undoNudge(id: string): Promise<void> {
  await send("DELETE", `me/taste/nudges/${id}`);
}

export async function resetTaste(): Promise<void> {
  await send("DELETE", "me/taste");
}

/** A new link to music for the taste as it is now; an older one opens nothing any more. */
export async function shareTaste(): Promise<{ readonly url: string }> {
  return (await post("me/taste/link", {})) as { url: string };
}

export async function withdrawTaste(): Promise<void> {
  await send("DELETE", "me/taste/link");
}
