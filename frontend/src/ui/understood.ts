/** What was understood of a prompt, and came out, in a few words each: "D aeolian", "slow, 66 BPM", "wistful", "rain". */

import type { Understood } from "../api/prompts";
import type { Score } from "../music/score";
import { MODES, noteName } from "../music/theory";
import { keyName } from "./words";

const SOUNDS = new Set(["rain", "vinyl", "filter", "band", "preset", "muted", "soloed"]);

/** None, if the words told nothing. */
export function understoodParts(score: Score, { constraints, mood, heard }: Understood): string[] {
  const { key, mode, bpm, bars, density } = constraints;
  const parts: string[] = [];
  if (key !== null && mode !== null) parts.push(keyName(score));
  else if (key !== null) parts.push(`in ${noteName(score.key, score.mode, score.key - 1)}`);
  else if (mode !== null) parts.push(MODES[score.mode - 1]!);
  if (bpm) parts.push([...tempoWord(heard), `${score.bpm} BPM`].join(", "));
  if (bars) parts.push(`${score.harmony.length} bars`);
  if (density) parts.push(`${density} melody`);
  if (mood) parts.push(mood.name);
  parts.push(...new Set(heard.filter(({ field }) => SOUNDS.has(field)).map(({ meaning }) => meaning)));
  return parts;
}

/** The tempo as it was said, if not in figures. */
function tempoWord(heard: Understood["heard"]): string[] {
  const said = heard.find(({ field }) => field === "bpm")?.words.toLowerCase();
  return said && said.length < 20 && !/\d/.test(said) ? [said] : [];
}
