/** `lofi-sky`: the map of tracks. The server draws it; here its lights answer to pointer and keys, and play. */

import { deck, notices, reason, sources } from "../app";
import { setAttribute, setText } from "../dom";
import { View } from "../view";

/** Where a key leads: to the next light in this direction. */
const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class Sky extends View {
  #stars: SVGElement[] = [];

  protected build(): void {
    this.#stars = [...this.querySelectorAll<SVGElement>(".star")];
    const last = this.#stars.at(-1);
    if (last) last.tabIndex = 0;
    const caption = this.querySelector(".sky-caption");
    for (const event of ["pointerover", "focusin"] as const)
      this.addEventListener(event, ({ target }) => {
        const star = (target as Element).closest<SVGElement>(".star");
        if (star && caption) setText(caption, star.dataset.words ?? "");
      });
    this.addEventListener("click", ({ target }) => {
      const star = (target as Element).closest<SVGElement>(".star");
      if (star) void this.#play(star);
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    this.watch(() => {
      const isOn = deck.wanted.value;
      for (const star of this.#stars) setAttribute(star, "data-on", isOn && sources.isOn(wishOf(star)));
    });
  }

  #key(event: KeyboardEvent): void {
    const star = (event.target as Element).closest<SVGElement>(".star");
    if (!star || event.altKey || event.ctrlKey || event.metaKey) return;
    const way = WAYS[event.key];
    const isPress = event.key === "Enter" || event.key === " ";
    if (!way && !isPress) return;
    // the page's own shortcuts would seek and pause
    event.preventDefault();
    event.stopPropagation();
    if (way) this.#move(star, way);
    else void this.#play(star);
  }

  #move(from: SVGElement, [dx, dy]: readonly [number, number]): void {
    const places = this.#stars.map((star) => placeOf(star));
    const next = nearest(places, this.#stars.indexOf(from), dx, dy);
    const star = next === null ? null : this.#stars[next];
    if (!star) return;
    from.tabIndex = -1;
    star.tabIndex = 0;
    star.focus();
  }

  async #play(star: SVGElement): Promise<void> {
    try {
      await sources.toggle(wishOf(star));
    } catch (error) {
      notices.warn(`This track can't be played: ${reason(error)}`);
    }
  }
}

/** The place that a key leads to: the nearest one that lies more in its direction than across; null at the edge. */
export function nearest(places: readonly (readonly [number, number])[], from: number, dx: number, dy: number) {
  const [x, y] = places[from]!;
  let [best, least] = [null as number | null, Number.POSITIVE_INFINITY];
  places.forEach(([px, py], i) => {
    const along = (px - x) * dx + (py - y) * dy;
    const across = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    const cost = along + 2 * across;
    if (i !== from && along > 0 && across <= along && cost < least) [best, least] = [i, cost];
  });
  return best;
}

function wishOf(star: SVGElement) {
  return { source: `track:${star.dataset.track}`, start: null, shuffle: false };
}

function placeOf(star: SVGElement): readonly [number, number] {
  const { left, top } = star.querySelector(".star-hit")!.getBoundingClientRect();
  return [left, top];
}
