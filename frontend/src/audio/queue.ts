/** The rules of the list: what comes next, what came before. Pure state, no sound. */

export type Repeat = "off" | "all" | "one" | "endless";

/** Steps back that shuffle remembers. */
const MEMORY = 500;

/** A list of tracks with one of them current (null before the first is chosen). Items are told apart by identity. */
export class Queue<T extends object> {
  /** `endless` ends as `off` does: whoever generates the next track appends it before that. */
  repeat: Repeat = "off";
  #items: T[] = [];
  #current: T | null = null;
  #shuffle = false;
  /** Heard before and, after steps back, after the current track: shuffle's way, in order. */
  #past: T[] = [];
  #ahead: T[] = [];
  /** Heard in this round of the shuffle. */
  #heard = new Set<T>();
  readonly #random: () => number;

  /** `random`: numbers in [0, 1). */
  constructor(items: readonly T[] = [], random: () => number = Math.random) {
    this.#items = [...items];
    this.#random = random;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  get current(): T | null {
    return this.#current;
  }

  get shuffle(): boolean {
    return this.#shuffle;
  }

  set shuffle(on: boolean) {
    if (on !== this.#shuffle) this.#forget();
    this.#shuffle = on;
  }

  /** A new list; nothing is current. */
  replace(items: readonly T[]): void {
    this.#items = [...items];
    this.#current = null;
    this.#forget();
  }

  /** Makes the item at `index` current. Throws RangeError outside of the list. */
  choose(index: number): T {
    const item = this.#at(index);
    if (item !== this.#current) this.#ahead = [];
    return this.#go(item);
  }

  /**
   * Steps on, and returns the new current track; null at the end of the list, where the current one stays.
   * `manual`: the listener asked; that leaves a track on repeat-one, which else begins again.
   */
  next(manual: boolean): T | null {
    if (!manual && this.repeat === "one" && this.#current) return this.#current;
    const item = this.#shuffle ? this.#shuffled() : this.#following();
    return item ? this.#go(item) : null;
  }

  /** What `next(false)` will give; shuffle draws it now, and keeps to it. */
  peek(): T | null {
    if (this.repeat === "one" && this.#current) return this.#current;
    if (!this.#shuffle) return this.#following();
    const item = this.#shuffled();
    if (item) this.#ahead.push(item);
    return item;
  }

  /** Steps back: in shuffle through what was heard, else up the list. At the beginning the current track stays. */
  previous(): T | null {
    if (this.#shuffle) return this.#stepBack();
    const index = this.#index();
    const before = index > 0 ? this.#items[index - 1] : this.#wraps() ? this.#items.at(-1) : this.#items[0];
    return before ? this.#go(before) : null;
  }

  /** Moves an item to a new place; the current track stays the current one. Throws RangeError outside of the list. */
  move(from: number, to: number): void {
    const item = this.#at(from);
    this.#at(to);
    this.#items.splice(from, 1);
    this.#items.splice(to, 0, item);
  }

  /** Inserts before `index` (0 to length). Throws RangeError elsewhere. */
  insert(index: number, ...items: T[]): void {
    if (index < 0 || index > this.#items.length) throw new RangeError(`index: must be 0 to ${this.#items.length}`);
    this.#items = [...this.#items.slice(0, index), ...items, ...this.#items.slice(index)];
  }

  /** Removes an item. The current one hands over to its successor, the last one to its predecessor. */
  remove(index: number): T {
    const item = this.#at(index);
    const heir = this.#items[index + 1] ?? (this.#wraps() && index > 0 ? this.#items[0] : this.#items[index - 1]);
    this.#items.splice(index, 1);
    this.#past = this.#past.filter((other) => other !== item);
    this.#ahead = this.#ahead.filter((other) => other !== item);
    this.#heard.delete(item);
    if (item === this.#current) {
      this.#current = heir ?? null;
      if (heir) this.#heard.add(heir);
    }
    return item;
  }

  #following(): T | null {
    const after = this.#items[this.#index() + 1];
    return after ?? (this.#wraps() ? (this.#items[0] ?? null) : null);
  }

  #shuffled(): T | null {
    const ahead = this.#ahead.pop();
    if (ahead) return ahead;
    let pool = this.#items.filter((item) => item !== this.#current && !this.#heard.has(item));
    if (pool.length === 0 && this.#wraps()) {
      this.#heard.clear();
      pool = this.#items.filter((item) => item !== this.#current);
      // A list of one has nothing else to play.
      if (pool.length === 0) return this.#current;
    }
    return pool[Math.floor(this.#random() * pool.length)] ?? null;
  }

  #stepBack(): T | null {
    const before = this.#past.pop();
    if (!before) return this.#current;
    if (this.#current) this.#ahead.push(this.#current);
    this.#current = before;
    return before;
  }

  #go(item: T): T {
    if (this.#current && this.#current !== item) this.#past = [...this.#past, this.#current].slice(-MEMORY);
    this.#heard.add(item);
    this.#current = item;
    return item;
  }

  #wraps(): boolean {
    return this.repeat === "all" || this.repeat === "one";
  }

  #forget(): void {
    this.#past = [];
    this.#ahead = [];
    this.#heard = new Set(this.#current ? [this.#current] : []);
  }

  #index(): number {
    return this.#current ? this.#items.indexOf(this.#current) : -1;
  }

  #at(index: number): T {
    const item = this.#items[index];
    if (item === undefined) throw new RangeError(`index: must be 0 to ${this.#items.length - 1}, not ${index}`);
    return item;
  }
}
