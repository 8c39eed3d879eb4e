/** Draws the piano roll's visible window. Nothing here keeps state: a frame is a function of its scene and its pane. */

import { type Arrangement, BAR_TICKS, DRUM, type Part, type PartName, STEP_TICKS } from "../music/arrangement";
import { barOf, firstAt, type Label, merged, pitchRange, type Range, sticky, thinned, xOf, yOf } from "./roll-geometry";

interface Paint {
  readonly rest: string;
  readonly lit: string;
}

/** One colour a part, and the same in the light. */
export const PART_COLOURS: Readonly<Record<PartName, Paint>> = {
  keys: { rest: "#c58a4b", lit: "#ffd394" },
  colour: { rest: "#7d9f7a", lit: "#c9f0c1" },
  pad: { rest: "#7683b4", lit: "#c0cbff" },
  melody: { rest: "#d3c4a6", lit: "#fffaf0" },
  bass: { rest: "#bd6753", lit: "#ffa48c" },
  drums: { rest: "#8f8483", lit: "#f2e6df" },
};

/** A whole arrangement, ready to be drawn at any place. */
export interface Scene {
  readonly arrangement: Arrangement;
  readonly chords: readonly Label[];
  /** Those among them that have room for their names. */
  readonly chordLabels: readonly Label[];
  readonly sections: readonly Label[];
  readonly range: Range;
  /** Ticks of each part's longest note: how far before the window a note in it can begin. */
  readonly longest: readonly number[];
  readonly isHeard: (part: PartName) => boolean;
  /** The cover's light, for the bands of the sections. */
  readonly tint: string;
}

/** What is seen of it: sizes in CSS pixels, places in ticks. `now` is null while nothing has sounded yet. */
export interface Pane {
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly span: number;
  readonly playhead: number;
  readonly now: number | null;
}

const DISPLAY = '"Young Serif", Georgia, serif';
const BODY = '"Figtree Variable", system-ui, sans-serif';
const CHORD_FONT = `400 16px ${DISPLAY}`;
const SECTION_FONT = `600 12px ${BODY}`;
const COLOURS = { text: "#ebe0cd", soft: "#b5a995", lamp: "#eeb260", line: "#ffffff14", bar: "#ffffff24" };
const INSET = 10;
const GAP = 14;
const SECTIONS_HEIGHT = 24;
const CHORDS_HEIGHT = 28;
const LANE = 9;
const LANES: readonly (readonly number[])[] = [
  [DRUM.closed, DRUM.pedal, DRUM.open],
  [DRUM.snare, DRUM.rim],
  [DRUM.kick],
];
const FOOT = 8;
/** Strips lower than this show fewer pitches. */
const LOW = 200;
const FEW_PITCHES = 36;
const FAINT = 0.24;
/** How strongly a section's band is tinted. */
const BANDS = { intro: 0.02, A: 0.06, B: 0.11, break: 0.035, outro: 0.02 } as const;
const GLOW = 40;

type Context = CanvasRenderingContext2D;

export function prepare(
  context: Context,
  arrangement: Arrangement,
  { width, height, span }: Pick<Pane, "width" | "height" | "span">,
  look: Pick<Scene, "isHeard" | "tint">,
): Scene {
  const { parts } = arrangement;
  const measured = (font: string, names: readonly { tick: number; name: string }[]) => {
    context.font = font;
    return names.map(({ tick, name }) => ({ tick, name, width: context.measureText(name).width }));
  };
  const chords = measured(CHORD_FONT, merged(arrangement.chords, arrangement.sections));
  return {
    ...look,
    arrangement,
    chords,
    chordLabels: thinned(chords, width / span, GAP),
    sections: measured(SECTION_FONT, arrangement.sections),
    range: pitchRange(parts, height < LOW ? FEW_PITCHES : undefined),
    longest: parts.map(({ notes }) => notes.reduce((most, note) => Math.max(most, note.duration), 0)),
  };
}

export function paint(context: Context, scene: Scene, pane: Pane): void {
  context.clearRect(0, 0, pane.width, pane.height);
  paintBands(context, scene, pane);
  paintBars(context, pane);
  paintGlow(context, pane);
  scene.arrangement.parts.forEach((part, i) => {
    context.globalAlpha = scene.isHeard(part.name) ? 1 : FAINT;
    paintPart(context, scene, pane, part, scene.longest[i]!);
  });
  context.globalAlpha = 1;
  paintPlayhead(context, pane);
  paintNames(context, scene, pane);
}

function place(tick: number, { from, span, width }: Pane): number {
  return xOf(tick, from, span, width);
}

function paintBands(context: Context, { arrangement, tint }: Scene, pane: Pane): void {
  for (const { name, tick, bars } of arrangement.sections) {
    const [left, right] = [place(tick, pane), place(tick + bars * BAR_TICKS, pane)];
    if (right < 0 || left > pane.width) continue;
    context.globalAlpha = BANDS[name];
    context.fillStyle = tint;
    context.fillRect(left, 0, right - left, pane.height);
    context.globalAlpha = 1;
    context.fillStyle = COLOURS.bar;
    if (tick > 0) context.fillRect(left, 0, 1, pane.height);
  }
}

function paintBars(context: Context, pane: Pane): void {
  context.fillStyle = COLOURS.line;
  for (let tick = barOf(pane.from); tick <= pane.from + pane.span; tick += BAR_TICKS)
    context.fillRect(place(tick, pane), SECTIONS_HEIGHT, 1, pane.height - SECTIONS_HEIGHT);
}

/** The lamp's light around the playhead. */
function paintGlow(context: Context, pane: Pane): void {
  const x = place(pane.playhead, pane);
  const light = context.createLinearGradient(x - GLOW, 0, x + GLOW, 0);
  light.addColorStop(0, "#eeb26000");
  light.addColorStop(0.5, "#eeb26029");
  light.addColorStop(1, "#eeb26000");
  context.fillStyle = light;
  context.fillRect(x - GLOW, 0, 2 * GLOW, pane.height);
}

function paintPlayhead(context: Context, pane: Pane): void {
  context.fillStyle = COLOURS.lamp;
  const x = Math.min(pane.width - 2, Math.max(0, place(pane.playhead, pane) - 1));
  context.fillRect(x, SECTIONS_HEIGHT, 2, pane.height - SECTIONS_HEIGHT);
}

/** Two paths a part: what rests and what sounds. */
function paintPart(context: Context, scene: Scene, pane: Pane, part: Part, longest: number): void {
  const mark = part.name === "drums" ? drumMarker(context, pane) : noteMarker(context, scene, pane);
  const begin = firstAt(part.notes, pane.from - longest);
  const end = firstAt(part.notes, pane.from + pane.span);
  const ring = part.name === "drums" ? STEP_TICKS : 0;
  const colours = PART_COLOURS[part.name];
  for (const lit of [false, true]) {
    context.fillStyle = lit ? colours.lit : colours.rest;
    context.beginPath();
    for (let i = begin; i < end; i += 1) {
      const { tick, duration, pitch } = part.notes[i]!;
      const sounds = pane.now !== null && tick <= pane.now && pane.now < tick + Math.max(duration, ring);
      if (sounds === lit) mark(tick, duration, pitch, lit);
    }
    context.fill();
  }
}

type Marker = (tick: number, duration: number, pitch: number, lit: boolean) => void;

function noteMarker(context: Context, { range }: Scene, pane: Pane): Marker {
  const top = SECTIONS_HEIGHT + CHORDS_HEIGHT;
  const field = pane.height - top - LANES.length * LANE - 2 * FOOT;
  const tall = Math.max(3, Math.min(6, field / (range.high - range.low + 1)));
  return (tick, duration, pitch, lit) => {
    const wide = Math.max(3, (duration / pane.span) * pane.width - 1);
    const grow = lit ? 0.75 : 0;
    const y = top + yOf(pitch, range, field);
    context.roundRect(place(tick, pane), y - grow, wide, tall + 2 * grow, tall / 2);
  };
}

/** Hats are ticks, the snare is a block, the kick is round. */
function drumMarker(context: Context, pane: Pane): Marker {
  const bottom = pane.height - FOOT - LANES.length * LANE;
  return (tick, _, pitch, lit) => {
    const lane = LANES.findIndex((pitches) => pitches.includes(pitch));
    const x = place(tick, pane);
    const y = bottom + (lane < 0 ? 1 : lane) * LANE;
    const grow = lit ? 1 : 0;
    if (lane === 0) context.rect(x, y + 1 - grow, 1.5 + grow, 5 + 2 * grow);
    else if (lane === 2) context.roundRect(x - grow, y + 1 - grow, 6 + 2 * grow, 6 + 2 * grow, 4);
    else context.rect(x, y + 1 - grow, 4 + grow, 5 + 2 * grow);
  };
}

function paintNames(context: Context, { sections, chords, chordLabels }: Scene, pane: Pane): void {
  context.textBaseline = "middle";
  context.font = SECTION_FONT;
  paintLabels(context, pane, sections, sections, COLOURS.soft, SECTIONS_HEIGHT / 2 + 1);
  context.font = CHORD_FONT;
  paintLabels(context, pane, chordLabels, chords, COLOURS.text, SECTIONS_HEIGHT + CHORDS_HEIGHT / 2 - 1);
}

/** What sounds is named in the lamp's colour, in its neighbour's place if it has none of its own. */
function paintLabels(
  context: Context,
  pane: Pane,
  labels: readonly Label[],
  all: readonly Label[],
  colour: string,
  y: number,
): void {
  const { now } = pane;
  const sounding = now === null ? -1 : all.findLastIndex(({ tick }) => tick <= now);
  for (const [i, label] of labels.entries()) {
    const next = labels[i + 1]?.tick ?? Infinity;
    if (next <= pane.from || label.tick >= pane.from + pane.span) continue;
    const heard = all[sounding];
    const sounds = heard !== undefined && label.tick <= heard.tick && heard.tick < next;
    const { name, width } = sounds ? heard : label;
    const until = next === Infinity ? next : place(next, pane) + INSET / 2;
    context.fillStyle = sounds ? COLOURS.lamp : colour;
    context.fillText(name, sticky(place(label.tick, pane) + INSET / 2, width, until, INSET, GAP / 2), y);
  }
}
