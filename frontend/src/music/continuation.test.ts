import { expect, test } from "vitest";
import { arrange } from "./arrange";
import { type Arrangement, BAR_TICKS } from "./arrangement";
import { carry, continuation } from "./continuation";
import { makeBars, makeScore } from "./fixtures";

const FROM = arrange(makeScore());
const bars = ({ lengthTicks }: Arrangement) => Array.from({ length: lengthTicks / BAR_TICKS }, (_, i) => i);
const section = ({ sections }: Arrangement, bar: number) => sections.findLast(({ tick }) => tick <= bar * BAR_TICKS)!;

test("test_same_form_goes_on_in_the_same_bar", () => {
  const faster = arrange(makeScore(), { bpm: 82 });
  expect(bars(FROM).map((bar) => continuation(FROM, faster, bar))).toEqual(bars(FROM));
});

test.each([3, 8, 13, 50])("test_other_form_goes_on_near_by_and_in_the_same_bar_of_a_phrase (%i bars)", (count) => {
  const to = arrange(makeBars(count, undefined, { bpm: 90 }));
  const total = bars(to).length;
  for (const bar of bars(FROM)) {
    const next = continuation(FROM, to, bar);
    const phase = (arrangement: Arrangement, at: number) => (at - section(arrangement, at).tick / BAR_TICKS) % 4;
    expect(phase(to, next)).toBe(phase(FROM, bar));
    expect(Math.abs(next / total - bar / bars(FROM).length)).toBeLessThan(0.22);
  }
});

test("test_carried_place_keeps_its_share_of_the_bar", () => {
  const slower = arrange(makeScore(), { bpm: 78 });
  expect(carry(FROM, slower, 10.5 * 3)).toBeCloseTo((10.5 * 3 * 80) / 78, 6);
});

test("test_end_is_carried_to_the_end", () => {
  const other = arrange(makeBars(7));
  expect(carry(FROM, other, FROM.seconds)).toBe(other.seconds);
});
