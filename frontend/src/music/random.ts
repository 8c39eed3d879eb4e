/** Seeded chance: integer arithmetic only, so that every browser draws the same numbers. */

/** FNV-1a, 32 bits (Fowler, Noll, Vo), over UTF-16 code units. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A stream of pseudo-random numbers (mulberry32, by Tommy Ettinger, public domain algorithm). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** An independent stream for a named purpose: changing one part leaves the others as they were. */
  static for(seed: number, purpose: string): Random {
    return new Random((seed ^ hashText(purpose)) >>> 0);
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number in -reach..reach, triangular about 0: how far a hand strays. */
  stray(reach: number): number {
    return Math.round((this.next() + this.next() - 1) * reach);
  }
}
