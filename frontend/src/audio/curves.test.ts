import { describe, expect, test } from "vitest";
import { amplifierCurve, CEILING, ceilingCurve, tapeCurve } from "./curves";

/** What a curve makes of an amplitude, as a wave shaper reads it. */
function shape(curve: Float32Array, x: number): number {
  return curve[Math.round(((x + 1) / 2) * (curve.length - 1))]!;
}

describe("curves", () => {
  test.each([
    ["tape", tapeCurve(0.4)],
    ["ceiling", ceilingCurve()],
    ["amplifier", amplifierCurve()],
  ])("test_silence_stays_silence (%s)", (_, curve) => {
    expect(shape(curve, 0)).toBe(0);
  });

  test("test_ceiling_is_never_passed", () => {
    expect(Math.max(...ceilingCurve().map(Math.abs))).toBeLessThanOrEqual(CEILING);
  });

  test("test_amplifier_keeps_the_height_of_a_typical_note_and_bends_it_unevenly", () => {
    const curve = amplifierCurve();
    const [up, down] = [shape(curve, 0.1), -shape(curve, -0.1)];
    expect(up + down).toBeCloseTo(0.2, 2);
    expect(down - up).toBeGreaterThan(0.02);
  });
});
