/** The sleep timer's choice: a select with what is left beside it, in the player bar's sheet and on the radio's page. */

import { effect } from "@preact/signals-core";
import { bridge, sleep } from "./app";
import { h, iconButton, setAttribute, setText } from "./dom";
import { MINUTES } from "./sleep";
import { clock } from "./words";

const OFF = "off";
const TRACK = "track";

/** `watch`: the view's, so that the choice lives as long as what it stands in. */
export function sleepChoice(watch: (render: () => void) => void): HTMLElement {
  const options = [
    [OFF, "Off"],
    ...MINUTES.map((minutes) => [String(minutes), `In ${minutes} minutes`] as const),
    [TRACK, "At the end of this track"],
  ] as const;
  const select = h(
    "select",
    { class: "mixer-select" },
    ...options.map(([value, name]) => h("option", { value }, name)),
  );
  select.addEventListener("change", () => choose(select.value));
  const left = h("span", { class: "sleep-left", "aria-hidden": "true" });
  watch(() => {
    const seconds = sleep.left.value;
    const { kind } = sleep.bedtime.value;
    setText(left, kind === "off" || seconds === null ? "" : clock(seconds));
    if (kind !== "time") select.value = kind;
  });
  return h("div", { class: "sleep" }, h("label", { class: "sleep-label" }, h("span", {}, "Sleep timer"), select), left);
}

function choose(value: string): void {
  if (value === OFF) sleep.cancel();
  else if (value === TRACK) sleep.atEndOfTrack();
  else sleep.start(Number(value));
}

/** How one track becomes the next. */
function transitionChoice(watch: (render: () => void) => void): HTMLElement {
  const fade = h("option", { value: "fade" }, "Cross-fade");
  const morph = h("option", { value: "morph" }, "Morph: by way of what lies between them");
  const select = h("select", { class: "mixer-select" }, fade, morph);
  select.addEventListener("change", () => {
    bridge.isWanted.value = select.value === "morph";
  });
  watch(() => {
    select.value = bridge.isWanted.value ? "morph" : "fade";
  });
  return h("label", { class: "sleep-label" }, h("span", {}, "Between tracks"), select);
}

/** The player bar's button: a moon, and the minutes that are left. */
export function sleepButton(watch: (render: () => void) => void): HTMLElement {
  const button = iconButton("Sleep timer and transitions", "moon", () => openSleep());
  const left = h("span", { class: "repeat-label", "aria-hidden": "true" });
  button.append(left);
  watch(() => {
    const { kind } = sleep.bedtime.value;
    const minutes = Math.ceil((sleep.left.value ?? 0) / 60);
    setAttribute(button, "aria-pressed", String(kind !== "off"));
    setText(left, kind === "time" ? String(minutes) : "");
  });
  return button;
}

function openSleep(): void {
  const stops: (() => void)[] = [];
  const watch = (render: () => void) => void stops.push(effect(render));
  const heading = h("h2", { id: "night-title" }, "Sleep timer and transitions");
  const note = h("p", {}, "The music fades out over twenty seconds, then pauses.");
  const close = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Done");
  const dialog = h(
    "dialog",
    { class: "sheet", "aria-labelledby": "night-title" },
    heading,
    sleepChoice(watch),
    note,
    transitionChoice(watch),
    close,
  );
  dialog.addEventListener("close", () => {
    for (const stop of stops) stop();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
