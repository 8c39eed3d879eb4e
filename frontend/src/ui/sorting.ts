/** Rows that a hand can move. Sortable is as large as a third of the page's script: it is fetched when a hand comes near. */

import type Sortable from "sortablejs";

/**
 * Lets the children of `list` be dragged by what `handle` selects; `moved` is told who went to which index. Answers how to
 * stop: Sortable keeps its lists until it is told to let go.
 */
export function sortByHand(list: HTMLElement, handle: string, moved: (row: HTMLElement, index: number) => void) {
  const waiting = new AbortController();
  const { signal } = waiting;
  let made: Promise<Sortable> | null = null;
  const make = () => {
    waiting.abort();
    made = create(list, handle, moved);
  };
  list.addEventListener("pointerenter", make, { signal });
  // A finger comes from nowhere: its first touch of the page tells that there are hands, in time for one on a handle.
  document.addEventListener("touchstart", make, { signal, passive: true });
  return () => {
    waiting.abort();
    void made?.then((sortable) => sortable.destroy());
    made = null;
  };
}

async function create(list: HTMLElement, handle: string, moved: (row: HTMLElement, index: number) => void) {
  const { default: Library } = await import("sortablejs");
  return Library.create(list, {
    handle,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
    ghostClass: "row-ghost",
    onEnd: ({ item, newIndex }) => moved(item, newIndex ?? 0),
  });
}
