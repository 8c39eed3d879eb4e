/** What the page has to tell: short sentences in a live region, some with something to do about it. */

import { signal } from "@preact/signals-core";

export interface Action {
  readonly label: string;
  readonly run: () => void;
}

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: "info" | "error";
  readonly actions: readonly Action[];
}

/** Seconds that a notice stays; errors stay until they are dismissed or made good. */
const STAY = { plain: 6, actions: 20 };
const MOST = 3;

export class Notices {
  readonly list = signal<readonly Notice[]>([]);
  #next = 1;

  tell(text: string, ...actions: Action[]): void {
    const id = this.#add(text, "info", actions);
    setTimeout(() => this.dismiss(id), 1000 * (actions.length ? STAY.actions : STAY.plain));
  }

  warn(text: string, ...actions: Action[]): number {
    return this.#add(text, "error", actions);
  }

  dismiss(id: number): void {
    this.list.value = this.list.value.filter((notice) => notice.id !== id);
  }

  /** The same sentence twice is told once: the older one goes. */
  #add(text: string, kind: Notice["kind"], actions: readonly Action[]): number {
    const id = this.#next++;
    const others = this.list.value.filter((notice) => notice.text !== text);
    this.list.value = [...others, { id, text, kind, actions }].slice(-MOST);
    return id;
  }
}
