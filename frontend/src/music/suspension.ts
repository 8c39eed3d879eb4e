/** Suspensions: a dominant that fills its bar may hold the fourth for half of it, where the tune leaves it room. */

import { STEP_TICKS } from "./arrangement";
import type { Bar, Harmony, Session } from "./context";
import { HOLD, REST, SLOTS } from "./score";
import { scale } from "./theory";

const HALF = SLOTS / 2;
const THIRD = 4;
const FOURTH = 5;
const SEVENTH = 10;

/** The chords of a bar as they are struck: those of the arrangement, a suspended one in two halves. */
export function struck(session: Session, bar: Bar): Harmony[] {
  return bar.harmony.flatMap((harmony) => (isSuspended(session, bar, harmony) ? resolve(harmony) : [harmony]));
}

/** The first time round the score's own chord is heard; later the ear knows where it leads. */
function isSuspended(session: Session, bar: Bar, { root, intervals, steps }: Harmony): boolean {
  const isLater = bar.section === "B" || bar.section === "break" || bar.nth > 0;
  if (!isLater || bar.isLast || steps < SLOTS) return false;
  if (!intervals.includes(THIRD) || !intervals.includes(SEVENTH)) return false;
  const sung = sungBefore(session, bar.source, HALF);
  return ![THIRD, FOURTH + 1].some((step) => sung.has((root + step) % 12));
}

function resolve(harmony: Harmony): Harmony[] {
  const { root, tick, step, steps, voicing } = harmony;
  const held = voicing.map((pitch) => ((pitch - root) % 12 === THIRD ? pitch + 1 : pitch));
  const later = { step: step + HALF, tick: tick + HALF * STEP_TICKS, steps: steps - HALF };
  return [
    { ...harmony, steps: HALF, voicing: held },
    { ...harmony, ...later },
  ];
}

/** Pitch classes that the score's melody lets sound in a bar before sixteenth `until`; a tone held over counts. */
function sungBefore({ score }: Session, source: number, until: number): Set<number> {
  const symbols = score.melody.flat();
  const start = source * SLOTS;
  let from = start;
  while (from > 0 && symbols[from] === HOLD) from--;
  const degrees = symbols.slice(from, start + until).filter((symbol) => symbol !== HOLD && symbol !== REST);
  return new Set(degrees.map((degree) => (score.key - 1 + scale(score.mode)[(degree - 1) % 7]!) % 12));
}
