/** What the page's custom elements share: built once, in the light DOM; effects live while the element is connected. */

import { effect } from "@preact/signals-core";

// biome-ignore lint/suspicious/noConfusingVoidType: most effects return nothing, as signals have it
type Render = () => void | (() => void);

export abstract class View extends HTMLElement {
  #built = false;
  #renders: Render[] = [];
  #dispose: (() => void)[] = [];

  /** Makes the element's content and names its effects with `watch`. */
  protected abstract build(): void;

  /** Runs now and whenever a signal it reads changes; what it returns runs before the next time, and when the element leaves. */
  protected watch(render: Render): void {
    this.#renders.push(render);
  }

  /** The same for content that is made later, on an element that is connected already. */
  protected watchNow(render: Render): void {
    this.watch(render);
    if (this.isConnected) this.#dispose.push(effect(render));
  }

  connectedCallback(): void {
    if (!this.#built) this.build();
    this.#built = true;
    this.#dispose = this.#renders.map((render) => effect(render));
  }

  disconnectedCallback(): void {
    for (const dispose of this.#dispose) dispose();
    this.#dispose = [];
  }
}
