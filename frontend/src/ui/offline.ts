/** Without a connection: the service worker that keeps what is needed, and a quiet word about it. */

import { effect } from "@preact/signals-core";
import { defaultBase } from "../audio/base";
import type { Library } from "./library";
import type { Notices } from "./notices";
import { arrangementOf } from "./now";

/** Tracks of the list whose samples are kept: the first ones, as nobody hears more on one journey. */
const KEPT = 60;
/** Milliseconds that the list must rest, and music have played, before its samples are fetched. */
const REST = 8000;

interface Listening {
  readonly playing: { readonly value: boolean };
}

export function connectOffline(library: Library, deck: Listening, notices: Notices): void {
  watchConnection(notices);
  if (!navigator.serviceWorker || !import.meta.env.PROD) return;
  void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const { value: entries } = library.entries;
    clearTimeout(timer);
    if (!deck.playing.value || isSparing()) return;
    timer = setTimeout(() => void keepSamples(entries.slice(0, KEPT)), REST);
  });
}

/** Whether the listener asked their browser to spare data. */
function isSparing(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

async function keepSamples(entries: Library["entries"]["value"]): Promise<void> {
  const { listEvents, samplesBetween } = await import("../audio/events");
  const names = new Set<string>();
  for (const { score, mix } of entries) {
    const arrangement = arrangementOf(score, mix);
    for (const name of samplesBetween(listEvents(arrangement), 0, arrangement.seconds)) names.add(name);
    // A long list must not hold up the page.
    await new Promise((resolve) => setTimeout(resolve));
  }
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: [...names].map((name) => `${defaultBase()}${name}.mp3`) });
}

function watchConnection(notices: Notices): void {
  let told: number | null = null;
  const tell = () => {
    if (told !== null) notices.dismiss(told);
    told = navigator.onLine
      ? null
      : notices.warn("You are offline. What is in your list still plays; new tracks must wait.");
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}
