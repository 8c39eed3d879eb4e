/** The lock screen and the media keys. */

import { effect } from "@preact/signals-core";
import { paintCover } from "./cover-image";
import type { Deck } from "./deck";
import type { Library } from "./library";
import type { Entry } from "./storage";
import { keyName } from "./words";

const ARTWORK_SIZE = 512;
const SEEK_STEP = 10;

export function connectMediaSession(deck: Deck, library: Library): void {
  const session = navigator.mediaSession;
  if (!session) return;
  for (const [action, handler] of Object.entries(handlers(deck))) {
    session.setActionHandler(action as MediaSessionAction, handler);
  }
  effect(() => describe(session, deck.sound.entry.value));
  effect(() => {
    session.playbackState = !library.current.value ? "none" : deck.playing.value ? "playing" : "paused";
  });
  effect(() => tellPosition(session, deck));
}

function handlers(deck: Deck): Partial<Record<MediaSessionAction, MediaSessionActionHandler>> {
  return {
    play: () => deck.play(),
    pause: () => deck.pause(),
    stop: () => deck.pause(),
    previoustrack: () => deck.previous(),
    nexttrack: () => deck.next(),
    seekbackward: ({ seekOffset }) => deck.seek(deck.position.value - (seekOffset ?? SEEK_STEP)),
    seekforward: ({ seekOffset }) => deck.seek(deck.position.value + (seekOffset ?? SEEK_STEP)),
    seekto: ({ seekTime }) => deck.seek(seekTime ?? 0),
  };
}

function tellPosition(session: MediaSession, deck: Deck): void {
  const duration = deck.sound.duration.value;
  const position = Math.min(deck.position.value, duration);
  if (duration > 0) session.setPositionState({ duration, position, playbackRate: 1 });
}

function describe(session: MediaSession, entry: Entry | null): void {
  if (!entry) {
    session.metadata = null;
    return;
  }
  const words = { title: entry.score.title, artist: "Lofi", album: `${keyName(entry.score)}, ${entry.score.bpm} BPM` };
  const metadata = new MediaMetadata(words);
  session.metadata = metadata;
  void draw(entry).then((src) => {
    if (src && session.metadata === metadata) metadata.artwork = [artwork(src)];
  });
}

function artwork(src: string): MediaImage {
  return { src, sizes: `${ARTWORK_SIZE}x${ARTWORK_SIZE}`, type: "image/png" };
}

/** The cover as a PNG data URL; null where the browser does not draw it. */
async function draw(entry: Entry): Promise<string | null> {
  try {
    return (await paintCover(entry, ARTWORK_SIZE)).toDataURL("image/png");
  } catch {
    return null;
  }
}
