/** One track as one file of a kind. What is large is loaded when it is asked for. */

import { arrange } from "../music/arrange";
import type { Mix } from "../music/mix";
import { paintCover } from "../ui/cover-image";
import type { Entry } from "../ui/storage";
import { keyName } from "../ui/words";
import type { AudioKind } from "./audio-file";
import { fileName } from "./file-name";

export type Kind = AudioKind | "mid" | "json" | "png";

export interface Made {
  readonly content: Blob;
  readonly name: string;
}

export interface Progress {
  /** Told the share that is done, 0..1. */
  readonly onProgress: (share: number) => void;
  /** Aborts: the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Hz. */
const SAMPLE_RATE = 44_100;
/** Share of the time that rendering takes; the rest is the encoder's. */
const RENDERING = { wav: 0.87, mp3: 0.75 };
/** Pixels. */
const COVER_SIZE = 1200;

/** Rejects when the track can't be rendered or written; the message is the reason. */
export async function make(entry: Entry, kind: Kind, progress: Progress): Promise<Made> {
  return { content: await write(entry, kind, progress), name: fileName(entry.score.title, kind) };
}

function write(entry: Entry, kind: Kind, progress: Progress): Promise<Blob> {
  if (kind === "mid") return midi(entry);
  if (kind === "json") return json(entry);
  if (kind === "png") return png(entry);
  return audio(entry, kind, progress);
}

async function audio(entry: Entry, kind: AudioKind, { onProgress, signal }: Progress): Promise<Blob> {
  const [{ renderOffline }, { encode }] = await Promise.all([import("../audio/render"), import("./audio-file")]);
  signal.throwIfAborted();
  const part = RENDERING[kind];
  const { mix } = entry;
  const rendering = { mix, sampleRate: SAMPLE_RATE, signal, onProgress: (share: number) => onProgress(part * share) };
  const sound = await renderOffline(entry.score, rendering);
  const tags = tagsOf(entry, mix);
  return encode(sound, kind, { tags, signal, onProgress: (share) => onProgress(part + (1 - part) * share) });
}

function tagsOf({ score }: Entry, mix: Mix) {
  const bpm = mix.bpm ?? score.bpm;
  return { title: score.title, artist: "Lofi", genre: "Lo-fi", comment: `${keyName(score)}, ${bpm} BPM. CC0 1.0` };
}

async function midi(entry: Entry): Promise<Blob> {
  const { midiFile } = await import("./midi");
  const { score, mix } = entry;
  return new Blob([midiFile(arrange(score, mix), score, mix)], { type: "audio/midi" });
}

async function json(entry: Entry): Promise<Blob> {
  const { trackJson } = await import("./track-json");
  return new Blob([trackJson(entry, entry.mix)], { type: "application/json" });
}

async function png(entry: Entry): Promise<Blob> {
  const canvas = await paintCover(entry, COVER_SIZE);
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!content) throw new Error("the browser did not draw the cover");
  return content;
}
