/** A track as a standard MIDI file: format 1, in the arrangement's own ticks, so that nothing is rounded. */

import { type MidiEvent, writeMidi } from "midi-file";
import { type Arrangement, type Note, type Part, type PartName, PPQ } from "../music/arrangement";
import { isHeard, type Mix, PLAIN } from "../music/mix";
import type { Score } from "../music/score";
import { MODES, noteName, scale } from "../music/theory";

/** Channels counted from 0; General MIDI keeps the tenth for drums. Fixed, so that a mute moves nobody else. */
const CHANNELS: Record<PartName, number> = { keys: 0, colour: 1, pad: 2, melody: 3, bass: 4, drums: 9 };
/** General MIDI programs, counted from 0. */
const PROGRAMS: Readonly<Record<string, number>> = {
  rhodes: 4,
  epiano: 5,
  piano: 0,
  guitar: 26,
  nylon: 24,
  harp: 46,
  vibraphone: 11,
  upright: 32,
  finger: 33,
  pad: 89,
};
const VOLUME = 7;
const PAN = 10;
const REVERB = 91;
const UTF8 = new TextEncoder();

/** An event at a tick of its own. `rank` orders those of one tick: what ends comes before what begins. */
interface Timed {
  readonly tick: number;
  readonly rank: number;
  readonly event: MidiEvent;
}

/** The bytes of the file: a conductor track, and a track and a channel for each part that the mix lets through. */
export function midiFile(arrangement: Arrangement, score: Score, mix: Mix = PLAIN): Uint8Array<ArrayBuffer> {
  const parts = arrangement.parts.filter((part) => part.notes.length > 0 && isHeard(mix, part.name));
  const tracks = [conduct(arrangement, score), ...parts.map(play)].map((events) => line(events, arrangement));
  const header = { format: 1, numTracks: tracks.length, ticksPerBeat: PPQ } as const;
  return new Uint8Array(writeMidi({ header, tracks }));
}

function conduct({ bpm, sections, chords }: Arrangement, score: Score): Timed[] {
  const tempo = Math.round(60_000_000 / bpm);
  return [
    head({ deltaTime: 0, meta: true, type: "trackName", text: utf8(score.title) }),
    head({ deltaTime: 0, meta: true, type: "text", text: ascii(keyText(score)) }),
    head({ deltaTime: 0, meta: true, type: "setTempo", microsecondsPerBeat: tempo }),
    head({
      deltaTime: 0,
      meta: true,
      type: "timeSignature",
      numerator: 4,
      denominator: 4,
      metronome: 24,
      thirtyseconds: 8,
    }),
    head({ deltaTime: 0, meta: true, type: "keySignature", ...keySignature(score) }),
    ...sections.map(({ tick, name }) => words(tick, "marker", name)),
    ...chords.map(({ tick, name }) => words(tick, "text", name)),
  ];
}

/**
 * The key signature: sharps, or flats below 0, of the mode's relative major, so that the staff shows the mode's own notes;
 * `scale` 1 for modes with a minor third. MIDI has no word for the other modes; the text beside it names them.
 */
export function keySignature({ key, mode }: Pick<Score, "key" | "mode">): { key: number; scale: 0 | 1 } {
  const relativeMajor = (key - 1 - scale(1)[mode - 1]! + 12) % 12;
  const fifths = (relativeMajor * 7) % 12;
  return { key: fifths > 6 ? fifths - 12 : fifths, scale: scale(mode)[2] === 3 ? 1 : 0 };
}

function keyText({ key, mode }: Score): string {
  return `${noteName(key, mode, key - 1)} ${MODES[mode - 1]}`;
}

function play(part: Part): Timed[] {
  const channel = CHANNELS[part.name];
  const control = (controllerType: number, value: number) =>
    head({ deltaTime: 0, channel, type: "controller", controllerType, value: clamp(value) });
  const program = PROGRAMS[part.instrument] ?? 0;
  return [
    head({ deltaTime: 0, meta: true, type: "trackName", text: utf8(`${part.name} (${part.instrument})`) }),
    head({ deltaTime: 0, channel, type: "programChange", programNumber: program }),
    control(VOLUME, loudness(part.level)),
    control(PAN, 64 + 63 * part.pan),
    control(REVERB, 127 * part.send),
    ...cutOverlaps(part.notes).flatMap((note) => strike(note, channel)),
  ];
}

function strike({ tick, duration, pitch, velocity }: Note, channel: number): Timed[] {
  const key = { deltaTime: 0, channel, noteNumber: pitch };
  return [
    { tick, rank: 2, event: { ...key, type: "noteOn", velocity } },
    { tick: tick + duration, rank: 1, event: { ...key, type: "noteOff", velocity: 0 } },
  ];
}

/** A key that is struck while it sounds is let go first: else its second end would find nothing, and a synth may hang. */
export function cutOverlaps(notes: readonly Note[]): Note[] {
  const open = new Map<number, Note>();
  const cut: Note[] = [];
  for (const note of [...notes].sort((a, b) => a.tick - b.tick)) {
    const before = open.get(note.pitch);
    if (before?.tick === note.tick) {
      before.duration = Math.max(before.duration, note.duration);
      before.velocity = Math.max(before.velocity, note.velocity);
      continue;
    }
    if (before) before.duration = Math.min(before.duration, note.tick - before.tick);
    const kept = { ...note };
    open.set(note.pitch, kept);
    cut.push(kept);
  }
  return cut;
}

/** Events in order, each timed from the one before, to the arrangement's end or the last note's, whichever is later. */
function line(events: readonly Timed[], { lengthTicks }: Arrangement): MidiEvent[] {
  const last = Math.max(lengthTicks, ...events.map(({ tick }) => tick));
  const end: Timed = { tick: last, rank: 3, event: { deltaTime: 0, meta: true, type: "endOfTrack" } };
  const sorted = [...events, end].sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  return sorted.map(({ tick, event }, i) => ({ ...event, deltaTime: tick - (sorted[i - 1]?.tick ?? 0) }));
}

function head(event: MidiEvent): Timed {
  return { tick: 0, rank: 0, event };
}

function words(tick: number, type: "marker" | "text", text: string): Timed {
  return { tick, rank: 0, event: { deltaTime: 0, meta: true, type, text: ascii(text) } };
}

/** Decibels as a General MIDI volume: 40 log10(value / 127). */
function loudness(decibels: number): number {
  return 127 * 10 ** (decibels / 40);
}

function clamp(value: number): number {
  return Math.min(127, Math.max(0, Math.round(value)));
}

/** Names of keys and chords as every sequencer can show them. */
function ascii(text: string): string {
  return utf8(text.replaceAll("♯", "#").replaceAll("♭", "b"));
}

/** One character a byte, as the writer wants its text. */
function utf8(text: string): string {
  return String.fromCharCode(...UTF8.encode(text));
}
