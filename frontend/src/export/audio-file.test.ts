import { expect, test } from "vitest";
import { encode, type Sound } from "./audio-file";
import { Quantiser } from "./pcm";

const RATE = 44_100;

/** A quiet sine of 441 Hz on the left, its double on the right. */
function tone(length: number, level = 0.25): Sound {
  const sides = [1, 2].map((times) =>
    Float32Array.from({ length }, (_, i) => level * times * Math.sin((2 * Math.PI * 441 * i) / RATE)),
  );
  return { numberOfChannels: 2, sampleRate: RATE, length, getChannelData: (channel) => sides[channel]! };
}

async function bytes(sound: Sound, title = "Tone"): Promise<DataView> {
  return new DataView(await (await encode(sound, "wav", { tags: { title } })).arrayBuffer());
}

function ascii(view: DataView, at: number, length: number): string {
  return Array.from({ length }, (_, i) => String.fromCharCode(view.getUint8(at + i))).join("");
}

/** Chunks of a RIFF file by name: where their content begins, and its length. */
function chunks(view: DataView): Record<string, [number, number]> {
  const found: Record<string, [number, number]> = {};
  for (let at = 12; at < view.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    found[ascii(view, at, 4)] = [at + 8, size];
    at += 8 + size + (size % 2);
  }
  return found;
}

test("a WAV is 16-bit stereo at 44,100 Hz, to the frame", async () => {
  const length = 2 * RATE + 17;
  const view = await bytes(tone(length));
  const { "fmt ": format, data } = chunks(view);
  const at = format![0];
  expect([ascii(view, 0, 4), ascii(view, 8, 4), view.getUint32(4, true)]).toEqual([
    "RIFF",
    "WAVE",
    view.byteLength - 8,
  ]);
  expect([view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint32(at + 4, true)]).toEqual([1, 2, RATE]);
  expect([view.getUint32(at + 8, true), view.getUint16(at + 12, true), view.getUint16(at + 14, true)]).toEqual([
    4 * RATE,
    4,
    16,
  ]);
  expect(data![1]).toBe(4 * length);
});

test("a WAV has the sound within the dither, and the title", async () => {
  const sound = tone(RATE);
  const view = await bytes(sound);
  const { data, LIST } = chunks(view);
  let off = 0;
  for (let i = 0; i < RATE; i++) {
    for (const side of [0, 1]) {
      const read = view.getInt16(data![0] + 4 * i + 2 * side, true);
      off = Math.max(off, Math.abs(read - 32767 * sound.getChannelData(side)[i]!));
    }
  }
  expect(off).toBeLessThanOrEqual(1.5);
  expect(ascii(view, LIST![0], LIST![1])).toContain("INAM\x05\0\0\0Tone");
});

test("a title beyond Western letters goes into an ID3 chunk", async () => {
  const view = await bytes(tone(100), "夜");
  const [at, size] = Object.entries(chunks(view)).find(([name]) => name.toLowerCase().startsWith("id3"))![1];
  const content = new Uint8Array(view.buffer, at, size);
  expect(new TextDecoder("utf-8").decode(content)).toContain("夜");
});

test("equal sound gives equal bytes", async () => {
  const [one, other] = [await bytes(tone(RATE)), await bytes(tone(RATE))];
  expect(new Uint8Array(one.buffer)).toEqual(new Uint8Array(other.buffer));
});

test("an aborted signal stops the encoder", async () => {
  const job = new AbortController();
  const told: number[] = [];
  const onProgress = (share: number) => {
    told.push(share);
    if (share >= 0.5) job.abort();
  };
  await expect(encode(tone(4 * RATE), "wav", { signal: job.signal, onProgress })).rejects.toThrow(/abort/i);
  expect(told).toEqual([0.25, 0.5]);
});

test("dither turns a level between two steps into their right mixture; silence stays silent", () => {
  const level = Float32Array.from({ length: 50_000 }, () => 0.3 / 32767);
  const values = new Quantiser([level]).take(0, level.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean).toBeCloseTo(0.3, 1);
  expect(new Set(values)).toEqual(new Set([-1, 0, 1]));
  expect(new Set(new Quantiser([new Float32Array(1000)]).take(0, 1000))).toEqual(new Set([0]));
});

test("what is too loud is held at full scale", () => {
  expect([...new Quantiser([Float32Array.of(2, -2)]).take(0, 2)]).toEqual([32767, -32768]);
});
