/** Goes to another page while the music plays on. */

import { revisit, visit } from "../navigation";

/** `path` of this site. */
export function goTo(path: string): void {
  visit(path);
}

/** The same page, as the server has it now. */
export function reload(): void {
  revisit();
}
