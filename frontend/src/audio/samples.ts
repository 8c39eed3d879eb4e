/** Samples by name: fetched and decoded once, kept while they fit. */

/** Decoded buffers kept: about 100 of them make 60 MB. */
const KEPT_BUFFERS = 140;

export class SampleError extends Error {
  constructor(name: string, reason: string) {
    super(`The sample ${name} could not be loaded: ${reason}`);
    this.name = "SampleError";
  }
}

export class SampleStore {
  readonly #context: BaseAudioContext;
  readonly #base: string;
  /** In order of last use. */
  readonly #pending = new Map<string, Promise<AudioBuffer>>();
  readonly #ready = new Map<string, AudioBuffer>();

  /** `base`: URL of the folder, with its slash. */
  constructor(context: BaseAudioContext, base: string) {
    this.#context = context;
    this.#base = base;
  }

  /** The decoded sample, if it is here by now. */
  get(name: string): AudioBuffer | undefined {
    return this.#ready.get(name);
  }

  /** Resolves when all of them are here. Throws SampleError; a failed sample is tried again next time. */
  async ensure(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.#load(name)));
    this.#evict(new Set(names));
  }

  #load(name: string): Promise<AudioBuffer> {
    const known = this.#pending.get(name);
    const promise = known ?? this.#fetch(name);
    this.#pending.delete(name);
    this.#pending.set(name, promise);
    return promise;
  }

  async #fetch(name: string): Promise<AudioBuffer> {
    try {
      const response = await fetch(`${this.#base}${name}.mp3`);
      if (!response.ok) throw new SampleError(name, `HTTP ${response.status}`);
      const buffer = await this.#context.decodeAudioData(await response.arrayBuffer());
      this.#ready.set(name, buffer);
      return buffer;
    } catch (error) {
      this.#pending.delete(name);
      throw error instanceof SampleError ? error : new SampleError(name, String(error));
    }
  }

  /** Forgets what was used longest ago. A source that plays keeps its own reference. */
  #evict(inUse: ReadonlySet<string>): void {
    for (const name of this.#pending.keys()) {
      if (this.#ready.size <= KEPT_BUFFERS) return;
      if (inUse.has(name) || !this.#ready.has(name)) continue;
      this.#ready.delete(name);
      this.#pending.delete(name);
    }
  }
}
