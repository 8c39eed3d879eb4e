import { parseMidi } from "midi-file";
import { expect, test } from "vitest";
import { arrange } from "../music/arrange";
import type { Note } from "../music/arrangement";
import { makeScore } from "../music/fixtures";
import { type Mix, PLAIN } from "../music/mix";
import { PRESETS } from "../music/presets";
import { MODES } from "../music/theory";
import { cutOverlaps, keySignature, midiFile } from "./midi";

const score = makeScore({ title: "Nachtzug – 夜" });

/** A score's file as it is read back: each track's events with their absolute ticks. */
function readBack(mix: Mix = PLAIN, of = score) {
  const arrangement = arrange(of, mix);
  const { header, tracks } = parseMidi(midiFile(arrangement, of, mix));
  const timed = tracks.map((events) => {
    let tick = 0;
    return events.map((event) => {
      tick += event.deltaTime;
      return { ...event, tick };
    });
  });
  return { arrangement, header, tracks: timed };
}

type Read = ReturnType<typeof readBack>["tracks"][number];

function texts(events: Read, type: string): string[] {
  return events.flatMap((event) => (event.type === type && "text" in event ? [decode(event.text)] : []));
}

function decode(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

/** Notes as the file has them; a note without an end, or an end without a note, throws. */
function notes(events: Read): Note[] {
  const open = new Map<number, Note>();
  const read: Note[] = [];
  for (const event of events) {
    if (event.type !== "noteOn" && event.type !== "noteOff") continue;
    const sounding = open.get(event.noteNumber);
    if (event.type === "noteOn") {
      if (sounding) throw new Error(`${event.noteNumber} is struck twice`);
      const note = { tick: event.tick, duration: 0, pitch: event.noteNumber, velocity: event.velocity };
      open.set(event.noteNumber, note);
      read.push(note);
    } else {
      sounding!.duration = event.tick - sounding!.tick;
      open.delete(event.noteNumber);
    }
  }
  if (open.size > 0) throw new Error("a note hangs");
  return read;
}

function inOrder(all: readonly Note[]): Note[] {
  return [...all].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
}

test("the file is of format 1 with 480 ticks to the quarter, and as long as the arrangement", () => {
  const { arrangement, header, tracks } = readBack();
  expect(header).toEqual({ format: 1, numTracks: tracks.length, ticksPerBeat: 480 });
  expect(tracks[0]!.at(-1)).toMatchObject({ type: "endOfTrack", tick: arrangement.lengthTicks });
});

test("the conductor has title, tempo, metre, key, sections and chords", () => {
  const { arrangement, tracks } = readBack();
  const [conductor] = tracks;
  expect(texts(conductor!, "trackName")).toEqual(["Nachtzug – 夜"]);
  expect(texts(conductor!, "marker")).toEqual(arrangement.sections.map(({ name }) => name));
  expect(texts(conductor!, "text")[0]).toBe("A aeolian");
  expect(texts(conductor!, "text").slice(1, 4)).toEqual(["Am7", "Dm", "Fmaj7"]);
  expect(conductor!.find(({ type }) => type === "setTempo")).toMatchObject({ microsecondsPerBeat: 750_000 });
  expect(conductor!.find(({ type }) => type === "timeSignature")).toMatchObject({ numerator: 4, denominator: 4 });
  expect(conductor!.find(({ type }) => type === "keySignature")).toMatchObject({ key: 0, scale: 1 });
});

test("markers and chords stand on the arrangement's ticks", () => {
  const { arrangement, tracks } = readBack();
  const ticks = (type: string) => tracks[0]!.filter((event) => event.type === type).map(({ tick }) => tick);
  expect(ticks("marker")).toEqual(arrangement.sections.map(({ tick }) => tick));
  expect(ticks("text").slice(1)).toEqual(arrangement.chords.map(({ tick }) => tick));
});

test.each(PRESETS.map(({ name }) => name))(
  "%s: each part has its name, its channel and its notes, tick for tick",
  (preset) => {
    const { arrangement, tracks } = readBack({ ...PLAIN, preset });
    const parts = arrangement.parts.filter((part) => part.notes.length > 0);
    expect(tracks.slice(1).flatMap((events) => texts(events, "trackName"))).toEqual(
      parts.map(({ name, instrument }) => `${name} (${instrument})`),
    );
    tracks.slice(1).forEach((events, i) => {
      expect(inOrder(notes(events))).toEqual(inOrder(cutOverlaps(parts[i]!.notes)));
    });
    const channels = tracks
      .slice(1)
      .map((events) => [...new Set(events.flatMap((e) => ("channel" in e ? [e.channel] : [])))]);
    const expected = { keys: 0, colour: 1, pad: 2, melody: 3, bass: 4, drums: 9 };
    expect(channels).toEqual(parts.map(({ name }) => [expected[name]]));
  },
);

test("programs and controllers are the part's", () => {
  const { arrangement, tracks } = readBack({ ...PLAIN, preset: "rainy window" });
  const keys = tracks.find((events) => texts(events, "trackName")[0] === "keys (rhodes)")!;
  const { level, pan, send } = arrangement.parts.find(({ name }) => name === "keys")!;
  expect(keys.find(({ type }) => type === "programChange")).toMatchObject({ programNumber: 4 });
  const controls = keys.flatMap((e) => (e.type === "controller" ? [[e.controllerType, e.value]] : []));
  expect(controls).toEqual([
    [7, Math.round(127 * 10 ** (level / 40))],
    [10, Math.round(64 + 63 * pan)],
    [91, Math.round(127 * send)],
  ]);
});

test("the mix decides: another tempo is another tempo, what is not heard is left out", () => {
  const { tracks } = readBack({ ...PLAIN, bpm: 96, muted: ["drums"] });
  expect(tracks[0]!.find(({ type }) => type === "setTempo")).toMatchObject({ microsecondsPerBeat: 625_000 });
  const named = (mix: Mix) =>
    readBack(mix)
      .tracks.slice(1)
      .map((events) => texts(events, "trackName")[0]!.split(" ")[0]);
  expect(named({ ...PLAIN, muted: ["drums"] })).toEqual(named(PLAIN).filter((name) => name !== "drums"));
  expect(named({ ...PLAIN, soloed: ["bass"] })).toEqual(["bass"]);
});

test("a key struck while it sounds is let go first; two strokes at once are one", () => {
  const note = (tick: number, duration: number, pitch = 60, velocity = 50) => ({ tick, duration, pitch, velocity });
  const written = [note(0, 480), note(0, 900, 64), note(240, 480), note(240, 600, 60, 80)];
  expect(cutOverlaps(written)).toEqual([note(0, 240), note(0, 900, 64), note(240, 600, 60, 80)]);
  expect(written[0]).toEqual(note(0, 480));
});

test("key signatures show the mode's own notes", () => {
  const onC = MODES.map((_, i) => keySignature({ key: 1, mode: i + 1 }));
  expect(onC.map(({ key }) => key)).toEqual([0, -2, -4, 1, -1, -3, -5]);
  expect(onC.map(({ scale }) => scale)).toEqual([0, 1, 1, 0, 0, 1, 1]);
  const majors = Array.from({ length: 12 }, (_, i) => keySignature({ key: i + 1, mode: 1 }).key);
  expect(majors).toEqual([0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5]);
});
