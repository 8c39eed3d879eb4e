/** The page's state, made once: elements come and go with the pages, the music stays. */

import { effect } from "@preact/signals-core";
import * as api from "../api/client";
import { type Described, fromWords } from "../api/prompts";
import * as teachingApi from "../api/teaching";
import { Queue } from "../audio/queue";
import type { Player } from "../audio/types";
import { Bridge } from "./bridge";
import { Deck } from "./deck";
import { Endless } from "./endless";
import { Library } from "./library";
import { Listening } from "./listening";
import { LiveMorph } from "./live-morph";
import { isMember } from "./membership";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import { Plays } from "./plays";
import { SleepTimer } from "./sleep";
import { Sources } from "./sources";
import { type Entry, readSettings, type Settings } from "./storage";
import { Studio } from "./studio";
import { Teaching } from "./teaching";
import { quoted } from "./words";

const SETTINGS = "lofi.settings";
const REPEATS = ["off", "all", "one", "endless"] as const;

export const storage = openStorage();
const settings = readSettings(storage, SETTINGS);

export const notices = new Notices();
export const queue = new Queue<Entry>();
export const library = new Library(queue, storage, notices);
export const studio = new Studio({ ...api, fromWords });
export const deck = new Deck(library, openPlayer, settings);

library.shuffle.value = settings.shuffle;
library.repeat.value = settings.repeat;
const morph = new LiveMorph(api, studio, deck, notices);
new Endless(api, library, deck);
new Plays(api, library, deck);
export const teaching = new Teaching(teachingApi, isMember);
new Listening(library, deck, (heard) => teaching.hear(heard));
export const sources = new Sources(api, library, deck);
export const bridge = new Bridge(api, library, deck);
bridge.isWanted.value = settings.transition === "morph";
export const sleep = new SleepTimer(deck);
effect(() => saveSettings());
effect(() => {
  const why = deck.sound.refusal.value;
  if (why) notices.warn(`The change could not be heard: ${why}`);
});

export function toggleShuffle(): void {
  library.shuffle.value = !library.shuffle.value;
}

export function nextRepeat(): void {
  const index = REPEATS.indexOf(library.repeat.value);
  library.repeat.value = REPEATS[(index + 1) % REPEATS.length]!;
}

/** Generate: one new track at the end of the list; it plays if nothing else does. What sounds already is kept as it is. */
export async function generateTrack(): Promise<void> {
  if (studio.busy.value) return;
  if (morph.take) return keepDraft();
  const asked = studio.latent.value;
  try {
    const entry = library.add(await studio.generate());
    studio.adopt(entry, asked);
    announce(entry);
  } catch (error) {
    notices.warn(`No new track: ${reason(error)}`, { label: "Try again", run: () => void generateTrack() });
  }
}

/** A track from words, with the sound that they name, at the end of the list. Throws ApiError. */
export async function describeTrack(words: string): Promise<Described> {
  const asked = studio.latent.value;
  const described = await studio.describe(words);
  const entry = library.add(described.take, described.take.mix);
  studio.adopt(entry, asked);
  announce(entry);
  return described;
}

/** The draft that sounds becomes a track of the list, and goes on sounding. */
export function keepDraft(): void {
  const [draft, sounding] = [deck.sound.draft.value, deck.sound.entry.value];
  if (!draft || !sounding) return;
  const asked = studio.latent.value;
  const entry = library.add(draft, sounding.mix, library.current.value);
  deck.adopt(entry);
  studio.adopt(entry, asked);
  notices.tell(`${quoted(entry.score.title)} is kept in your list, after the track it came from.`);
}

/** Back to the track as it was before the sliders were moved. */
export function dropDraft(): void {
  const entry = library.current.value;
  deck.sound.revert();
  if (entry) void editTrack(entry);
}

/** Puts a track's numbers on the panel's sliders. */
export async function editTrack(entry: Entry): Promise<void> {
  try {
    await studio.edit(entry);
    notices.tell(`The sliders now stand where ${quoted(entry.score.title)} is.`);
  } catch (error) {
    notices.warn(`This track can't be put on the sliders: ${reason(error)}`, {
      label: "Try again",
      run: () => void editTrack(entry),
    });
  }
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function announce(entry: Entry): void {
  if (deck.wanted.value) {
    notices.tell(`${quoted(entry.score.title)} is at the end of your list.`, {
      label: "Hear it",
      run: () => deck.start(entry.id),
    });
  } else {
    notices.tell(`${quoted(entry.score.title)} is new in your list.`);
    deck.start(entry.id);
  }
}

async function openPlayer(): Promise<Player> {
  const { DeckPlayer } = await import("../audio/player");
  return new DeckPlayer();
}

function saveSettings(): void {
  const now: Settings = {
    volume: deck.volume.value,
    muted: deck.muted.value,
    shuffle: library.shuffle.value,
    repeat: library.repeat.value,
    transition: bridge.isWanted.value ? "morph" : "fade",
  };
  try {
    storage.setItem(SETTINGS, JSON.stringify(now));
  } catch {
    // No room: the settings are only of this visit.
  }
}

/** localStorage; where the browser forbids it, a store that lasts as long as the page. */
function openStorage(): Storage {
  try {
    const store = window.localStorage;
    store.getItem(SETTINGS);
    return store;
  } catch {
    return memoryStorage();
  }
}
