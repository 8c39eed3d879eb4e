/** Every node is made and freed through a rack, so that nothing leaks and a test can count. */

import type { Context } from "tone/build/esm/core/context/Context.js";
import { connect } from "tone/build/esm/core/context/ToneAudioNode.js";

interface Disposable {
  dispose(): unknown;
}
type Output = Parameters<typeof connect>[0];
type Input = Parameters<typeof connect>[1];

/** Nodes made and freed, and notes that came too late or whose sample was not there yet, since the page opened. */
export const census = { made: 0, freed: 0, late: 0, missed: 0 };

export class Rack {
  readonly context: Context;
  readonly #disposers = new Set<() => void>();

  constructor(context: Context) {
    this.context = context;
  }

  /** Takes a Tone node into the rack. */
  tone<T extends Disposable>(node: T): T {
    this.#own(() => node.dispose());
    return node;
  }

  /** Takes a native node into the rack; returns it. */
  native<T extends AudioNode>(node: T): T {
    this.#own(() => node.disconnect());
    return node;
  }

  /**
   * A biquad with fixed values. Not Tone's Filter: that one sets its parameters by automation, and Chromium's first
   * block under automation differs from render to render.
   */
  filter(type: BiquadFilterType, hertz: number, q = 0.6): BiquadFilterNode {
    const filter = this.native(this.context.createBiquadFilter());
    filter.type = type;
    filter.frequency.value = hertz;
    filter.Q.value = q;
    return filter;
  }

  /** A native gain of fixed value. */
  gain(value: number): GainNode {
    const gain = this.native(this.context.createGain());
    gain.gain.value = value;
    return gain;
  }

  /** Adds up any number of nodes, two at a time: only then does the sum not depend on the browser's order. */
  sum(nodes: readonly AudioNode[]): AudioNode {
    if (nodes.length === 1) return nodes[0]!;
    const half = Math.ceil(nodes.length / 2);
    const junction = this.gain(1);
    for (const side of [nodes.slice(0, half), nodes.slice(half)]) this.sum(side).connect(junction);
    return junction;
  }

  /** A native source (buffer or oscillator) that is stopped when the rack is disposed of. */
  source<T extends AudioScheduledSourceNode>(node: T): T {
    this.#own(() => {
      node.stop();
      node.disconnect();
    });
    return node;
  }

  /** Connects in a row; returns the last. */
  chain(...nodes: readonly (Output & Input)[]): Output & Input {
    for (let i = 1; i < nodes.length; i++) connect(nodes[i - 1]!, nodes[i]!);
    return nodes.at(-1)!;
  }

  dispose(): void {
    for (const free of this.#disposers) {
      free();
      census.freed++;
    }
    this.#disposers.clear();
  }

  #own(free: () => void): void {
    census.made++;
    this.#disposers.add(free);
  }
}
