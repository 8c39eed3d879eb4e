/** A change that shows at once: sent one call at a time, the last wish wins, and what the server refuses is undone. */

import { type ReadonlySignal, signal } from "@preact/signals-core";

export interface Sending<T> {
  /** Sends a wish; resolves with what the server then has. */
  readonly send: (wanted: T) => Promise<T>;
  readonly same: (one: T, other: T) => boolean;
  readonly fail: (error: unknown) => void;
}

export class Wish<T> {
  readonly #shown;
  readonly #sending: Sending<T>;
  #confirmed: T;
  #busy = false;

  constructor(confirmed: T, sending: Sending<T>) {
    this.#confirmed = confirmed;
    this.#shown = signal(confirmed);
    this.#sending = sending;
  }

  get shown(): ReadonlySignal<T> {
    return this.#shown;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Shows the wish now. While a call is under way it waits; wishes that were taken back meanwhile are never sent. */
  want(wanted: T): Promise<void> {
    this.#shown.value = wanted;
    return this.#busy ? Promise.resolve() : this.#settle();
  }

  /** What a newer page says, unless a wish is under way. */
  learn(confirmed: T): void {
    if (this.#busy) return;
    this.#confirmed = confirmed;
    this.#shown.value = confirmed;
  }

  async #settle(): Promise<void> {
    this.#busy = true;
    let wanted = this.#shown.value;
    try {
      while (!this.#sending.same(wanted, this.#confirmed)) {
        this.#confirmed = await this.#sending.send(wanted);
        if (this.#shown.value === wanted) this.#shown.value = this.#confirmed;
        wanted = this.#shown.value;
      }
    } catch (error) {
      this.#shown.value = this.#confirmed;
      this.#sending.fail(error);
    } finally {
      this.#busy = false;
    }
  }
}
