import { expect, test } from "vitest";
import { arrange } from "../music/arrange";
import { BAR_TICKS } from "../music/arrangement";
import { makeScore } from "../music/fixtures";
import { PART_COLOURS, type Pane, paint, prepare } from "./roll-paint";

interface Stroke {
  readonly colour: string;
  readonly alpha: number;
  readonly text?: string;
  readonly shapes?: number;
}

/** A canvas that notes what is filled and written; every letter is nine pixels wide. */
function notebook(strokes: Stroke[]) {
  const state = { fillStyle: "", globalAlpha: 1, font: "", textBaseline: "", shapes: 0 };
  const shape = () => {
    state.shapes += 1;
  };
  const methods = {
    clearRect: () => undefined,
    fillRect: () => undefined,
    createLinearGradient: () => ({ addColorStop: () => undefined }),
    measureText: (text: string) => ({ width: 9 * text.length }),
    beginPath: () => {
      state.shapes = 0;
    },
    rect: shape,
    roundRect: shape,
    fill: () => strokes.push({ colour: state.fillStyle, alpha: state.globalAlpha, shapes: state.shapes }),
    fillText: (text: string) => strokes.push({ colour: state.fillStyle, alpha: state.globalAlpha, text }),
  };
  return Object.assign(state, methods) as unknown as CanvasRenderingContext2D;
}

const LAMP = "#eeb260";
const SIZE = { width: 400, height: 200, span: 4 * BAR_TICKS };
const harmony = Array.from({ length: 8 }, () => [
  { degree: 1, quality: "maj7" },
  { degree: 6, quality: "hdim7" },
]);
const arrangement = arrange(makeScore({ harmony, melody: harmony.map(() => new Array(16).fill(1)) }));

function drawn(pane: Partial<Pane>, isHeard = (_: string) => true): Stroke[] {
  const strokes: Stroke[] = [];
  const context = notebook(strokes);
  const scene = prepare(context, arrangement, SIZE, { isHeard, tint: "#fff" });
  paint(context, scene, { ...SIZE, from: 0, playhead: 0, now: null, ...pane });
  return strokes;
}

function litShapes(strokes: readonly Stroke[]): number {
  const lights = Object.values(PART_COLOURS).map(({ lit }) => lit);
  return strokes.filter(({ colour }) => lights.includes(colour)).reduce((sum, { shapes = 0 }) => sum + shapes, 0);
}

test("chords that have no room are not written", () => {
  const [first, second] = arrangement.chords;
  const texts = drawn({}).map(({ text }) => text);
  expect(texts.filter((text) => text === first!.name).length).toBe(4);
  expect(texts.includes(second!.name)).toBe(false);
});

test("the chord that sounds is always written, in the lamp's colour", () => {
  const [first, second] = arrangement.chords;
  const at = (tick: number) => drawn({ playhead: tick, now: tick }).filter(({ colour }) => colour === LAMP);
  expect(at(10).map(({ text }) => text)).toEqual(["intro", first!.name]);
  expect(at(second!.tick + 10).map(({ text }) => text)).toEqual(["intro", second!.name]);
});

test("nothing is lit before anything has sounded", () => {
  expect(litShapes(drawn({}))).toBe(0);
  expect(litShapes(drawn({ now: 10 }))).toBeGreaterThan(0);
});

test("as many notes are lit as sound", () => {
  const now = 6 * BAR_TICKS + 10;
  const sounding = arrangement.parts.flatMap(({ name, notes }) =>
    notes.filter(({ tick, duration }) => tick <= now && now < tick + Math.max(duration, name === "drums" ? 120 : 0)),
  );
  expect(litShapes(drawn({ from: 5 * BAR_TICKS, playhead: now, now }))).toBe(sounding.length);
});

test("only the visible notes are drawn", () => {
  const from = 4 * BAR_TICKS;
  const shapes = drawn({ from }).reduce((sum, stroke) => sum + (stroke.shapes ?? 0), 0);
  const all = arrangement.parts.reduce((sum, { notes }) => sum + notes.length, 0);
  const inside = arrangement.parts.flatMap(({ notes }) =>
    notes.filter(({ tick, duration }) => tick < from + SIZE.span && tick + duration > from),
  );
  expect(shapes).toBeGreaterThanOrEqual(inside.length);
  expect(shapes).toBeLessThan(all / 3);
});

test("a silent part is faint, the others are not", () => {
  const strokes = drawn({ from: 4 * BAR_TICKS }, (part) => part !== "bass");
  const alphas = (part: keyof typeof PART_COLOURS) =>
    strokes.filter(({ colour }) => colour === PART_COLOURS[part].rest).map(({ alpha }) => alpha);
  expect(alphas("bass")).toEqual([0.24]);
  expect(alphas("keys")).toEqual([1]);
});
