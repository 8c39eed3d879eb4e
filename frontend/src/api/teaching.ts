/** What teaches the model, over HTTP (docs/api.md): consent, what was heard, and pairs. Every call rejects with ApiError. */

import { call, csrfToken, post, put, readTake, type Take } from "./client";

/** Where something was heard; "" where nobody can tell. */
export type Context = "" | "feed" | "radio" | "own" | "playlist" | "search" | "shared";

/** A member's answer; `asked`: whether there was ever one. */
export interface Standing {
  readonly consent: boolean;
  readonly asked: boolean;
}

/** A stored track that was heard to the end, or skipped. */
export interface Heard {
  readonly track: string;
  readonly kind: "listen" | "skip";
  readonly context: Context;
}

export interface Pair {
  readonly id: string;
  readonly first: Take;
  readonly second: Take;
}

export type Choice = "first" | "second" | "neither";

export async function standing(): Promise<Standing> {
  return (await call("me/teaching")) as Standing;
}

export async function consent(wanted: boolean): Promise<Standing> {
  return (await put("me/teaching", { consent: wanted })) as Standing;
}

/** 1 to 50 of them. Reaches the server even if the page goes away meanwhile. */
export async function heard(signals: readonly Heard[]): Promise<void> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const told = signals.map(({ context, ...rest }) => (context ? { ...rest, context } : rest));
  await call("signals", { method: "POST", headers, body: JSON.stringify({ signals: told }), keepalive: true });
}

/** null: there is none to choose from. */
export async function pair(): Promise<Pair | null> {
  const data = (await call("pairs")) as { id: string; first: unknown; second: unknown } | null;
  if (!data) return null;
  const [first, second] = [data.first, data.second].map((take) => readTake(take as Parameters<typeof readTake>[0]));
  return { id: data.id, first: first!, second: second! };
}

export async function choose(id: string, choice: Choice): Promise<void> {
  await post(`pairs/${encodeURIComponent(id)}`, { choice });
}
