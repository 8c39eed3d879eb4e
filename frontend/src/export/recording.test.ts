import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MOST_SECONDS, Recording } from "./recording";

/** Keeps MediaRecorder's contract: a piece at the stop, then the stop. */
class FakeRecorder {
  static made: FakeRecorder[] = [];
  static isTypeSupported = (type: string) => type.startsWith("audio/mp4");
  state = "inactive";
  readonly mimeType: string;
  ondataavailable: (event: { data: Blob }) => void = () => undefined;
  onstop: () => void = () => undefined;

  constructor(_: MediaStream, { mimeType }: { mimeType: string }) {
    this.mimeType = mimeType;
    FakeRecorder.made.push(this);
  }

  start(): void {
    this.state = "recording";
  }

  pause(): void {
    this.state = "paused";
  }

  resume(): void {
    this.state = "recording";
  }

  stop(): void {
    this.state = "inactive";
    this.ondataavailable({ data: new Blob(["sound"]) });
    this.onstop();
  }
}

const stream = {} as MediaStream;
const saved: Blob[] = [];

function setUp({ plays = true, isEmpty = false } = {}) {
  const heard = {
    wanted: signal(plays),
    playing: signal(plays),
    player: { stream: plays ? stream : null } as { stream: MediaStream | null },
    play: vi.fn(() => {
      heard.wanted.value = !isEmpty;
    }),
  };
  const recording = new Recording(heard, async (sound) => void saved.push(sound));
  return { heard, recording };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaRecorder", FakeRecorder);
  saved.length = FakeRecorder.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what plays is recorded at once, in the first type that the browser has, until it is stopped", async () => {
  const { heard, recording } = setUp();
  recording.start();
  expect([recording.state.value, heard.play.mock.calls.length]).toEqual(["on", 0]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(recording.seconds.value).toBe(3);
  recording.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect([recording.state.value, await saved[0]!.text(), saved[0]!.type, saved.length]).toEqual([
    "off",
    "sound",
    "audio/mp4;codecs=mp4a.40.2",
    1,
  ]);
});

test("with nothing playing it starts the music and waits for the first sound", () => {
  const { heard, recording } = setUp({ plays: false });
  recording.start();
  expect([recording.state.value, heard.play.mock.calls.length]).toEqual(["waiting", 1]);
  heard.player.stream = stream;
  heard.playing.value = true;
  expect(recording.state.value).toBe("on");
});

test("with nothing to play it gives up; so it does when the music is taken back", async () => {
  const empty = setUp({ plays: false, isEmpty: true });
  empty.recording.start();
  await vi.advanceTimersByTimeAsync(0);
  const late = setUp({ plays: false });
  late.recording.start();
  late.heard.wanted.value = false;
  await vi.advanceTimersByTimeAsync(0);
  expect([empty.recording.state.value, late.recording.state.value, saved.length]).toEqual(["off", "off", 0]);
});

test("a pause is left out, a change of track is not", async () => {
  const { heard, recording } = setUp();
  recording.start();
  const [recorder] = FakeRecorder.made;
  await vi.advanceTimersByTimeAsync(1000);
  heard.playing.value = false; // the next track loads
  await vi.advanceTimersByTimeAsync(1000);
  heard.playing.value = true;
  expect([recorder!.state, recording.seconds.value]).toEqual(["recording", 2]);
  heard.wanted.value = heard.playing.value = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([recorder!.state, recording.seconds.value]).toEqual(["paused", 2.3]);
  heard.wanted.value = true;
  await vi.advanceTimersByTimeAsync(1000);
  expect([recorder!.state, recording.seconds.value]).toEqual(["recording", 3.3]);
});

test("at its bound it stops and saves", async () => {
  const { recording } = setUp();
  recording.start();
  await vi.advanceTimersByTimeAsync(1000 * MOST_SECONDS);
  expect([recording.state.value, recording.seconds.value, saved.length]).toEqual(["off", MOST_SECONDS, 1]);
});

test("a second start changes nothing; after a stop the next one begins anew", async () => {
  const { recording } = setUp();
  recording.start();
  recording.start();
  expect(FakeRecorder.made.length).toBe(1);
  await vi.advanceTimersByTimeAsync(2000);
  recording.stop();
  await vi.advanceTimersByTimeAsync(0);
  recording.start();
  expect([recording.seconds.value, FakeRecorder.made.length]).toEqual([0, 2]);
});
