/** Modes, chord qualities and note names: the facts of pitch that everything else builds on. */

export const MODES = ["ionian", "dorian", "phrygian", "lydian", "mixolydian", "aeolian", "locrian"] as const;
export type ModeName = (typeof MODES)[number];

/** Chord qualities by name, as semitones above the root. */
export const QUALITIES = {
  maj: [0, 4, 7],
  min: [0, 3, 7],
  dim: [0, 3, 6],
  aug: [0, 4, 8],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  maj6: [0, 4, 7, 9],
  min6: [0, 3, 7, 9],
  maj7: [0, 4, 7, 11],
  min7: [0, 3, 7, 10],
  dom7: [0, 4, 7, 10],
  hdim7: [0, 3, 6, 10],
  dim7: [0, 3, 6, 9],
  maj9: [0, 4, 7, 11, 14],
  min9: [0, 3, 7, 10, 14],
  dom9: [0, 4, 7, 10, 14],
} as const satisfies Record<string, readonly number[]>;
export type Quality = keyof typeof QUALITIES;

const IONIAN = [0, 2, 4, 5, 7, 9, 11] as const;

/** Semitones of the seven degrees above the tonic; `mode` is 1 (ionian) to 7 (locrian): rotations of the major scale. */
export function scale(mode: number): number[] {
  const start = IONIAN[mode - 1]!;
  return IONIAN.map((_, step) => (IONIAN[(mode - 1 + step) % 7]! - start + 12) % 12);
}

/** Semitones of the `count` thirds that the mode stacks on `degree` (1 to 7): [0, 4, 7, 11, 14] for I of ionian. */
export function stackedThirds(mode: number, degree: number, count: number): number[] {
  const notes = scale(mode);
  return Array.from({ length: count }, (_, i) => {
    const step = degree - 1 + 2 * i;
    return notes[step % 7]! + 12 * Math.floor(step / 7) - notes[degree - 1]!;
  });
}

/** Quality of the triad that the mode's own notes build on `degree` (1 to 7). */
export function diatonicTriad(mode: number, degree: number): Quality {
  const [, third, fifth] = stackedThirds(mode, degree, 3);
  if (third === 4) return "maj";
  return fifth === 7 ? "min" : "dim";
}

const SHARP = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"];
const FLAT = ["C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B"];
/** Pitch classes whose major key signature has flats; F♯ major is written with sharps. */
const FLAT_MAJORS = new Set([1, 3, 5, 8, 10]);

/** Name of a pitch class (0 is C) in a key (1 is C) and mode, spelled by the key signature of its relative major. */
export function noteName(key: number, mode: number, pitchClass: number): string {
  const relativeMajor = (key - 1 - IONIAN[mode - 1]! + 24) % 12;
  return (FLAT_MAJORS.has(relativeMajor) ? FLAT : SHARP)[((pitchClass % 12) + 12) % 12]!;
}
