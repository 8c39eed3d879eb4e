/** What members do with tracks and playlists, over HTTP (docs/api.md). Every call rejects with ApiError. */

import type { Mix } from "../music/mix";
import type { Score } from "../music/score";
import { call, csrfToken, post, readTake, type Take } from "./client";
import type { Context } from "./teaching";

export type Visibility = "public" | "unlisted" | "private";

export interface Likes {
  readonly likes: number;
  readonly liked: boolean;
}

export interface Votes {
  readonly ups: number;
  readonly downs: number;
  readonly vote: -1 | 0 | 1;
}

export interface Following {
  readonly followers: number;
  readonly following: boolean;
}

/** A playlist without its tracks; `entries` are there when one playlist was asked for. */
export interface PlaylistInfo {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly rule: unknown;
}

/** A stored track as far as the dialogs show it. */
export interface TrackInfo {
  readonly id: string;
  readonly title: string;
  readonly creator: string | null;
  readonly visibility: Visibility;
}

/** How a track is made from others: `weights` one a parent, `amount` 0..1 of what chance adds. */
export interface Cross {
  readonly parents: readonly string[];
  readonly weights: readonly number[];
  readonly origin: "blend" | "vary";
  readonly amount?: number;
  readonly seed: number;
}

/** What is reported: one of them. A member by their name. */
export interface Reported {
  readonly track?: string | undefined;
  readonly playlist?: string | undefined;
  readonly member?: string | undefined;
}

/** `context`: where it was heard. */
export async function like(track: string, liked: boolean, context: Context = ""): Promise<Likes> {
  const told = context ? `?context=${context}` : "";
  return (await send(liked ? "PUT" : "DELETE", `tracks/${track}/like${told}`)) as Likes;
}

export async function vote(playlist: string, value: -1 | 0 | 1): Promise<Votes> {
  return (await send("PUT", `playlists/${playlist}/vote`, { value })) as Votes;
}

export async function follow(playlist: string, following: boolean): Promise<Following> {
  return (await send(following ? "PUT" : "DELETE", `playlists/${playlist}/follow`)) as Following;
}

/** The playlists that the member may add to, newest first. */
export async function myPlaylists(): Promise<PlaylistInfo[]> {
  return ((await call("me/playlists")) as { results: PlaylistInfo[] }).results;
}

export async function myLikes(): Promise<TrackInfo[]> {
  return ((await call("me/likes")) as { results: TrackInfo[] }).results;
}

export async function trackInfo(id: string): Promise<TrackInfo> {
  return (await call(`tracks/${id}`)) as TrackInfo;
}

/** Public tracks whose title or maker has these words. */
export async function findTracks(words: string): Promise<TrackInfo[]> {
  return ((await call(`tracks?q=${encodeURIComponent(words)}`)) as { results: TrackInfo[] }).results;
}

export async function tracksOf(name: string): Promise<TrackInfo[]> {
  return ((await call(`tracks?creator=${encodeURIComponent(name)}`)) as { results: TrackInfo[] }).results;
}

export async function createPlaylist(wish: {
  title: string;
  description?: string;
  visibility?: Visibility;
  tracks?: readonly string[];
  rule?: unknown;
  official?: true;
}): Promise<PlaylistInfo> {
  return (await post("playlists", wish)) as PlaylistInfo;
}

export async function changePlaylist(id: string, changes: Record<string, unknown>): Promise<PlaylistInfo> {
  return (await send("PATCH", `playlists/${id}`, changes)) as PlaylistInfo;
}

export async function deletePlaylist(id: string): Promise<void> {
  await send("DELETE", `playlists/${id}`);
}

/** `context`: where they were heard. */
export async function addTracks(
  playlist: string,
  tracks: readonly string[],
  { position, context }: { position?: number; context?: Context } = {},
): Promise<void> {
  const place = position === undefined ? {} : { position };
  await post(`playlists/${playlist}/tracks`, { tracks, ...place, ...(context && { context }) });
}

export async function removeEntry(playlist: string, entry: string): Promise<void> {
  await send("DELETE", `playlists/${playlist}/tracks/${entry}`);
}

/** `entries`: all of them, in their new order. Rejects with status 409 when the list was changed meanwhile. */
export async function reorder(playlist: string, entries: readonly string[]): Promise<void> {
  await send("PUT", `playlists/${playlist}/order`, { entries });
}

export async function fork(playlist: string): Promise<PlaylistInfo> {
  return (await post(`playlists/${playlist}/fork`, {})) as PlaylistInfo;
}

export async function invite(playlist: string): Promise<{ url: string; expires: string }> {
  return (await post(`playlists/${playlist}/invitation`, {})) as { url: string; expires: string };
}

export async function withdrawInvitation(playlist: string): Promise<void> {
  await send("DELETE", `playlists/${playlist}/invitation`);
}

export async function removeEditor(playlist: string, name: string): Promise<void> {
  await send("DELETE", `playlists/${playlist}/editors/${encodeURIComponent(name)}`);
}

export async function importList(
  wish: { link: string } | { jspf: unknown } | { json: unknown },
): Promise<PlaylistInfo> {
  return (await post("playlists/import", wish)) as PlaylistInfo;
}

/** `reason`: the value of a rule. */
export async function report(what: Reported, reason: string, details: string) {
  await post("reports", { ...what, reason, ...(details ? { details } : {}) });
}

export async function changeTrack(
  id: string,
  changes: { title?: string; visibility?: Visibility },
): Promise<TrackInfo> {
  return (await send("PATCH", `tracks/${id}`, changes)) as TrackInfo;
}

export async function deleteTrack(id: string): Promise<void> {
  await send("DELETE", `tracks/${id}`);
}

/** What a cross gives, without keeping it. */
export async function cross(wish: Cross): Promise<Take> {
  const { origin: _, ...body } = wish;
  return readTake((await post("cross", body)) as Parameters<typeof readTake>[0]);
}

/** Keeps a cross with credit to its parents. The same seed gives what was heard. */
export async function keepCross(wish: Cross, title?: string): Promise<TrackInfo> {
  return (await post("tracks", title ? { ...wish, title } : wish)) as TrackInfo;
}

/** Makes a cross anew from what is kept of it; `same`: note for note what it was. */
export async function replay(track: string): Promise<{ same: boolean }> {
  return (await post(`tracks/${track}/replay`, {})) as { same: boolean };
}

/** Keeps a take of the player's list as it was heard, whatever the model makes of its latent by now. `score` without its projection onto the legacy grid: the server makes it anew. */
export async function keepTake(take: { score: Score; latent: readonly number[] | null; mix: Mix | null }) {
  const { chords: _, melodies: __, ...score } = take.score;
  const { latent, mix } = take;
  return (await post("tracks", { score, ...(latent && { latent }), ...(mix && { mix }) })) as TrackInfo;
}

export function send(method: "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<unknown> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return call(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
}
