/** Asks, at the first like and never again, whether likes may teach the model: a note beside the heart that can be left alone. */

import { notices, reason, teaching } from "../app";
import { h } from "../dom";

const NARROW = 640;
const GAP = 8;

/** `heart`: the element beside which it is asked. */
export async function askToTeach(heart: HTMLElement): Promise<void> {
  if (!(await teaching.isToBeAsked()) || !heart.isConnected) return;
  const box = note();
  heart.append(box);
  box.showPopover?.();
  const ending = new AbortController();
  const stay = () => (box.isConnected ? place(box, heart) : ending.abort());
  for (const moved of ["scroll", "resize"]) {
    addEventListener(moved, stay, { passive: true, capture: true, signal: ending.signal });
  }
  stay();
}

function note(): HTMLElement {
  const say = (consent: boolean) => () => void answer(box, consent);
  const box = h(
    "div",
    { class: "teach-note", popover: "manual", role: "region", "aria-label": "May your likes teach the model?" },
    h("p", { class: "teach-question" }, "May your likes teach the model?"),
    h(
      "p",
      {},
      "With a yes it learns from what you like, keep and hear to the end, and from what you skip. It all stays on this server, and you can take it back. ",
      h("a", { href: "/account/teaching/" }, "More"),
    ),
    h(
      "div",
      { class: "teach-answers" },
      h("button", { type: "button", class: "button", onclick: say(true) }, "Yes"),
      h("button", { type: "button", class: "button", onclick: say(false) }, "Not now"),
    ),
  );
  return box;
}

async function answer(box: HTMLElement, consent: boolean): Promise<void> {
  const had = box.contains(document.activeElement);
  for (const each of box.querySelectorAll("button")) each.disabled = true;
  try {
    await teaching.answer(consent);
    if (consent) notices.tell("Thank you. You see in your account what you teach.");
  } catch (error) {
    notices.warn(`Your answer was not kept: ${reason(error)}`);
  }
  const heart = box.parentElement?.querySelector<HTMLElement>("button.like");
  box.remove();
  if (had) heart?.focus();
}

/** Below the heart, or above it where there is more room; on a phone above the player. */
function place(box: HTMLElement, heart: HTMLElement): void {
  box.removeAttribute("style");
  if (innerWidth < NARROW) return;
  const [at, own] = [heart.getBoundingClientRect(), box.getBoundingClientRect()];
  const left = Math.min(Math.max(GAP, at.left), innerWidth - own.width - GAP);
  const below = at.bottom + GAP + own.height < innerHeight - GAP;
  const top = below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - own.height);
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}
