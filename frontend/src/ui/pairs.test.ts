import { expect, test } from "vitest";
import { summary } from "./pairs";
import { isOver, stage, told } from "./run-progress";

const RUNNING = { state: "running", phase: "learning", step: 3, steps: 400, loss: 81.26 } as const;

test("pairs say how many are chosen, and thank when all are", () => {
  expect(summary(["a", "", "b"])).toBe("2 of 3 chosen");
  expect(summary(["a", "b"])).toBe("All chosen. Thank you for listening.");
});

test("a run says what it is at and how far it is", () => {
  expect([stage(RUNNING), told(RUNNING)]).toEqual(["Learning", "Step 3 of at most 400 · loss 81.3"]);
  expect(told({ ...RUNNING, loss: null })).toBe("Step 3 of at most 400");
  expect(told({ ...RUNNING, steps: 0 })).toBe("");
  expect(stage({ ...RUNNING, state: "cancelling" })).toBe("Being stopped");
});

test("a run is over when it is done, failed or stopped", () => {
  const states = ["queued", "running", "cancelling", "cancelled", "failed", "done"] as const;
  expect(states.filter((state) => isOver({ ...RUNNING, state }))).toEqual(["cancelled", "failed", "done"]);
});
