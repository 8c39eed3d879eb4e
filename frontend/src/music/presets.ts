/** Presets: the producer's taste, as data. One is chosen by energy, valence and mode. */

import { DRUM, type PartName, type Tape, type Texture } from "./arrangement";
import type { Richness } from "./chords";
import type { Register } from "./voicing";

export type Comping = "whole" | "charleston" | "lazy" | "push" | "broken" | "strum";
export type ColourStyle = "arpeggio" | "stabs" | "answer";
export type DrumFeel = "soft" | "mid" | "driving";

export interface Channel {
  readonly instrument: string;
  /** Decibels. */
  readonly level: number;
  readonly pan: number;
  readonly send: number;
}

export interface Preset {
  readonly name: string;
  /** Where it is at home. */
  readonly energy: number;
  readonly valence: number;
  /** Modes (1..7) it leans to. */
  readonly modes: readonly number[];
  readonly channels: Readonly<Record<PartName, Channel>>;
  readonly kit: Readonly<Record<number, string>>;
  readonly feel: DrumFeel;
  /** How late the backbeat, the kick and the hats are, in milliseconds. */
  readonly late: { readonly snare: number; readonly kick: number; readonly hat: number };
  readonly comping: readonly Comping[];
  readonly colours: readonly ColourStyle[];
  readonly richness: Richness;
  readonly register: Register;
  /** MIDI pitch that the melody circles. */
  readonly melodyCentre: number;
  readonly texture: Texture;
  readonly tape: Tape;
  readonly gain: number;
}

function channel(instrument: string, level: number, pan = 0, send = 0.15): Channel {
  return { instrument, level, pan, send };
}

function kit(kick: string, snare: string, hat: string): Record<number, string> {
  return {
    [DRUM.kick]: `kick-${kick}`,
    [DRUM.snare]: `snare-${snare}`,
    [DRUM.rim]: "rim",
    [DRUM.closed]: `hat-${hat}`,
    [DRUM.pedal]: "hat-pedal",
    [DRUM.open]: "hat-open",
  };
}

export const PRESETS: readonly Preset[] = [
  {
    name: "rainy window",
    energy: 0.2,
    valence: 0.2,
    modes: [6, 3, 7],
    channels: {
      keys: channel("rhodes", -9, -0.12, 0.22),
      colour: channel("harp", -14, 0.35, 0.4),
      pad: channel("pad", -17.5, 0.1, 0.35),
      melody: channel("piano", -9, 0.12, 0.3),
      bass: channel("upright", -8, 0, 0.02),
      drums: channel("dust", -9, 0, 0.06),
    },
    kit: kit("soft", "soft", "closed"),
    feel: "soft",
    late: { snare: 20, kick: 6, hat: 12 },
    comping: ["whole", "lazy"],
    colours: ["arpeggio", "answer"],
    richness: "ninth",
    register: { low: 54, high: 76 },
    melodyCentre: 75,
    texture: { vinyl: -24, rain: -25, hiss: -40 },
    tape: { lowpass: 5200, drive: 0.35, wow: 7, flutter: 1.6, duck: 2.5 },
    gain: 9,
  },
  {
    name: "attic tape",
    energy: 0.2,
    valence: 0.7,
    modes: [1, 4],
    channels: {
      keys: channel("piano", -6, -0.1, 0.25),
      colour: channel("nylon", -12, 0.35, 0.25),
      pad: channel("pad", -18.5, 0.1, 0.35),
      melody: channel("vibraphone", -9, 0.15, 0.3),
      bass: channel("upright", -7.5, 0, 0.02),
      drums: channel("dust", -10.5, 0, 0.06),
    },
    kit: kit("jazz", "soft", "closed"),
    feel: "soft",
    late: { snare: 18, kick: 5, hat: 10 },
    comping: ["lazy", "whole", "broken"],
    colours: ["answer", "arpeggio"],
    richness: "ninth",
    register: { low: 51, high: 72 },
    melodyCentre: 76,
    texture: { vinyl: -20, rain: null, hiss: -36 },
    tape: { lowpass: 5000, drive: 0.45, wow: 10, flutter: 2.4, duck: 2 },
    gain: 6.5,
  },
  {
    name: "last train",
    energy: 0.42,
    valence: 0.35,
    modes: [2, 6],
    channels: {
      keys: channel("epiano", -8, -0.1, 0.2),
      colour: channel("guitar", -12, 0.35, 0.22),
      pad: channel("pad", -17.5, 0, 0.3),
      melody: channel("vibraphone", -8, 0.15, 0.3),
      bass: channel("upright", -9, 0, 0.02),
      drums: channel("dust", -7.5, 0, 0.05),
    },
    kit: kit("jazz", "dusty", "closed"),
    feel: "mid",
    late: { snare: 16, kick: 5, hat: 9 },
    comping: ["charleston", "lazy", "whole"],
    colours: ["stabs", "arpeggio", "answer"],
    richness: "ninth",
    register: { low: 51, high: 72 },
    melodyCentre: 75,
    texture: { vinyl: -22, rain: null, hiss: -40 },
    tape: { lowpass: 6200, drive: 0.4, wow: 6, flutter: 1.5, duck: 3.5 },
    gain: 4.5,
  },
  {
    name: "sunday record",
    energy: 0.48,
    valence: 0.78,
    modes: [1, 4, 5],
    channels: {
      keys: channel("nylon", -7.5, -0.15, 0.2),
      colour: channel("rhodes", -14, 0.3, 0.22),
      pad: channel("pad", -18.5, 0, 0.3),
      melody: channel("vibraphone", -5.5, 0.12, 0.28),
      bass: channel("finger", -8.5, 0, 0.02),
      drums: channel("dust", -7, 0, 0.05),
    },
    kit: kit("soft", "generic", "zild"),
    feel: "mid",
    late: { snare: 14, kick: 4, hat: 8 },
    comping: ["strum", "charleston", "push"],
    colours: ["stabs", "answer"],
    richness: "ninth",
    register: { low: 52, high: 74 },
    melodyCentre: 75,
    texture: { vinyl: -21, rain: null, hiss: null },
    tape: { lowpass: 7000, drive: 0.35, wow: 5, flutter: 1.2, duck: 3 },
    gain: 4,
  },
  {
    name: "corner cafe",
    energy: 0.6,
    valence: 0.55,
    modes: [2, 5],
    channels: {
      keys: channel("guitar", -6.5, -0.18, 0.16),
      colour: channel("epiano", -12, 0.3, 0.2),
      pad: channel("pad", -18.5, 0, 0.3),
      melody: channel("piano", -3, 0.12, 0.22),
      bass: channel("upright", -7, 0, 0.02),
      drums: channel("dust", -6.5, 0, 0.05),
    },
    kit: kit("jazz", "generic", "closed"),
    feel: "mid",
    late: { snare: 15, kick: 4, hat: 8 },
    comping: ["charleston", "push", "strum"],
    colours: ["stabs", "answer", "arpeggio"],
    richness: "ninth",
    register: { low: 51, high: 73 },
    melodyCentre: 74,
    texture: { vinyl: -23, rain: null, hiss: -42 },
    tape: { lowpass: 7200, drive: 0.35, wow: 5, flutter: 1.2, duck: 3.5 },
    gain: 3.5,
  },
  {
    name: "night drive",
    energy: 0.72,
    valence: 0.22,
    modes: [6, 2, 3],
    channels: {
      keys: channel("rhodes", -9, -0.1, 0.18),
      colour: channel("guitar", -12, 0.35, 0.2),
      pad: channel("pad", -15.5, 0, 0.3),
      melody: channel("epiano", -3.5, 0.12, 0.25),
      bass: channel("finger", -8, 0, 0.02),
      drums: channel("dust", -6, 0, 0.05),
    },
    kit: kit("heavy", "dusty", "cab"),
    feel: "driving",
    late: { snare: 14, kick: 3, hat: 7 },
    comping: ["push", "charleston", "lazy"],
    colours: ["arpeggio", "stabs"],
    richness: "ninth",
    register: { low: 52, high: 74 },
    melodyCentre: 74,
    texture: { vinyl: -24, rain: -28, hiss: null },
    tape: { lowpass: 6800, drive: 0.5, wow: 6, flutter: 1.4, duck: 4.5 },
    gain: 2.5,
  },
  {
    name: "rooftop",
    energy: 0.8,
    valence: 0.75,
    modes: [1, 4, 5],
    channels: {
      keys: channel("epiano", -7.5, -0.1, 0.16),
      colour: channel("nylon", -11, 0.35, 0.18),
      pad: channel("pad", -17.5, 0, 0.28),
      melody: channel("rhodes", -5.5, 0.12, 0.24),
      bass: channel("finger", -9, 0, 0.02),
      drums: channel("dust", -6.5, 0, 0.05),
    },
    kit: kit("heavy", "generic", "zild"),
    feel: "driving",
    late: { snare: 12, kick: 3, hat: 6 },
    comping: ["push", "charleston"],
    colours: ["arpeggio", "stabs", "answer"],
    richness: "ninth",
    register: { low: 52, high: 73 },
    melodyCentre: 76,
    texture: { vinyl: -24, rain: null, hiss: null },
    tape: { lowpass: 8200, drive: 0.35, wow: 4, flutter: 1, duck: 4 },
    gain: 2.8,
  },
  {
    name: "deep focus",
    energy: 0.5,
    valence: 0.05,
    modes: [6, 7, 3, 1],
    channels: {
      keys: channel("rhodes", -9, -0.12, 0.25),
      colour: channel("vibraphone", -15, 0.35, 0.4),
      pad: channel("pad", -14.5, 0, 0.35),
      melody: channel("harp", -6.5, 0.15, 0.35),
      bass: channel("upright", -7.5, 0, 0.02),
      drums: channel("dust", -9, 0, 0.06),
    },
    kit: kit("soft", "dusty", "cab"),
    feel: "soft",
    late: { snare: 18, kick: 5, hat: 10 },
    comping: ["whole", "lazy", "broken"],
    colours: ["answer", "arpeggio"],
    richness: "ninth",
    register: { low: 54, high: 76 },
    melodyCentre: 75,
    texture: { vinyl: -23, rain: -25, hiss: -40 },
    tape: { lowpass: 5600, drive: 0.4, wow: 7, flutter: 1.6, duck: 3 },
    gain: 7.5,
  },
];

/** What a preset's favourite mode is worth, as squared distance in the energy-valence square. */
const MODE_BONUS = 0.02;

/** The preset nearest in energy and valence, with a bonus for its favourite modes. Draws nothing: ties keep order. */
export function choosePreset(energy: number, valence: number, mode: number): Preset {
  const distance = (preset: Preset) =>
    (preset.energy - energy) ** 2 + (preset.valence - valence) ** 2 - (preset.modes.includes(mode) ? MODE_BONUS : 0);
  return PRESETS.reduce((best, preset) => (distance(preset) < distance(best) ? preset : best));
}
