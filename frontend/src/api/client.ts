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

/** The newest tracks that a member shows. */
export async function tracksBy(name: string): Promise<Take[]> {
  return readTakes(await call(`tracks?creator=${encodeURIComponent(name)}`));
}

export async function model(): Promise<Model> {
  return (await call("model")) as Model;
}

function post(path: string, body: unknown): Promise<unknown> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function call(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await answer(path, init);
  const data: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, explain(response, data));
  return data;
}

async function answer(path: string, init: RequestInit): Promise<Response> {
  const headers = { Accept: "application/json", ...init.headers };
  try {
    return await fetch(BASE + path, { ...init, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new ApiError(0, "The server does not answer.");
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
}

function readTake(data: TakeData): Take {
  const { latent = null, seed = null, model_version: modelVersion = null } = data;
  const take = { score: parseScore(data.score), latent, seed, modelVersion };
  return data.mix ? { ...take, mix: readMix(data.mix) } : take;
}

function malformed(): ApiError {
  return new ApiError(0, "The server's answer makes no sense.");
}

function csrfToken(): string {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
