/** What the page sees of the audio layer. */

import type { Arrangement } from "../music/arrangement";
import type { Mix } from "../music/mix";
import type { Score } from "../music/score";

export type PlayerState = "empty" | "loading" | "playing" | "paused";

/**
 * Plays one track at a time; a change of track cross-fades.
 *
 * Events: `state`; `position` (about four a second while playing); `arrangement` (another one is heard from now on);
 * `ending` (the last chord rings: who loads the next track now gets a cross-fade); `ended` (the track is over, or a seek
 * reached its end); `led` (the track that was to lead has taken over); `error` (a CustomEvent whose detail is the Error:
 * samples that could not be fetched or decoded); `refused` (the same, of a change of mix or score: what played plays on).
 */
export interface Player extends EventTarget {
  readonly state: PlayerState;
  /** Seconds into the track. */
  readonly position: number;
  /** Length of the track in seconds; 0 when there is none. */
  readonly duration: number;
  /** What is heard, or would be. */
  readonly arrangement: Arrangement | null;
  /** Replaces the track and keeps playing if it was playing. The last call wins; earlier ones resolve quietly. */
  load(score: Score, mix?: Mix): Promise<void>;
  /** Fetches and decodes what a track needs, so that a later `load` starts at once. */
  prepare(score: Score, mix?: Mix): Promise<void>;
  /** The listener's mix of the loaded track: levels ramp at once, another preset or tempo comes with the next bar. */
  setMix(mix: Mix): void;
  /** Other music from the next bar on, played by the same band in the same form; at `bpm`, if that is given. */
  morph(score: Score, bpm?: number | null): void;
  /** Another track takes over at the next bar line, from its beginning; `led` tells when it has. */
  lead(score: Score, mix?: Mix): void;
  play(): Promise<void>;
  pause(): void;
  /** Back to the beginning, silent. */
  stop(): void;
  /** Seconds, clamped to [0, duration]; at the end the track has ended. */
  seek(seconds: number): void;
  /** 0..1; changes ramp. */
  volume: number;
  muted: boolean;
  readonly analyser: AnalyserNode | null;
  /** What is heard, as a stream to record; null before the first sound. */
  readonly stream: MediaStream | null;
}
