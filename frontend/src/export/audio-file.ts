/** Rendered sound as a WAV or MP3 file. Loaded when an export starts: the libraries are large. */

import { registerMp3Encoder } from "@mediabunny/mp3-encoder";
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  type MetadataTags,
  Mp3OutputFormat,
  Output,
  Quality,
  WavOutputFormat,
} from "mediabunny";
import { Quantiser } from "./pcm";

export type AudioKind = "wav" | "mp3";
/** The part of an AudioBuffer that is needed. `sampleRate` in Hz; for MP3 one of 32,000, 44,100 and 48,000. */
export type Sound = Pick<AudioBuffer, "numberOfChannels" | "length" | "sampleRate" | "getChannelData">;

export interface EncodeOptions {
  readonly tags?: MetadataTags;
  /** Told the share that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
  /** Aborts: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const TYPES = { wav: "audio/wav", mp3: "audio/mpeg" } as const;
/** Bits a second. */
const MP3_RATE = 192_000;
/** A WAV's own tags have room for Western letters only. */
const WESTERN = /^[\x20-\xff]*$/;

/** WAV: 16 bits, dithered. MP3: the same at 192 kb/s. One or two channels. */
export async function encode(sound: Sound, kind: AudioKind, options: EncodeOptions = {}): Promise<Blob> {
  const { tags = {}, signal } = options;
  const target = new BufferTarget();
  const output = new Output({ format: kind === "mp3" ? mp3() : wav(tags), target });
  const source = new AudioSampleSource(
    kind === "mp3"
      ? { codec: "mp3", quality: new Quality({ bitrate: MP3_RATE, bitrateMode: "constant" }) }
      : { codec: "pcm-s16" },
  );
  output.addAudioTrack(source);
  output.setMetadataTags(tags);
  try {
    signal?.throwIfAborted();
    await output.start();
    await feed(source, sound, options);
    await output.finalize();
    return new Blob([target.buffer!], { type: TYPES[kind] });
  } catch (error) {
    await output.cancel();
    throw error;
  }
}

/** A second at a time: between two of them the page can draw, and a cancel is heard. */
async function feed(source: AudioSampleSource, sound: Sound, { onProgress, signal }: EncodeOptions): Promise<void> {
  const { length, sampleRate, numberOfChannels } = sound;
  const channels = Array.from({ length: numberOfChannels }, (_, i) => sound.getChannelData(i));
  const quantiser = new Quantiser(channels);
  for (let from = 0; from < length; from += sampleRate) {
    const data = quantiser.take(from, Math.min(length, from + sampleRate));
    using sample = new AudioSample({ data, format: "s16", numberOfChannels, sampleRate, timestamp: from / sampleRate });
    await source.add(sample);
    onProgress?.(Math.min(1, (from + sampleRate) / length));
    await breathe();
    signal?.throwIfAborted();
  }
}

function wav(tags: MetadataTags): WavOutputFormat {
  return new WavOutputFormat({ metadataFormat: WESTERN.test(tags.title ?? "") ? "info" : "id3" });
}

function mp3(): Mp3OutputFormat {
  registerMp3Encoder();
  return new Mp3OutputFormat();
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
