/** The recorder: one for the page, and the small light that shows that it runs. */

import { download } from "../export/download";
import { sessionName } from "../export/file-name";
import { MOST_SECONDS, Recording } from "../export/recording";
import { deck, notices, reason } from "./app";
import { h, setText } from "./dom";
import { View } from "./view";
import { clock } from "./words";

export const recording = new Recording(deck, save);

/** Shows while something is recorded, whatever else is open; stops it. */
export class RecorderView extends View {
  protected build(): void {
    const time = h("span", { class: "recorder-time" });
    const word = h("span", { role: "status" });
    const stop = h("button", { type: "button", class: "recorder-stop", onclick: () => recording.stop() }, "Stop");
    const light = h("span", { class: "recorder-light", "aria-hidden": "true" });
    this.append(light, word, time, stop);
    this.watch(() => {
      const { value } = recording.state;
      const state = value === "on" && !deck.wanted.value ? "paused" : value;
      this.hidden = state === "off";
      setText(word, WORDS[state]);
      this.dataset.state = state;
      stop.hidden = state === "saving";
    });
    this.watch(() => setText(time, recording.state.value === "on" ? clock(Math.floor(recording.seconds.value)) : ""));
    this.watch(() => guard(recording.state.value === "on" || recording.state.value === "saving"));
  }
}

/** "paused": the music is, and the recording waits for it. */
const WORDS = { off: "", waiting: "Waiting for the music", on: "Recording", paused: "Paused", saving: "Saving" };

/** Leaving the page would lose the recording: the browser asks first. */
function guard(on: boolean): void {
  if (on) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

async function save(sound: Blob, begun: Date): Promise<void> {
  const name = sessionName(begun, sound.type.includes("webm") ? "webm" : "m4a");
  const length = clock(recording.seconds.value);
  const end = recording.seconds.value >= MOST_SECONDS ? " An hour is the most it holds." : "";
  download(await withLength(sound, name), name);
  notices.tell(`Your recording (${length}) is in your downloads.${end}`);
}

/** The recording as it is, when it can't be given a length: it plays all the same. */
async function withLength(sound: Blob, name: string): Promise<Blob> {
  try {
    const { remux } = await import("../export/remux");
    return await remux(sound, name.replace(/\.\w+$/, ""));
  } catch (error) {
    notices.warn(`The recording is saved, but players can't show its length: ${reason(error)}`);
    return sound;
  }
}
