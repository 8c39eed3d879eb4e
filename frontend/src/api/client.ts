/** The HTTP interface of the server, as the page uses it (docs/api.md). */

import { type Mix, readMix } from "../music/mix";
import { parseScore, type Score } from "../music/score";

/** A track as the model made it: `latent` has 100 floats. */
export interface Take {
  readonly score: Score;
  readonly latent: readonly number[] | null;
  readonly seed: number | null;
  readonly modelVersion: string | null;
  /** How whoever stored it has set its sound. */
  readonly mix?: Mix;
  /** Of a track that the server keeps: its public id, who made it, and what was known of its likes when it came. */
  readonly trackId?: string;
  readonly creator?: string;
  readonly likes?: number;
  readonly liked?: boolean;
}

/** What moves in the latent space with one property; see ui/latent.ts for the arithmetic. */
export interface Direction {
  readonly name: string;
  readonly weight: readonly number[];
  readonly bias: number;
  readonly direction: readonly number[];
  readonly low: number;
  readonly high: number;
}

export interface Model {
  readonly version: string;
  readonly features: number;
  readonly directions: readonly Direction[];
}

/** A call that failed; the message is a sentence for the listener. `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

const BASE = "/api/v1/";
const TIMEOUT_MS = 20_000;

export async function generate(seed: number): Promise<Take> {
  return firstTake(await post("generate", { count: 1, seed }));
}

/** `latent`: 100 finite floats from -8 to 8. */
export async function decode(latent: readonly number[]): Promise<Take> {
  return firstTake(await post("decode", { latents: [latent] }));
}

/** The 100 floats that the model would write this score from. */
export async function encode(score: Score): Promise<number[]> {
  const { latents } = (await post("encode", { scores: [score] })) as { latents: number[][] };
  const latent = latents?.[0];
  if (!Array.isArray(latent)) throw malformed();
  return latent;
}

export async function defaultPlaylist(): Promise<Take[]> {
  return readTakes(await call("playlists/default"));
}

/** A take that a visitor made, on its way into a member's library. */
export interface Brought {
  readonly score: Omit<Score, "chords" | "melodies">;
  readonly latent: readonly number[] | null;
  readonly mix: Mix | null;
}

/** How many takes were stored, and how many had been before. */
export interface Claimed {
  readonly stored: number;
  readonly known: number;
}

/** 1 to 100 takes; the same take twice is stored once. */
export async function claim(takes: readonly Brought[]): Promise<Claimed> {
  return (await post("me/claim", { takes })) as Claimed;
}

/** The tracks of a stored playlist. */
export async function playlist(id: string): Promise<Take[]> {
  return readTakes(await call(`playlists/${encodeURIComponent(id)}`));
}

/** A stored track. */
export async function track(id: string): Promise<Take[]> {
  return [readTake((await call(`tracks/${encodeURIComponent(id)}`)) as Parameters<typeof readTake>[0])];
}

/** Counts a play of a stored track. */
export function played(id: string): Promise<unknown> {
  return post(`tracks/${encodeURIComponent(id)}/play`);
}

/** What plays of a case of moderation, hidden or not: for moderators. */
export async function caseTakes(id: string): Promise<Take[]> {
  return readTakes(await call(`moderation/cases/${encodeURIComponent(id)}/takes`));
}

/** The newest tracks that a member shows. */
export async function tracksBy(name: string): Promise<Take[]> {
  return readTakes(await call(`tracks?creator=${encodeURIComponent(name)}`));
}

/** A page of stored tracks; `query` as in docs/api.md, with its "?". */
export async function feed(query: string, page = 1): Promise<{ takes: Take[]; isLast: boolean }> {
  const wishes = new URLSearchParams(query);
  wishes.set("page", String(page));
  const data = (await call(`tracks?${wishes}`)) as { next?: string | null };
  return { takes: readTakes(data), isLast: !data.next };
}

/** How a station is heard: 1 to 8 takes, `adventure` 0 to 1, ids that were heard. */
export interface Tuning {
  readonly count: number;
  readonly adventure: number;
  readonly exclude: readonly string[];
}

/** What a station plays next, stored takes and fresh ones. `station` is a query, "" for everything. */
export function radio(station: string, wish: Tuning): Promise<Take[]> {
  return tune("radio", station, wish);
}

/** What plays next for a taste: the listener's own, or the one that a link shares. */
export function taste(key: string, wish: Tuning): Promise<Take[]> {
  return tune(key ? `taste/${encodeURIComponent(key)}/radio` : "me/radio", "", wish);
}

async function tune(path: string, station: string, wish: Tuning): Promise<Take[]> {
  const wishes = new URLSearchParams(station);
  wishes.set("count", String(wish.count));
  wishes.set("adventure", String(wish.adventure));
  if (wish.exclude.length) wishes.set("exclude", wish.exclude.join(","));
  return readTakes(await call(`${path}?${wishes}`));
}

/** Words that a station may be made of. */
export async function moods(): Promise<string[]> {
  const data = (await call("moods")) as { results: (string | { name: string })[] } | (string | { name: string })[];
  return (Array.isArray(data) ? data : data.results).map((mood) => (typeof mood === "string" ? mood : mood.name));
}

/** Takes on the straight way from one latent to another, both ends included. */
export async function blend(from: readonly number[], to: readonly number[], steps: number): Promise<Take[]> {
  return readTakes(await post("blend", { from, to, steps }));
}

/** Takes near a latent; `amount`: 0 to 1. */
export async function vary(latent: readonly number[], amount: number, seed: number): Promise<Take> {
  return firstTake(await post("vary", { latent, amount, count: 1, seed }));
}

export async function model(): Promise<Model> {
  return (await call("model")) as Model;
}

export function post(path: string, body?: unknown): Promise<unknown> {
  return send("POST", path, body);
}

export function put(path: string, body?: unknown): Promise<unknown> {
  return send("PUT", path, body);
}

export function patch(path: string, body?: unknown): Promise<unknown> {
  return send("PATCH", path, body);
}

export function del(path: string): Promise<unknown> {
  return send("DELETE", path);
}

/** The token is read each time: it changes when somebody logs in. */
function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return call(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

/** JSON of an answer, null when it has no body; `path`: after /api/v1/. Throws ApiError. */
export async function call(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await answer(path, init);
  const data: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, explain(response, data));
  return data;
}

async function answer(path: string, init: RequestInit): Promise<Response> {
  const headers = { Accept: "application/json", ...init.headers };
  try {
    // what outlives its page must not end with the page's clock
    const signal = init.keepalive ? null : AbortSignal.timeout(TIMEOUT_MS);
    return await fetch(BASE + path, { ...init, headers, signal });
  } catch {
    throw new ApiError(0, navigator.onLine === false ? "You are offline." : "The server does not answer.");
  }
}

/** One sentence for a failed response: DRF's `{"detail"}` or `{"field": ["why"]}` when the fault is the request's. */
export function explain(response: Pick<Response, "status" | "headers">, data: unknown): string {
  if (response.status === 429) {
    const seconds = Number(response.headers.get("Retry-After")) || 60;
    return `That was a lot at once. Try again in ${seconds} s.`;
  }
  if (response.status >= 500) return "The server has a problem of its own.";
  const [field, why] = Object.entries((data ?? {}) as Record<string, unknown>)[0] ?? ["", ""];
  const reason = Array.isArray(why) ? String(why[0]) : typeof why === "string" ? why : JSON.stringify(why);
  if (!field) return `The server refused (${response.status}).`;
  return field === "detail" ? reason : `${field}: ${reason}`;
}

function firstTake(data: unknown): Take {
  const [take] = readTakes(data);
  if (!take) throw malformed();
  return take;
}

function readTakes(data: unknown): Take[] {
  const results = (data as { results?: unknown } | null)?.results;
  if (!Array.isArray(results)) throw malformed();
  return results.map(readTake);
}

interface TakeData {
  score: unknown;
  latent?: number[];
  seed?: number;
  model_version?: string;
  mix?: unknown;
  id?: string | null;
  creator?: string | null;
  likes?: number;
  liked?: boolean;
}

export function readTake(data: TakeData): Take {
  const { latent = null, seed = null, model_version: modelVersion = null } = data;
  const take = { score: parseScore(data.score), latent, seed, modelVersion, ...readStored(data) };
  return data.mix ? { ...take, mix: readMix(data.mix) } : take;
}

function readStored({ id, creator, likes, liked }: TakeData): Partial<Take> {
  if (!id) return {};
  const known = typeof likes === "number" ? { likes, liked: liked === true } : {};
  return { trackId: id, ...(creator ? { creator } : {}), ...known };
}

function malformed(): ApiError {
  return new ApiError(0, "The server's answer makes no sense.");
}

export function csrfToken(): string {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
