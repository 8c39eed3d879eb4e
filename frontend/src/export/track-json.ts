/** A take as JSON: the score, and what the model made it from. */

import type { Take } from "../api/client";
import { isPlain, type Mix, PLAIN } from "../music/mix";

export const FORMAT = "lofi-track";
export const VERSION = 1;

/** A list of numbers that JSON.stringify has put on a line each. */
const NUMBERS = /\[\n\s+([-\d.e+,\s]+?)\n\s+\]/g;

/** `latent` has 100 floats or is null; `mix` is left out where it is plain. Lists of numbers stand on one line. */
export function trackJson(take: Take, mix: Mix = PLAIN): string {
  const { score, latent, seed, modelVersion } = take;
  const own = isPlain(mix) ? {} : { mix };
  const data = { format: FORMAT, version: VERSION, score, latent, seed, model_version: modelVersion, ...own };
  // Text is safe from this: within a JSON string a line break is written as \n.
  const text = JSON.stringify(data, null, 2).replace(NUMBERS, (_, list: string) => `[${list.replace(/\s+/g, " ")}]`);
  return `${text}\n`;
}
