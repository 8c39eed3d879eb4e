/** The list as the browser keeps it. What can't be read is set aside under a key of its own, never dropped, never fatal. */

import type { Take } from "../api/client";
import { isPlain, type Mix, PLAIN, readMix } from "../music/mix";
import { parseScore } from "../music/score";
import { BOUND, FEATURES } from "./latent";

/** A take with a place in the list. */
export interface Entry extends Take {
  readonly id: string;
  /** Whether the listener made it here: then it exists nowhere else. */
  readonly made: boolean;
  /** How the listener has set its sound; changes with their hand. */
  mix: Mix;
}

export interface Saved {
  readonly entries: Entry[];
  /** Id of the entry that was last played. */
  readonly current: string | null;
  /** Free text: the link that a shared list came from. */
  readonly source: string | null;
}

export interface Reading {
  /** null: nothing is stored, or nothing of it could be read. */
  readonly saved: Saved | null;
  /** How many tracks were set aside; -1: all of it, uncounted. */
  readonly setAside: number;
}

const VERSION = 1;
/** Decimals kept of a latent: 0.0001 can't be heard, and 2,000 takes fit into a browser's 5 MB. */
const PRECISION = 1e4;

export function newEntry(take: Take, made = false, mix: Mix = take.mix ?? PLAIN): Entry {
  return { ...take, id: newId(), made, mix };
}

/** 64 random bits in hex. (crypto.randomUUID is missing on plain HTTP.) */
function newId(): string {
  const parts = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(parts, (part) => part.toString(16).padStart(8, "0")).join("");
}

/** Throws the browser's DOMException when there is no room. */
export function write(storage: Storage, key: string, saved: Saved): void {
  const takes = saved.entries.map(pack);
  storage.setItem(key, JSON.stringify({ version: VERSION, current: saved.current, source: saved.source, takes }));
}

export function read(storage: Storage, key: string): Reading {
  const text = storage.getItem(key);
  if (text === null) return { saved: null, setAside: 0 };
  const fields = parse(text);
  if (!fields) {
    keep(storage, key, text);
    return { saved: null, setAside: -1 };
  }
  const entries = fields.takes.map(unpack);
  const good = entries.filter((entry) => entry !== null);
  if (good.length < entries.length) keep(storage, key, text);
  const { current, source } = fields;
  return { saved: { entries: unique(good), current, source }, setAside: entries.length - good.length };
}

function parse(text: string): { takes: unknown[]; current: string | null; source: string | null } | null {
  try {
    const data = JSON.parse(text) as Record<string, unknown> | null;
    if (data?.version !== VERSION || !Array.isArray(data.takes)) return null;
    return { takes: data.takes, current: readText(data.current), source: readText(data.source) };
  } catch {
    return null;
  }
}

/** The unreadable text under a key of its own; the same text is kept once. */
function keep(storage: Storage, key: string, text: string): void {
  let n = 1;
  while (![null, text].includes(storage.getItem(`${key}.aside.${n}`))) n += 1;
  try {
    storage.setItem(`${key}.aside.${n}`, text);
  } catch {
    // No room for a copy: the original stays in place until the list is next saved.
  }
}

function pack(entry: Entry): Record<string, unknown> {
  const { chords, melodies, ...score } = entry.score;
  const latent = entry.latent?.map((value) => Math.round(value * PRECISION) / PRECISION) ?? null;
  const mix = isPlain(entry.mix) ? undefined : entry.mix;
  const { id, seed, modelVersion: model_version, made, trackId: track, creator } = entry;
  return { id, score, latent, seed, model_version, made, mix, track, creator };
}

function unpack(data: unknown): Entry | null {
  try {
    const fields = data as Record<string, unknown>;
    return {
      id: readText(fields.id) ?? newId(),
      score: parseScore(fields.score),
      latent: readLatent(fields.latent),
      seed: Number.isInteger(fields.seed) ? (fields.seed as number) : null,
      modelVersion: readText(fields.model_version),
      made: fields.made === true,
      mix: readMix(fields.mix),
      ...readStored(fields),
    };
  } catch {
    return null;
  }
}

/** What the server knows a track by; likes are not kept: they would be old. */
function readStored({ track, creator }: Record<string, unknown>): Partial<Entry> {
  const [trackId, name] = [readText(track), readText(creator)];
  return { ...(trackId ? { trackId } : {}), ...(name ? { creator: name } : {}) };
}

function readLatent(value: unknown): number[] | null {
  if (!Array.isArray(value) || value.length !== FEATURES) return null;
  return value.every((x) => typeof x === "number" && Math.abs(x) <= BOUND) ? (value as number[]) : null;
}

/** Two entries with one id would be one row: the later one gets an id of its own. */
function unique(entries: Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    const fresh = seen.has(entry.id) ? { ...entry, id: newId() } : entry;
    seen.add(fresh.id);
    return fresh;
  });
}

function readText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export interface Settings {
  volume: number;
  muted: boolean;
  shuffle: boolean;
  repeat: "off" | "all" | "one" | "endless";
  /** How one track becomes the next: a cross-fade, or the way through the latent space. */
  transition: "fade" | "morph";
}

export const DEFAULTS: Settings = { volume: 0.8, muted: false, shuffle: false, repeat: "off", transition: "fade" };
const REPEATS = ["off", "all", "one", "endless"];

/** Settings field by field; what makes no sense falls back to its default. */
export function readSettings(storage: Storage, key: string): Settings {
  let data: Partial<Record<keyof Settings, unknown>> = {};
  try {
    data = Object(JSON.parse(storage.getItem(key) ?? "{}"));
  } catch {
    return { ...DEFAULTS };
  }
  const { volume, muted, shuffle, repeat, transition } = data;
  return {
    volume: typeof volume === "number" && volume >= 0 && volume <= 1 ? volume : DEFAULTS.volume,
    muted: muted === true,
    shuffle: shuffle === true,
    repeat: REPEATS.includes(repeat as string) ? (repeat as Settings["repeat"]) : DEFAULTS.repeat,
    transition: transition === "morph" ? "morph" : DEFAULTS.transition,
  };
}
