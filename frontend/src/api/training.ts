/** Training, over HTTP (docs/api.md). Every call rejects with ApiError. */

import { call, readTake, type Take } from "./client";
import { send } from "./social";

export type Side = "a" | "b";

/** How far a run is; `steps` is 0 before it is known. */
export interface RunInfo {
  readonly state: "queued" | "running" | "cancelling" | "cancelled" | "failed" | "done";
  readonly phase: "gathering" | "learning" | "examining";
  readonly step: number;
  readonly steps: number;
  readonly loss: number | null;
}

export async function run(id: string): Promise<RunInfo> {
  return (await call(`training/runs/${encodeURIComponent(id)}`)) as RunInfo;
}

/** One side of a pair; `place` is "RUN/NUMBER/SIDE". */
export async function side(place: string): Promise<Take[]> {
  const [id = "", number = "", which = ""] = place.split("/");
  const pair = (await call(`listen/${id}/${number}`)) as Record<Side, unknown>;
  return [readTake({ score: pair[which as Side] } as Parameters<typeof readTake>[0])];
}

export async function choose(id: string, number: number, choice: Side): Promise<void> {
  await send("PUT", `listen/${encodeURIComponent(id)}/${number}`, { choice });
}
