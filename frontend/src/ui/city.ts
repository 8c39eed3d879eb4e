/** The visualiser: a row of houses at night whose windows light with the spectrum. Still when paused, hidden or unwanted. */

import { deck, library } from "./app";
import { fingerprint } from "./cover";
import { h } from "./dom";
import { View } from "./view";

const HOUSES = 26;
const FLOORS = 9;
const FRAME_MS = 1000 / 24;
/** Share of its light that a window loses each frame. */
const FADE = 0.1;
/** The range of the analyser that lo-fi lives in, in Hz. */
const LOW = 50;
const HIGH = 7000;

export class CityView extends View {
  readonly #canvas = h("canvas", { class: "city-canvas", "aria-hidden": "true" });
  #bins = new Uint8Array(0);
  #levels = new Float32Array(HOUSES);
  #heights: number[] = [];
  #frame = 0;
  #last = 0;

  protected build(): void {
    this.append(this.#canvas);
    this.watch(() => {
      const observer = new ResizeObserver(() => this.#draw());
      observer.observe(this);
      return () => observer.disconnect();
    });
    this.watch(() => {
      const entry = library.current.value ?? library.entries.value[0];
      const z = entry ? (entry.latent ?? fingerprint(entry.score)) : [];
      this.#heights = Array.from(
        { length: HOUSES },
        (_, i) => 3 + Math.round(((Math.sin((z[i] ?? i) * 2 + i) + 1) / 2) * (FLOORS - 3)),
      );
      this.#draw();
    });
    this.watch(() => {
      this.#run(deck.playing.value);
      return () => cancelAnimationFrame(this.#frame);
    });
  }

  #run(on: boolean): void {
    cancelAnimationFrame(this.#frame);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (on && !still) this.#frame = requestAnimationFrame((time) => this.#tick(time));
    else this.#settle();
  }

  /** Animation frames stop by themselves while the page is hidden. */
  #tick(time: number): void {
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    if (time - this.#last < FRAME_MS) return;
    this.#last = time;
    this.#listen();
    this.#draw();
  }

  #settle(): void {
    this.#levels.fill(0);
    this.#draw();
  }

  #listen(): void {
    const analyser = deck.player?.analyser ?? null;
    if (!analyser) return;
    if (this.#bins.length !== analyser.frequencyBinCount) this.#bins = new Uint8Array(analyser.frequencyBinCount);
    analyser.getByteFrequencyData(this.#bins as Uint8Array<ArrayBuffer>);
    const width = analyser.context.sampleRate / 2 / this.#bins.length;
    for (let i = 0; i < HOUSES; i += 1) {
      const from = Math.floor((LOW * (HIGH / LOW) ** (i / HOUSES)) / width);
      const to = Math.max(from + 1, Math.floor((LOW * (HIGH / LOW) ** ((i + 1) / HOUSES)) / width));
      const peak = Math.max(...this.#bins.subarray(from, to)) / 255;
      this.#levels[i] = Math.max(peak, this.#levels[i]! - FADE * this.#levels[i]!);
    }
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const context = this.#canvas.getContext?.("2d");
    if (!context || !width) return;
    const ratio = Math.min(2, devicePixelRatio);
    if (this.#canvas.width !== Math.round(width * ratio)) this.#canvas.width = Math.round(width * ratio);
    if (this.#canvas.height !== Math.round(height * ratio)) this.#canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    for (let i = 0; i < HOUSES; i += 1) this.#house(context, i, width / HOUSES, height);
  }

  #house(context: CanvasRenderingContext2D, i: number, wide: number, height: number): void {
    const floors = this.#heights[i] ?? FLOORS;
    const floor = height / FLOORS;
    const top = height - floors * floor;
    context.fillStyle = i % 3 === 0 ? "#2b2631" : "#25222d";
    context.fillRect(i * wide, top, wide + 0.5, height - top);
    const lit = Math.round((this.#levels[i] ?? 0) ** 1.4 * floors);
    for (let j = 0; j < floors; j += 1)
      this.#windows(context, i * wide, height - (j + 1) * floor, wide, floor, j < lit, (i * 7 + j * 3) % 11 === 0);
  }

  #windows(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    wide: number,
    floor: number,
    lit: boolean,
    awake: boolean,
  ): void {
    const [w, gap] = [wide * 0.24, wide * 0.17];
    for (const side of [0, 1]) {
      context.fillStyle = lit ? "#f2b75f" : awake && side === 0 ? "#8a6a45" : "#34303c";
      context.fillRect(x + gap + side * (w + gap), y + floor * 0.3, w, floor * 0.42);
    }
  }
}
