/** Whether what a member does may teach the model, and what they let it hear. Nothing is sent of whoever has not said yes. */

import { signal } from "@preact/signals-core";
import type * as api from "../api/teaching";
import type { Heard, Standing } from "../api/teaching";

type Client = Pick<typeof api, "standing" | "consent" | "heard">;

/** What is heard is told together, so many ms after the first of it. */
const GATHER_MS = 15_000;
/** Signals that one call tells at most. */
const MOST = 50;

export class Teaching {
  readonly #client: Client;
  readonly #isMember: () => boolean;
  #asking: Promise<Standing | null> | null = null;
  #offered = false;
  #waiting: Heard[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** The member's answer as far as it is known here. */
  readonly standing = signal<Standing | null>(null);
  /** Tracks heard to the end since the page was loaded, by somebody who lets them teach. */
  readonly listens = signal(0);

  constructor(client: Client, isMember: () => boolean) {
    this.#client = client;
    this.#isMember = isMember;
  }

  /** Somebody else may be here by now, or has answered elsewhere: it is looked up anew. */
  forget(): void {
    this.#asking = null;
    this.standing.value = null;
  }

  /** True once a visit, for a member who has never answered. */
  async isToBeAsked(): Promise<boolean> {
    const standing = await this.#find();
    if (!standing || standing.asked || this.#offered) return false;
    this.#offered = true;
    return true;
  }

  /** Rejects with ApiError; then nothing is answered, and the question may come again. */
  async answer(consent: boolean): Promise<void> {
    this.standing.value = await this.#client.consent(consent);
  }

  /** Something was heard to the end or skipped: told soon, if it may teach. */
  async hear(heard: Heard): Promise<void> {
    if (!(await this.#find())?.consent) return;
    if (heard.kind === "listen") this.listens.value += 1;
    this.#waiting.push(heard);
    if (this.#waiting.length >= MOST) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Tells what waits, now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const told = this.#waiting.splice(0);
    if (!told.length || !this.standing.peek()?.consent) return;
    this.#client.heard(told).catch(() => undefined); // a listen that is lost is no loss
  }

  #find(): Promise<Standing | null> {
    const known = this.standing.peek();
    if (known || !this.#isMember()) return Promise.resolve(this.#isMember() ? known : null);
    this.#asking ??= this.#client.standing().then(
      (standing) => {
        this.standing.value = standing;
        return standing;
      },
      () => {
        this.#asking = null;
        return null;
      },
    );
    return this.#asking;
  }
}
