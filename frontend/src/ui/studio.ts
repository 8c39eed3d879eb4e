/** State of the latent panel: the listener's own 100 numbers. Nothing but the listener's hand moves them. */

import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type * as api from "../api/client";
import type { Direction, Model, Take } from "../api/client";
import type * as prompts from "../api/prompts";
import { BOUND, FEATURES, moveTo, randomLatent, sibling, valueAt } from "./latent";
import type { Entry } from "./storage";

export type Api = Pick<typeof api, "generate" | "decode" | "encode" | "model"> & Pick<typeof prompts, "fromWords">;

const SEEDS = 2 ** 32;

export function randomSeed(): number {
  return Math.floor(Math.random() * SEEDS);
}

export class Studio {
  readonly #api: Api;
  readonly #fixed = signal<number[] | null>(null);
  readonly model = signal<Model | null>(null);
  /** True once the model's directions were asked for in vain. */
  readonly unreachable = signal(false);
  /** The track that the sliders started from. */
  readonly base = signal<Entry | null>(null);
  /** Whether the listener has moved anything since the last take. */
  readonly touched = signal(false);
  readonly busy = signal(false);
  /** 100 floats; the middle of the latent space while nothing is chosen. */
  readonly latent: ReadonlySignal<readonly number[]> = computed(() => this.#fixed.value ?? CENTRE);

  constructor(client: Api) {
    this.#api = client;
  }

  async connect(): Promise<void> {
    if (this.model.value) return;
    try {
      this.model.value = await this.#api.model();
      this.unreachable.value = false;
    } catch {
      this.unreachable.value = true;
    }
  }

  direction(name: string): Direction | undefined {
    return this.model.value?.directions.find((direction) => direction.name === name);
  }

  /** z-score of a direction at the panel's latent; 0 while the model is unknown. */
  value(name: string): number {
    const direction = this.direction(name);
    return direction ? valueAt(direction, this.latent.value) : 0;
  }

  setDirection(name: string, target: number): void {
    const direction = this.direction(name);
    if (direction) this.#touch(moveTo(direction, this.latent.value, target));
  }

  setFeature(index: number, value: number): void {
    this.#touch(this.latent.value.map((old, i) => (i === index ? value : old)));
  }

  randomise(): void {
    this.base.value = null;
    this.#touch(randomLatent());
  }

  /** Puts a track's numbers on the sliders; asks the model for them when the track has none (it came by a link). */
  async edit(entry: Entry): Promise<void> {
    const latent = entry.latent ?? (await this.#api.encode(entry.score));
    this.#settle(latent, entry);
  }

  /** The listener chose a track: the sliders go there, unless that would undo what the listener has set. */
  follow(entry: Entry): void {
    if (!this.touched.value && entry.latent) this.#settle(entry.latent, entry);
  }

  /**
   * A new take: what the sliders say, if they were touched; else new music under the same settings, or, on an untouched
   * panel, whatever the model comes up with. Throws ApiError; the panel stays usable.
   */
  async generate(): Promise<Take> {
    this.busy.value = true;
    try {
      return await this.#take();
    } finally {
      this.busy.value = false;
    }
  }

  /** A new take from words; the sliders have no say in it. Throws ApiError. */
  async describe(words: string): Promise<prompts.Described> {
    this.busy.value = true;
    try {
      return await this.#api.fromWords(words, randomSeed());
    } finally {
      this.busy.value = false;
    }
  }

  /** The take has become a track: the panel now stands on it. */
  adopt(entry: Entry, asked: readonly number[]): void {
    const moved = this.touched.value && this.latent.value !== asked;
    if (!moved && entry.latent) this.#settle(entry.latent, entry);
  }

  #take(): Promise<Take> {
    const latent = this.#fixed.value;
    if (!latent) return this.#api.generate(randomSeed());
    if (this.touched.value) return this.#api.decode(latent);
    return this.#api.decode(sibling(this.model.value?.directions ?? [], latent));
  }

  #touch(latent: readonly number[]): void {
    this.touched.value = true;
    this.#fixed.value = [...latent];
  }

  #settle(latent: readonly number[], entry: Entry): void {
    this.touched.value = false;
    this.base.value = entry;
    this.#fixed.value = latent.map((value) => Math.min(BOUND, Math.max(-BOUND, value)));
  }
}

const CENTRE: readonly number[] = new Array<number>(FEATURES).fill(0);
