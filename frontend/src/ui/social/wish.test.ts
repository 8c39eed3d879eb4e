import { beforeEach, expect, test } from "vitest";
import { Wish } from "./wish";

const sent: boolean[] = [];
const faults: unknown[] = [];
let answers: ((value: boolean | Error) => void)[] = [];

beforeEach(() => {
  sent.length = faults.length = 0;
  answers = [];
});

function wish(): Wish<boolean> {
  return new Wish(false, {
    send: (wanted) => {
      sent.push(wanted);
      return new Promise((resolve, reject) => {
        answers.push((value) => (value instanceof Error ? reject(value) : resolve(value)));
      });
    },
    same: (one, other) => one === other,
    fail: (error) => faults.push(error),
  });
}

async function answer(value: boolean | Error): Promise<void> {
  answers.shift()!(value);
  await new Promise((resolve) => setTimeout(resolve));
}

test("it shows before the server answers", async () => {
  const liked = wish();
  void liked.want(true);
  expect([liked.shown.value, sent]).toEqual([true, [true]]);
  await answer(true);
  expect([liked.shown.value, liked.busy]).toEqual([true, false]);
});

test("it is undone when the server refuses, and says so once", async () => {
  const liked = wish();
  void liked.want(true);
  await answer(new Error("gone"));
  expect([liked.shown.value, liked.busy, faults.length]).toEqual([false, false, 1]);
});

test("a hand that changes its mind twice sends one call", async () => {
  const liked = wish();
  for (const wanted of [true, false, true]) void liked.want(wanted);
  expect(sent).toEqual([true]);
  await answer(true);
  expect([sent, liked.shown.value]).toEqual([[true], true]);
});

test("the last wish is sent when the first has been answered", async () => {
  const liked = wish();
  void liked.want(true);
  void liked.want(false);
  await answer(true);
  expect([sent, liked.shown.value]).toEqual([[true, false], false]);
  await answer(false);
  expect([liked.shown.value, liked.busy]).toEqual([false, false]);
});

test("what a newer page says is believed, but not over a wish", () => {
  const liked = wish();
  liked.learn(true);
  expect(liked.shown.value).toBe(true);
  void liked.want(false);
  liked.learn(true);
  expect(liked.shown.value).toBe(false);
});

test("a failed wish can be wished again", async () => {
  const liked = wish();
  void liked.want(true);
  await answer(new Error("gone"));
  void liked.want(true);
  await answer(true);
  expect([sent, liked.shown.value]).toEqual([[true, true], true]);
});
