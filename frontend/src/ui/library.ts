/** The listener's list: the queue's rules made visible, and kept across reloads. A shared list is shown beside it, never over it. */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Take } from "../api/client";
import type { Queue } from "../audio/queue";
import { type Mix, PLAIN } from "../music/mix";
import type { Notices } from "./notices";
import { type Entry, newEntry, read, type Saved, type Settings, write } from "./storage";
import { count, quoted } from "./words";

export const OWN = "lofi.list";
const SHARED = "lofi.shared";
const SAVE_AFTER_MS = 250;

export class Library {
  readonly #queue: Queue<Entry>;
  readonly #storage: Storage;
  readonly #notices: Notices;
  readonly #revision = signal(0);
  /** Set while a change waits to be saved. */
  #timer: ReturnType<typeof setTimeout> | null = null;
  #full = false;

  /** Where a shared list came from; null while the listener's own list is shown. */
  readonly shared = signal<string | null>(null);
  /** Ids of takes the listener has not heard yet. */
  readonly fresh = signal<ReadonlySet<string>>(new Set());
  readonly entries: ReadonlySignal<readonly Entry[]> = computed(() => this.#seen([...this.#queue.items]));
  readonly shuffle = signal(false);
  readonly repeat = signal<Settings["repeat"]>("off");
  /** The source of which there is more to come: a feed's next page, a station's next takes. */
  readonly unending = signal<string | null>(null);
  readonly current: ReadonlySignal<Entry | null> = computed(() => this.#seen(this.#queue.current));
  /** How the current track's sound is set. */
  readonly mix: ReadonlySignal<Mix> = computed(() => this.#seen(this.#queue.current?.mix ?? PLAIN));

  constructor(queue: Queue<Entry>, storage: Storage, notices: Notices) {
    this.#queue = queue;
    this.#storage = storage;
    this.#notices = notices;
    effect(() => {
      queue.shuffle = this.shuffle.value;
    });
    effect(() => {
      queue.repeat = this.repeat.value;
    });
  }

  /** The listener's own list from the last visit; false when there is none to show. */
  restore(): boolean {
    const saved = this.#read(OWN);
    this.shared.value = null;
    if (saved) this.#show(saved);
    return saved !== null;
  }

  /** Shows a list that came from elsewhere. A listener without a list of their own gets it as their own. */
  open(takes: readonly Take[], source: string): void {
    this.flush();
    const own = this.#read(OWN);
    if (own && holdsAll(own.entries, takes)) {
      this.#show(own);
      return;
    }
    const before = this.#read(SHARED);
    if (before && before.source !== source) this.#rescue(before);
    this.shared.value = own?.entries.length ? source : null;
    const again = before?.source === source && this.shared.value !== null;
    this.#show(again ? before : { entries: takes.map((take) => newEntry(take)), current: null, source });
    this.#saveSoon();
  }

  /** Plays something else beside the listener's own list, which stays as it is. `source` names it, and tells it from others. */
  beside(takes: readonly Take[], source: string): void {
    this.flush();
    const before = this.#read(SHARED);
    if (before && before.source !== source) this.#rescue(before);
    this.shared.value = source;
    this.#show({ entries: takes.map((take) => newEntry(take)), current: null, source });
    this.#saveSoon();
  }

  /** More of what plays beside the own list. */
  append(takes: readonly Take[]): void {
    this.#mutate(() => this.#queue.insert(this.#queue.items.length, ...takes.map((take) => newEntry(take))));
  }

  /** Takes out what follows the current track: something better is on its way. */
  cutAhead(): void {
    const at = this.#queue.current ? this.#queue.items.indexOf(this.#queue.current) : -1;
    this.#mutate(() => {
      for (let i = this.#queue.items.length - 1; i > at; i -= 1) this.#queue.remove(i);
    });
  }

  /** Whether something follows the last track, though it is not here yet. */
  get goesOn(): boolean {
    const isMore = this.shared.value !== null && this.unending.value === this.shared.value;
    return isMore || this.repeat.value === "endless";
  }

  /** How many tracks follow the current one in the list's own order. */
  get ahead(): number {
    return this.#queue.current ? this.#queue.items.length - 1 - this.#queue.items.indexOf(this.#queue.current) : 0;
  }

  /** Puts the shared list behind the listener's own and goes on with that. */
  keepShared(): void {
    const own = this.#read(OWN);
    const entries = [...(own?.entries ?? []), ...this.entries.value];
    this.#mutate(() => {
      this.shared.value = null;
      this.#queue.insert(0, ...(own?.entries ?? []));
    });
    this.#storage.removeItem(SHARED);
    this.#notices.tell(`Your list now has ${count(entries.length, "track")}.`);
  }

  first(): Entry | null {
    return this.#queue.items[0] ?? null;
  }

  choose(id: string): void {
    if (this.#queue.current?.id === id) return;
    this.#mutate(() => this.#queue.choose(this.indexOf(id)));
    this.heard(id);
  }

  heard(id: string): void {
    if (this.fresh.value.has(id)) this.fresh.value = new Set([...this.fresh.value].filter((other) => other !== id));
  }

  next(manual: boolean): Entry | null {
    return this.#step(() => this.#queue.next(manual));
  }

  previous(): Entry | null {
    return this.#step(() => this.#queue.previous());
  }

  /** What `next(false)` would give; null at the end of the list. */
  upcoming(): Entry | null {
    return this.#queue.peek();
  }

  setMix(entry: Entry, mix: Mix): void {
    this.#mutate(() => {
      entry.mix = mix;
    });
  }

  /** Puts a take, marked as new, behind another entry or at the end; returns its entry. */
  add(take: Take, mix: Mix = PLAIN, after: Entry | null = null): Entry {
    const entry = newEntry(take, true, mix);
    const index = after ? this.indexOf(after.id) + 1 : this.#queue.items.length;
    this.fresh.value = new Set([...this.fresh.value, entry.id]);
    this.#mutate(() => this.#queue.insert(index, entry));
    return entry;
  }

  move(id: string, to: number): void {
    const last = this.#queue.items.length - 1;
    this.#mutate(() => this.#queue.move(this.indexOf(id), Math.min(Math.max(0, to), last)));
  }

  remove(id: string): void {
    const index = this.indexOf(id);
    const entry = this.#queue.items[index];
    if (!entry) return;
    this.#mutate(() => this.#queue.remove(index));
    const undo = () => this.#mutate(() => this.#queue.insert(Math.min(index, this.#queue.items.length), entry));
    this.#notices.tell(`Removed ${quoted(entry.score.title)}.`, { label: "Undo", run: undo });
  }

  indexOf(id: string): number {
    return this.#queue.items.findIndex((entry) => entry.id === id);
  }

  /** Whether nothing follows the current track in the list's own order. */
  get atEnd(): boolean {
    return this.#queue.current !== null && this.#queue.items.at(-1) === this.#queue.current;
  }

  /** Saves what waits to be saved; a page without changes must not write over those of another tab. */
  flush(): void {
    if (this.#timer !== null) this.save();
  }

  /** Another tab has saved the listener's list: this one shows it, and goes on playing what it plays. */
  refresh(): void {
    const saved = this.shared.value === null && this.#timer === null ? this.#read(OWN) : null;
    if (!saved) return;
    const known = new Map(this.#queue.items.map((entry) => [entry.id, entry]));
    const current = this.#queue.current?.id ?? null;
    this.#show({ ...saved, current, entries: saved.entries.map((entry) => known.get(entry.id) ?? entry) });
  }

  save(): void {
    this.#cancelSave();
    const [key, source] = this.shared.value === null ? [OWN, null] : [SHARED, this.shared.value];
    try {
      write(this.#storage, key, { entries: [...this.#queue.items], current: this.#queue.current?.id ?? null, source });
      this.#full = false;
    } catch {
      this.#tellFull();
    }
  }

  /** Ties what is read from the queue to its changes. */
  #seen<T>(value: T): T {
    void this.#revision.value;
    return value;
  }

  #step(move: () => Entry | null): Entry | null {
    const entry = this.#mutate(move);
    if (entry) this.heard(entry.id);
    return entry;
  }

  #mutate<T>(change: () => T): T {
    const result = change();
    this.#revision.value += 1;
    this.#saveSoon();
    return result;
  }

  #show(saved: Saved): void {
    this.#queue.replace(saved.entries);
    const index = saved.entries.findIndex((entry) => entry.id === saved.current);
    if (saved.entries.length) this.#queue.choose(Math.max(0, index));
    this.#revision.value += 1;
  }

  #read(key: string): Saved | null {
    const { saved, setAside } = read(this.#storage, key);
    if (setAside === 0) return saved;
    const what = setAside > 0 ? `${count(setAside, "stored track")} could` : "Your stored list could";
    this.#notices.warn(`${what} not be read. A copy was set aside in this browser.`);
    return saved;
  }

  /** What the listener made while looking at another shared list goes to their own: it exists nowhere else. */
  #rescue(shared: Saved): void {
    const made = shared.entries.filter((entry) => entry.made);
    const own = this.#read(OWN);
    if (!made.length || !own) return;
    write(this.#storage, OWN, { ...own, entries: [...own.entries, ...made] });
    this.#storage.removeItem(SHARED);
  }

  #cancelSave(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #saveSoon(): void {
    this.#cancelSave();
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  #tellFull(): void {
    if (!this.#full) this.#notices.warn("This browser has no room for the whole list: the last changes are not kept.");
    this.#full = true;
  }
}

function holdsAll(entries: readonly Entry[], takes: readonly Take[]): boolean {
  const held = new Set(entries.map((entry) => JSON.stringify(entry.score)));
  return takes.every((take) => held.has(JSON.stringify(take.score)));
}
