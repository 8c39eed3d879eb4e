/** The piano roll: the arrangement moving past the playhead, and the whole track's sections to jump to. */

import { untracked } from "@preact/signals-core";
import { BAR_TICKS, secondsToTicks, ticksToSeconds } from "../music/arrangement";
import { isHeard } from "../music/mix";
import { deck, library } from "./app";
import { paletteOf } from "./cover";
import { h, setAttribute, setText } from "./dom";
import { barOf, paged, playedShare, scrolled, sectionAt, spanOf, tickAt } from "./roll-geometry";
import { type Pane, paint, prepare, type Scene } from "./roll-paint";
import { View } from "./view";
import { clock, count } from "./words";

/** Device pixels a CSS pixel that are worth drawing. */
const SHARPEST = 3;
/** Ticks beyond which a move of the window is a jump, which it glides to; milliseconds of that glide. */
const JUMP = 960;
const GLIDE = 110;

export class Roll extends View {
  readonly #canvas = h("canvas", { class: "roll-canvas", role: "img" });
  readonly #sections = h("div", { class: "roll-sections", role: "group", "aria-label": "Sections of the track" });
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #scene: Scene | null = null;
  #visible = true;
  #frame = 0;
  /** First tick of the window, what it glides from, and when it was drawn. */
  #from = 0;
  #drift = 0;
  #drawn = 0;

  protected build(): void {
    const empty = h("p", { class: "roll-empty" }, "The notes of a track are drawn here.");
    const strip = h("div", { class: "roll-strip" }, this.#canvas, empty);
    this.append(strip, this.#sections);
    this.#canvas.addEventListener("click", (event) => this.#seek(event.offsetX));
    this.watch(() => this.#observe());
    this.watch(() => {
      empty.hidden = deck.sound.arrangement.value !== null;
      setAttribute(this.#canvas, "aria-label", describe());
      this.#stage();
    });
    this.watch(() => this.#list());
    this.watch(() => this.#follow());
    this.watch(() => {
      void deck.playing.value;
      this.#run();
    });
  }

  /** Draws one frame. */
  draw(time = performance.now()): void {
    const context = this.#canvas.getContext?.("2d");
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!context || !width) return;
    const ratio = Math.min(SHARPEST, devicePixelRatio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.#scene) paint(context, this.#scene, this.#pane(this.#scene, width, height, time));
    else context.clearRect(0, 0, width, height);
  }

  /** Answers how to stop: what observes would keep an element alive that has long left the page. */
  #observe(): () => void {
    const sizes = new ResizeObserver(() => this.#stage());
    sizes.observe(this.#canvas);
    const sights = new IntersectionObserver((seen) => {
      this.#visible = seen.at(-1)?.isIntersecting ?? true;
      this.#run();
    });
    sights.observe(this);
    const motion = () => this.#run();
    this.#still.addEventListener("change", motion);
    void document.fonts.ready.then(() => this.#stage());
    return () => {
      sizes.disconnect();
      sights.disconnect();
      this.#still.removeEventListener("change", motion);
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    };
  }

  /** Prepares the scene for another arrangement, mix, size or font, and draws it in the same frame. */
  #stage(): void {
    const [arrangement, score, mix] = [deck.sound.arrangement.value, deck.sound.score.value, library.mix.value];
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const context = this.#canvas.getContext?.("2d");
    if (!context || !width) return;
    this.#resize(width, height);
    const look = { isHeard: isHeard.bind(null, mix), tint: score ? paletteOf(score).sun : "#fff" };
    this.#scene = arrangement && prepare(context, arrangement, { width, height, span: spanOf(width) }, look);
    untracked(() => this.draw());
  }

  #resize(width: number, height: number): void {
    const ratio = Math.min(SHARPEST, devicePixelRatio);
    const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== wide) this.#canvas.width = wide;
    if (this.#canvas.height !== tall) this.#canvas.height = tall;
  }

  #pane({ arrangement }: Scene, width: number, height: number, time: number): Pane {
    const span = spanOf(width);
    const seconds = deck.now();
    const tick = secondsToTicks(seconds, arrangement.bpm);
    const playhead = this.#still.matches ? barOf(tick) : tick;
    const target = (this.#still.matches ? paged : scrolled)(tick, arrangement.lengthTicks, span);
    this.#glide(target, span, time);
    setAttribute(this.#canvas, "data-bar", Math.floor((this.#from + this.#drift) / BAR_TICKS));
    const now = seconds > 0 || deck.playing.peek() ? playhead : null;
    return { width, height, from: this.#from + this.#drift, span, playhead, now };
  }

  /** After a jump the window slides to its new place instead of being there at once. */
  #glide(target: number, span: number, time: number): void {
    const moved = this.#from - target;
    const passed = Math.max(0, time - this.#drawn);
    this.#drift *= Math.exp(-passed / GLIDE);
    if (Math.abs(moved) > JUMP && !this.#still.matches)
      this.#drift = Math.min(span / 2, Math.max(-span / 2, this.#drift + moved));
    if (Math.abs(this.#drift) < 1) this.#drift = 0;
    this.#from = target;
    this.#drawn = time;
  }

  /** One frame now, and more as long as anything moves. They stop by themselves while the page is hidden. */
  #run(): void {
    if (this.#frame || !this.#visible) return;
    this.#frame = requestAnimationFrame((time) => {
      this.#frame = 0;
      this.draw(time);
      if (this.#drift !== 0 || (deck.playing.peek() && !this.#still.matches)) this.#run();
    });
  }

  #seek(x: number): void {
    const arrangement = this.#scene?.arrangement;
    if (!arrangement) return;
    const width = this.#canvas.clientWidth;
    const tick = tickAt(x, this.#from + this.#drift, spanOf(width), width, arrangement.lengthTicks);
    deck.seek(ticksToSeconds(tick, arrangement.bpm));
  }

  /** Buttons are kept, not made anew, so that focus stays where it is when the music changes. */
  #list(): void {
    const arrangement = deck.sound.arrangement.value;
    const sections = arrangement?.sections ?? [];
    while (this.#sections.children.length > sections.length) this.#sections.lastChild?.remove();
    while (this.#sections.children.length < sections.length) this.#sections.append(this.#sectionButton());
    sections.forEach(({ name, tick, bars }, i) => {
      const button = this.#sections.children[i] as HTMLElement;
      setText(button.firstElementChild!, name);
      setAttribute(button, "aria-label", `Jump to ${name}, ${clock(ticksToSeconds(tick, arrangement!.bpm))}`);
      button.style.flexGrow = String(bars);
    });
  }

  #sectionButton(): HTMLButtonElement {
    const button = h("button", { type: "button", class: "roll-section" }, h("span", {}));
    button.addEventListener("click", () => {
      const arrangement = deck.sound.arrangement.peek();
      const section = arrangement?.sections[[...this.#sections.children].indexOf(button)];
      if (arrangement && section) deck.seek(ticksToSeconds(section.tick, arrangement.bpm));
    });
    return button;
  }

  #follow(): void {
    const arrangement = deck.sound.arrangement.value;
    const seconds = deck.position.value;
    if (!arrangement) return;
    const tick = secondsToTicks(seconds, arrangement.bpm);
    const current = sectionAt(arrangement.sections, tick + 1);
    arrangement.sections.forEach((section, i) => {
      const button = this.#sections.children[i] as HTMLElement | undefined;
      button?.style.setProperty("--played", playedShare(section, tick).toFixed(3));
      if (button) setAttribute(button, "aria-current", i === current ? "true" : null);
    });
    this.#run();
  }
}

/** What the picture shows, in words. */
function describe(): string {
  const arrangement = deck.sound.arrangement.value;
  if (!arrangement) return "No notes yet";
  const form = arrangement.sections.map(({ name, bars }) => `${name} ${count(bars, "bar")}`).join(", ");
  return `Notes of the track, ${clock(arrangement.seconds)} long: ${form}`;
}
