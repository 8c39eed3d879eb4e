import { describe, expect, test } from "vitest";
import MANIFEST from "../../public/samples/manifest.json";
import { arrange } from "../music/arrange";
import { makeScore } from "../music/fixtures";
import { PRESETS } from "../music/presets";
import { listEvents, nearestPitch, samplesBetween } from "./events";
import { textureSamples } from "./textures";

describe("samples", () => {
  test("test_every_sample_that_any_preset_needs_is_there", () => {
    const needed = PRESETS.flatMap((preset) => {
      const arrangement = arrange(makeScore(), { preset: preset.name });
      const drums = Object.values(preset.kit).map((name) => `drum-${name}`);
      return [
        ...listEvents(arrangement).map((event) => event.sample),
        ...drums,
        ...textureSamples(arrangement.texture),
      ];
    });
    expect([...new Set(needed)].filter((name) => !Object.hasOwn(MANIFEST.files, `${name}.mp3`))).toEqual([]);
  });

  test("test_no_note_is_shifted_by_more_than_three_semitones", () => {
    const rates = PRESETS.flatMap((preset) =>
      listEvents(arrange(makeScore(), { preset: preset.name })).map((event) => event.rate),
    );
    expect(Math.max(...rates.map((rate) => Math.abs(12 * Math.log2(rate))))).toBeLessThanOrEqual(3.001);
  });

  test("test_first_bars_need_under_half_a_megabyte", () => {
    const sizes: Record<string, { bytes: number }> = MANIFEST.files;
    const bytes = PRESETS.map((preset) => {
      const arrangement = arrange(makeScore(), { preset: preset.name });
      const names = [...samplesBetween(listEvents(arrangement), 0, 3), ...textureSamples(arrangement.texture)];
      return names.reduce((sum, name) => sum + sizes[`${name}.mp3`]!.bytes, 0);
    });
    expect(Math.max(...bytes)).toBeLessThan(500_000);
  });

  test("test_unknown_instrument_is_named", () => {
    expect(() => nearestPitch("kazoo", 60)).toThrow("instrument: kazoo has no samples");
  });
});

describe("events", () => {
  const events = listEvents(arrange(makeScore()));

  test("test_events_come_in_order_of_time", () => {
    expect(events.every((event, i) => i === 0 || event.time >= events[i - 1]!.time)).toBe(true);
  });

  test("test_samples_between_includes_what_still_sounds", () => {
    const { time, duration, sample } = events[0]!;
    expect(samplesBetween(events, time + duration / 2, time + duration)).toContain(sample);
  });
});
