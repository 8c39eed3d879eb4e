/** The record on its turntable, and what is playing, in words. */

import type { Score } from "../music/score";
import { bridge, deck, dropDraft, keepDraft, library } from "./app";
import { CityView } from "./city";
import { cover } from "./cover";
import { h, s, setAttribute, setText } from "./dom";
import { View } from "./view";
import { feeling, keyName, quoted } from "./words";

/** Milliseconds of one turn at 33 1/3 RPM, and of running up and down. */
const TURN = 1800;
const RUN_UP = 900;
/** Degrees of the tone arm: beside the record, at its rim, at its label. */
const ARM = { rest: 0, start: 15, end: 33 };
const GROOVES = 26;
const LONG_TITLE = 22;

export class Stage extends View {
  #speed = 0;
  #frame = 0;

  protected build(): void {
    this.append(this.#turntable(), this.#words());
  }

  #turntable(): HTMLElement {
    const label = h("div", { class: "record-label" });
    const disc = h("div", { class: "disc" }, grooves(), label);
    const arm = toneArm();
    this.watch(() => {
      const entry = deck.sound.entry.value ?? library.entries.value[0];
      label.replaceChildren(...(entry ? [cover(entry)] : []));
    });
    this.watch(() => arm.style.setProperty("--arm", `${armAngle().toFixed(2)}deg`));
    const turn = disc.animate?.([{ rotate: "0deg" }, { rotate: "360deg" }], { duration: TURN, iterations: Infinity });
    turn?.pause();
    this.watch(() => this.#spin(turn, deck.playing.value));
    this.watch(() => () => this.#stop(turn));
    const sheen = h("div", { class: "sheen" });
    return h("div", { class: "turntable", "aria-hidden": "true" }, h("div", { class: "platter" }, disc, sheen), arm);
  }

  /** The record takes a second to run up and to stop. Those who asked for less motion get a record that lies still. */
  #spin(turn: Animation | undefined, on: boolean): void {
    cancelAnimationFrame(this.#frame);
    if (!turn || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      turn?.pause();
      return;
    }
    const from = this.#speed;
    const began = performance.now();
    const step = (time: number) => {
      const share = Math.min(1, Math.max(0, (time - began) / RUN_UP));
      this.#speed = from + ((on ? 1 : 0) - from) * share;
      turn.updatePlaybackRate(this.#speed);
      if (share < 1) this.#frame = requestAnimationFrame(step);
      else if (!on) turn.pause();
    };
    if (on) turn.play();
    this.#frame = requestAnimationFrame(step);
  }

  /** An animation without end, paused or not, would keep the element for ever. */
  #stop(turn: Animation | undefined): void {
    cancelAnimationFrame(this.#frame);
    turn?.cancel();
  }

  #words(): HTMLElement {
    const eyebrow = h("p", { class: "eyebrow" });
    const title = h("h1", { class: "now-title" });
    const detail = h("p", { class: "now-detail" });
    this.watch(() => {
      const score = deck.sound.entry.value?.score;
      setText(eyebrow, status());
      setText(title, score?.title ?? "Put a record on");
      setAttribute(title, "data-long", (score?.title.length ?? 0) > LONG_TITLE);
      setText(
        detail,
        score ? describe(score) : "Every track here was written by a small model, and is played live by your browser.",
      );
    });
    return h("div", { class: "now" }, eyebrow, title, detail, this.#draft(), new CityView());
  }

  /** What the sliders made of the track while it plays: to be kept or taken back. */
  #draft(): HTMLElement {
    const keep = h("button", { type: "button", class: "button", onclick: () => keepDraft() }, "Keep it");
    const back = h(
      "button",
      { type: "button", class: "link-button", onclick: () => dropDraft() },
      "Back to the original",
    );
    const box = h("div", { class: "now-draft", role: "group", "aria-label": "A draft" }, keep, back);
    this.watch(() => {
      box.hidden = deck.sound.draft.value === null;
    });
    return box;
  }
}

/** The line over the title. */
function status(): string {
  const entry = library.current.value;
  if (!entry) return "A quiet room";
  const ahead = deck.playing.value ? bridge.heading.value : null;
  if (ahead) return `On the way to ${quoted(ahead.score.title)}`;
  if (deck.sound.draft.value) return `Drifting away from ${quoted(entry.score.title)}`;
  if (deck.playing.value) return "Now playing";
  return deck.loading.value ? "Getting the record out" : "On the turntable";
}

function describe(score: Score): string {
  const swung = score.swing >= 0.58 ? ", swung" : "";
  return `${keyName(score)}, ${deck.sound.arrangement.value?.bpm ?? score.bpm} beats a minute${swung}. ${capital(feeling(score))}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function armAngle(): number {
  const { start, end, rest } = ARM;
  const down = deck.wanted.value || deck.begun.value;
  const share = deck.sound.duration.value ? deck.position.value / deck.sound.duration.value : 0;
  return down ? start + (end - start) * share : rest;
}

function grooves(): SVGElement {
  const rings = Array.from({ length: GROOVES }, (_, i) => {
    const r = 42 + (i * 56) / (GROOVES - 1);
    const opacity = [0.28, 0.1, 0.18, 0.07, 0.22][i % 5]!;
    return s("circle", {
      cx: 100,
      cy: 100,
      r: r.toFixed(1),
      fill: "none",
      stroke: "#e8d8bc",
      "stroke-width": 0.35,
      opacity,
    });
  });
  const body = s("circle", { cx: 100, cy: 100, r: 99.5, fill: "#121013" });
  return s("svg", { class: "grooves", viewBox: "0 0 200 200" }, body, ...rings);
}

function toneArm(): SVGSVGElement {
  const pivot = s("circle", { cx: 32, cy: 26, r: 15, class: "arm-base" });
  const cap = s("circle", { cx: 32, cy: 26, r: 6.5, class: "arm-cap" });
  const tube = s("path", { d: "M32 8V26V120L24 146", class: "arm-tube" });
  const head = s("path", { d: "M19.5 143l8 3-5 15-8-3z", class: "arm-head" });
  const weight = s("rect", { x: 26, y: 2, width: 12, height: 13, rx: 2.5, class: "arm-head" });
  return s(
    "svg",
    { class: "tone-arm", viewBox: "0 0 64 170" },
    pivot,
    s("g", { class: "arm" }, tube, weight, head),
    cap,
  );
}
