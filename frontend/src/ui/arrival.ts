/** What every page needs when it has come, whether it was loaded whole or walked to. */

import { focusFirstFault } from "./faults";
import { visit } from "./navigation";
import { openQuery } from "./opening";
import { offerKeys } from "./webauthn";

/** A page loaded whole. */
export function land(page: ParentNode): void {
  offerKeys(page);
  focusFirstFault(page);
}

/** A page walked to: it has the focus, or what it has to tell, unless something of it asks for the focus. */
export function arrive(main: HTMLElement, isBack: boolean): void {
  offerKeys(main);
  const told = main.querySelector<HTMLElement>(".messages");
  const asks = main.contains(document.activeElement) && document.activeElement !== main;
  if (!asks) (told ?? main).focus({ preventScroll: true });
  focusFirstFault(main);
  if (!isBack) void openQuery();
}

/** The page's search field, or the page that has one. */
export function focusSearch(): void {
  const field = [...document.querySelectorAll<HTMLElement>('input[type="search"]')].find((each) =>
    each.checkVisibility?.(),
  );
  if (field) field.focus();
  else visit("/search");
}
