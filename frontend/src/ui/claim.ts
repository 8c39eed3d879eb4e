/** What a visitor made becomes theirs once they are logged in, if they wish: which tracks to ask about, and the sending. */

import type { Brought, Claimed } from "../api/client";
import { isPlain } from "../music/mix";
import type { Entry } from "./storage";

const KEY = "lofi.claim.";
/** A call takes so many takes, and so many bytes (UTF-16 units counted as two). */
const BATCH = { takes: 100, bytes: 900_000 };

/** Answers of one member in one browser. "never" ends the asking; `known` are ids that need no asking. */
interface Answers {
  never: boolean;
  known: string[];
}

export class Claims {
  readonly #storage: Storage;
  readonly #visit: Storage;
  readonly #key: string;

  /** `storage` outlives the visit, `visit` does not; `member`: the public id of who is logged in. */
  constructor(storage: Storage, visit: Storage, member: string) {
    this.#storage = storage;
    this.#visit = visit;
    this.#key = KEY + member;
  }

  /** What the listener made here that has not been asked about; nothing while the answer is "not now" or "never". */
  offered(entries: readonly Entry[]): Entry[] {
    const { never, known } = this.#read();
    if (never || this.#visit.getItem(this.#key) !== null) return [];
    return entries.filter((entry) => entry.made && !known.includes(entry.id));
  }

  /** These need no asking: they were claimed, or made by the member after logging in. */
  note(entries: readonly Entry[]): void {
    const { never, known } = this.#read();
    const fresh = entries.map((entry) => entry.id).filter((id) => !known.includes(id));
    if (fresh.length) this.#write({ never, known: [...known, ...fresh] });
  }

  /** Asked again at the next visit. */
  later(): void {
    this.#visit.setItem(this.#key, "later");
  }

  never(): void {
    this.#write({ ...this.#read(), never: true });
  }

  #read(): Answers {
    try {
      const { never, known } = Object(JSON.parse(this.#storage.getItem(this.#key) ?? "{}")) as Partial<Answers>;
      return { never: never === true, known: Array.isArray(known) ? known : [] };
    } catch {
      return { never: false, known: [] };
    }
  }

  #write(answers: Answers): void {
    try {
      this.#storage.setItem(this.#key, JSON.stringify(answers));
    } catch {
      // No room: the worst that comes of it is to be asked again, and the server stores nothing twice.
    }
  }
}

/** Sends entries in their order, as many calls as it takes; answers how many tracks are theirs now. */
export async function sendAll(
  entries: readonly Entry[],
  send: (takes: Brought[]) => Promise<Claimed>,
): Promise<Claimed> {
  const total = { stored: 0, known: 0 };
  for (const batch of batches(entries.map(pack))) {
    const { stored, known } = await send(batch);
    total.stored += stored;
    total.known += known;
  }
  return total;
}

export function batches(takes: readonly Brought[], most = BATCH): Brought[][] {
  const result: Brought[][] = [];
  let room = 0;
  for (const take of takes) {
    const size = 2 * JSON.stringify(take).length;
    if (size > room || (result.at(-1)?.length ?? 0) >= most.takes) {
      result.push([]);
      room = most.bytes;
    }
    result.at(-1)!.push(take);
    room -= size;
  }
  return result;
}

/** The projection onto the legacy grid is left out: the server makes it anew. */
function pack({ score: { chords, melodies, ...score }, latent, mix }: Entry): Brought {
  return { score, latent, mix: isPlain(mix) ? null : mix };
}
