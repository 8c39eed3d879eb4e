/** Scores for tests. Not imported by the page. */

import { HOLD, parseScore, REST, type Score } from "./score";

/** The nine tracks that the original system shares by default, as its own link. */
export const DEFAULT_LINK =
  "?eJyFVltu3DAMvIv7KxTiS6JylcV+tInRBk2aIg0KFEXuXtqWvHqsN6AdZymJFkfDoU//prfHt6d5ups+QdQUiCSEhICMGhIHZp7c9GP+O92Rm55fHmwquOnrr+fpTu2f+ef8+s0G/efI6KY/X57mn/fz8jtgdNP995fXh9/T3QlccOLAsd1ytkjz08vD47wMnZLT2s7uFFxj2bOMgl/+gD3NqQcLl/HLZe51VTtTbCubxcXO53dXYwFRVNR7oESQEpCQiGjBAgoWIWMRscYCVRoskKHBQlYc9meHh5q/snWzvUe7JNtU63zb9I8jXot3iF792zvfoYeRvffs1VAEDBACR6G0Myn2TIpSo2cUbNDzqSMSbTSy50Konk5jaiOdyBXz6/4vcy450rqehmPwxao4Fw84PXi7X2+/xvG19ehpiFGFQQgoKAuyxxiloCdDHaYavcAteqTawLcAuLEvDNBF2/xSp2FlJucESzLsaE2n3bw7eRvxH8Dih1XX4tyCBTz4aNKkmGLyPggLYyLcSxILLlJYFWtcQLSrSexoxRkXyOhsHh6qcxSdWFmtX1Y55dqLpvL1xVkCxiuexWcp5stW47IWW9/lXc0I1iOh20Pt74t8mJeDX3HfHmmP0uQAWEEjSdKomgCFWXeGDyepvmG4h+YkpWF4zLoaF2kYtHXjFhTxXwsWDniYWW8evsHVEifszLnMwdryu+CQ4YTGZybruzGRdWFTgBCpYvjYdRpcEHqGt5VPxkijgt2bAuBVbKSh3dh39i6SPcuavrVe619HDeS4I33s6YTTlJIYTR1CChJUSGP0SqNC7H2HGvxi13c8VfjhyivJfdvfaDoFBarNPDjwYdSSZk1GqsQ9jtPXbqeczEgQWBkUraFAghRQ0g1cGuXshZNq4QyZTGGTzA4Wq/5Un/QmEddJlb8lcoccPk98+arx1awevlp2qp6M2ydj9Yrz+/k/KIyMcg==";

const BAR = [8, HOLD, HOLD, HOLD, REST, REST, 10, HOLD, 9, HOLD, HOLD, HOLD, 5, HOLD, HOLD, HOLD];

/** A valid score in A minor, four bars unless told otherwise. */
export function makeScore(fields: Record<string, unknown> = {}): Score {
  const harmony = [
    [{ degree: 1, quality: "min7" }],
    [{ degree: 4, quality: "min" }],
    [{ degree: 6, quality: "maj7" }],
    [
      { degree: 7, quality: "dom7" },
      { degree: 3, quality: "maj" },
    ],
  ];
  const base = { version: 2, title: "Test", key: 10, mode: 6, bpm: 80, energy: 0.5, valence: 0.4, swing: 0.58 };
  return parseScore({ ...base, harmony, melody: harmony.map(() => BAR), ...fields });
}

/** A score of `bars` bars over I IV vi V, or over one degree for all of them. */
export function makeBars(bars: number, degree?: number, fields: Record<string, unknown> = {}): Score {
  const quality = degree === 0 ? null : "maj7";
  const harmony = Array.from({ length: bars }, (_, i) => [{ degree: degree ?? [1, 4, 6, 5][i % 4]!, quality }]);
  return makeScore({ harmony, melody: harmony.map(() => BAR), ...fields });
}

/** A melody of rests. */
export function silence(bars: number): number[][] {
  return Array.from({ length: bars }, () => new Array<number>(16).fill(REST));
}
