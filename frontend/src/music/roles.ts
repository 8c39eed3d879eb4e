/** Who plays in which section: parts enter and leave, so that a loop does not bore. */

import type { Bar } from "./context";

export type DrumRole = "none" | "hats" | "light" | "full";

/** Drums sit out at both ends, thin out in the break, and build from the first A to B. */
export function drumRole(bar: Bar): DrumRole {
  switch (bar.section) {
    case "intro":
      return bar.index >= bar.count / 2 ? "hats" : "none";
    case "A":
      return bar.nth === 0 && bar.index < bar.count / 2 ? "light" : "full";
    case "B":
      return "full";
    case "break":
      return bar.index >= bar.count / 2 ? "hats" : "none";
    case "outro":
      return bar.index < bar.count / 2 ? "light" : "none";
  }
}

export function bassPlays(bar: Bar): boolean {
  if (bar.section === "intro") return false;
  if (bar.section === "break") return bar.index >= bar.count / 2;
  return !bar.isLast;
}

export function padPlays(bar: Bar): boolean {
  return bar.section === "break" || bar.section === "outro" || (bar.section === "B" && bar.nth > 0);
}

/** The second instrument colours B, later As, and everything where the score has no tune of its own. */
export function colourPlays(bar: Bar, hasMelody: boolean): boolean {
  if (bar.section === "B") return true;
  if (bar.section === "A") return bar.nth > 0 || !hasMelody;
  return bar.section === "break" && !hasMelody;
}

/** The last time round, the second instrument sings along with the tune. */
export function doublesTune(bar: Bar, bars: readonly Bar[]): boolean {
  const body = bars.filter(({ section, index }) => index === 0 && (section === "A" || section === "B"));
  const last = body.at(-1);
  return body.length > 1 && bar.section === last?.section && bar.nth === last.nth;
}

/** Share of the tune's notes that are played. */
export function melodyShare(bar: Bar): number {
  switch (bar.section) {
    case "intro":
      return 0;
    case "A":
      return bar.nth === 0 && bar.count > 4 && bar.index < 2 ? 0 : 1;
    case "B":
      return 1;
    case "break":
      return 0.55;
    case "outro":
      return bar.index < bar.count / 2 ? 0.7 : 0;
  }
}
