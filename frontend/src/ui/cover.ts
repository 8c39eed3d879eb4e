/** A cover for every track: hills at dusk, drawn from the latent (or from the score, when there is none). Deterministic. */

import type { Score } from "../music/score";
import { s } from "./dom";

interface Palette {
  readonly sky: string;
  readonly glow: string;
  readonly sun: string;
  readonly hills: readonly [string, string, string];
}

/** One palette a mode, ionian to locrian: from warm to dark as the modes go. */
const PALETTES: readonly Palette[] = [
  { sky: "#d9a76c", glow: "#ecce98", sun: "#bf4f38", hills: ["#a8694c", "#744843", "#3a2a31"] },
  { sky: "#587579", glow: "#98ac9a", sun: "#f0d08a", hills: ["#456067", "#31454d", "#1f2a33"] },
  { sky: "#7a3d3d", glow: "#bb6d4d", sun: "#f0b35e", hills: ["#5b2f37", "#42252e", "#281923"] },
  { sky: "#8aa296", glow: "#d3cda4", sun: "#f6efe0", hills: ["#6a8779", "#48635c", "#2a3d3e"] },
  { sky: "#c28457", glow: "#e6c48b", sun: "#763939", hills: ["#875d4a", "#5c4846", "#353038"] },
  { sky: "#38435e", glow: "#666c8a", sun: "#e9dfc8", hills: ["#2f3850", "#242b3f", "#171b29"] },
  { sky: "#4b3f52", glow: "#7d6173", sun: "#c9b7a2", hills: ["#3b3242", "#2c2634", "#1b1822"] },
];
const LAMP = "#f3bd6b";
const SIZE = 200;
const POINTS = 8;

/** What a cover is drawn from. */
export interface Drawn {
  readonly score: Score;
  readonly latent: readonly number[] | null;
}

/** An SVG of 200 x 200 units, hidden from screen readers: the title stands beside it. */
export function cover(track: Drawn): SVGSVGElement {
  const z = track.latent ?? fingerprint(track.score);
  const palette = PALETTES[track.score.mode - 1]!;
  const attributes = { class: "cover", viewBox: `0 0 ${SIZE} ${SIZE}`, "aria-hidden": "true" };
  const sky = s("rect", { width: SIZE, height: SIZE, fill: palette.sky });
  return s("svg", attributes, sky, ...stars(z, track.score), ...sun(z, track.score, palette), ...hills(z, palette));
}

/** The colours that stand for a track elsewhere on the page. */
export function paletteOf(score: Score): Palette {
  return PALETTES[score.mode - 1]!;
}

/** 100 numbers of about the latent's size from a score that has no latent: FNV-1a, then mulberry32. */
export function fingerprint(score: Score): number[] {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([score.title, score.key, score.mode, score.bpm, score.harmony, score.melody])) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  return Array.from({ length: 100 }, () => {
    hash = (hash + 0x6d2b79f5) | 0;
    let t = Math.imul(hash ^ (hash >>> 15), hash | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * 4 - 2;
  });
}

function stars(z: readonly number[], score: Score): SVGElement[] {
  const many = Math.round(14 * (1 - score.energy) * (1 - score.valence));
  return Array.from({ length: many }, (_, i) => {
    const [x, y] = [unit(z[60 + i]) * SIZE, unit(z[75 + i]) * 90];
    return s("circle", { cx: round(x), cy: round(y), r: 0.9, fill: "#f6efe0", opacity: 0.7 });
  });
}

function sun(z: readonly number[], score: Score, { sun: fill, glow }: Palette): SVGElement[] {
  const r = 18 + 16 * score.energy;
  const at = { cx: round(40 + 120 * unit(z[0])), cy: round(108 - 50 * score.valence - 12 * unit(z[1])) };
  const halo = [2.6, 1.8].map((scale) => s("circle", { ...at, r: round(r * scale), fill: glow, opacity: 0.28 }));
  return [...halo, s("circle", { ...at, r: round(r), fill })];
}

function hills(z: readonly number[], palette: Palette): SVGElement[] {
  const ridges = palette.hills.map((fill, layer) => s("path", { d: ridge(z, layer), fill }));
  const x = round(30 + 140 * unit(z[50]));
  const window = s("rect", { x, y: 183, width: 5, height: 6, rx: 0.8, fill: LAMP });
  return [...ridges, window];
}

/** A smooth ridge through POINTS heights, closed along the bottom. Nearer layers are lower. */
function ridge(z: readonly number[], layer: number): string {
  const base = 112 + 26 * layer;
  const points = Array.from({ length: POINTS }, (_, i) => {
    return [
      round((i * SIZE) / (POINTS - 1)),
      round(base + (unit(z[2 + layer * 12 + i]) - 0.5) * (54 - 14 * layer)),
    ] as const;
  });
  const curves = points.slice(1).map(([x, y], i) => {
    const [px, py] = points[i]!;
    return `Q${px} ${py} ${round((px + x) / 2)} ${round((py + y) / 2)}`;
  });
  const last = points[POINTS - 1]!;
  return `M0 ${SIZE}V${points[0]![1]}${curves.join("")}L${last[0]} ${last[1]}V${SIZE}Z`;
}

/** A feature squashed to 0..1. */
function unit(value = 0): number {
  return 1 / (1 + Math.exp(-1.4 * value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
