/** Form: which bars of the score are heard when, and what each stretch of them is for. */

import type { SectionName } from "./arrangement";
import type { Random } from "./random";

/** A stretch of the track. `bars` are indices into the score's bars, in order of hearing. */
export interface Stretch {
  readonly name: SectionName;
  readonly bars: readonly number[];
  /** How many stretches of the same name came before. */
  readonly nth: number;
}

/** Seconds that the body aims at, and the bounds that keep a track within 1:30 to 3:30. */
const AIM = 135;
const LEAST = 96;
const MOST = 200;
/** What a listener gets, in seconds: 1:30 to 3:30. */
const BOUNDS = { min: 90, max: 210 };
const VAMP_BARS = 4;
/** Bars of a stretch, if the score does not suggest another length. */
const STRETCH_BARS = 8;
const LONG_STRETCH = 12;
/** Loops up to this many bars are heard twice in a stretch. */
const SHORT_LOOP = 5;

/** Sequences of sections by number of stretches; one of each row is drawn. */
const TEMPLATES: Record<number, readonly string[]> = {
  1: ["A"],
  2: ["AB"],
  3: ["ABA", "AAB"],
  4: ["ABKB", "AAKB", "ABKA"],
  5: ["AABKB", "ABAKB", "ABKAB"],
  6: ["AABKAB", "ABAKBB", "ABKABA"],
  7: ["AABAKAB", "AABBKAB", "ABABKAB"],
  8: ["AABBKAAB", "AABAKABB", "ABABKABA"],
};
const NAMES: Record<string, SectionName> = { A: "A", B: "B", K: "break" };

/**
 * Plans a track. `bars`: of the score (1 to 50); `first`: the first bar that has a chord, where intro and outro vamp;
 * `barSeconds`: 2.4 to 4.
 */
export function planForm(bars: number, first: number, barSeconds: number, random: Random): Stretch[] {
  const unit = Array.from({ length: bars < VAMP_BARS ? bars * Math.ceil(VAMP_BARS / bars) : bars }, (_, i) => i % bars);
  const passes = countPasses(unit.length, barSeconds);
  const body = Array.from({ length: passes }, () => unit).flat();
  const vamp = Array.from({ length: VAMP_BARS }, (_, i) => (first + i) % bars);
  const fits = (body.length + 2 * VAMP_BARS) * barSeconds <= MOST;
  const [intro, middle, outro] = fits ? [vamp, body, vamp] : carve(body);
  const loop = unit.length <= SHORT_LOOP ? unit.length * 2 : unit.length;
  const chunks = (fits ? split(middle, loop) : [middle]).flatMap(cut);
  const names = [...spell(chunks.length, random)].map((letter) => NAMES[letter]!);
  return number([
    { name: "intro", bars: intro },
    ...chunks.map((chunk, i) => ({ name: names[i]!, bars: chunk })),
    { name: "outro", bars: outro },
  ]);
}

/** Whether a track may last so many seconds. */
export function isFitting(seconds: number): boolean {
  return seconds >= BOUNDS.min && seconds <= BOUNDS.max;
}

function countPasses(unit: number, barSeconds: number): number {
  const vamps = 2 * VAMP_BARS;
  let passes = Math.max(1, Math.round((AIM / barSeconds - vamps) / unit));
  while (passes > 1 && (passes * unit + vamps) * barSeconds > MOST) passes--;
  while ((passes * unit + vamps) * barSeconds < LEAST) passes++;
  return passes;
}

/** One long pass leaves no room for vamps: its own ends serve. */
function carve(body: number[]): [number[], number[], number[]] {
  return [body.slice(0, VAMP_BARS), body.slice(VAMP_BARS, -VAMP_BARS), body.slice(-VAMP_BARS)];
}

function split(bars: number[], length: number): number[][] {
  return Array.from({ length: Math.ceil(bars.length / length) }, (_, i) => bars.slice(i * length, (i + 1) * length));
}

/** Cuts a pass where a listener expects it: whole if it is short, else every eight bars; no stretch under four. */
function cut(pass: number[]): number[][] {
  if (pass.length <= LONG_STRETCH) return [pass];
  const chunks = split(pass, STRETCH_BARS);
  if (chunks.at(-1)!.length < VAMP_BARS) chunks[chunks.length - 2]!.push(...chunks.pop()!);
  return chunks;
}

function spell(count: number, random: Random): string {
  const longest = Math.max(...Object.keys(TEMPLATES).map(Number));
  if (count <= longest) return random.pick(TEMPLATES[count]!);
  return random.pick(TEMPLATES[longest]!) + spell(count - longest, random);
}

function number(stretches: Omit<Stretch, "nth">[]): Stretch[] {
  const seen = new Map<SectionName, number>();
  return stretches.map((stretch) => {
    const nth = seen.get(stretch.name) ?? 0;
    seen.set(stretch.name, nth + 1);
    return { ...stretch, nth };
  });
}
