import { describe, expect, test } from "vitest";
import { Random } from "../music/random";
import { Queue } from "./queue";

interface Track {
  readonly name: string;
}

function tracks(count: number): Track[] {
  return Array.from({ length: count }, (_, i) => ({ name: String.fromCharCode(97 + i) }));
}

function queueOf(count: number, seed = 1): Queue<Track> {
  const random = new Random(seed);
  return new Queue(tracks(count), () => random.next());
}

function names(queue: Queue<Track>): string {
  return queue.items.map((track) => track.name).join("");
}

describe("in order", () => {
  test("test_next_begins_with_the_first_track", () => {
    expect(queueOf(2).next(true)?.name).toBe("a");
  });

  test("test_next_at_the_end_stays_within_the_list", () => {
    const queue = queueOf(2);
    queue.choose(1);
    expect([queue.next(false), queue.next(true), queue.current?.name]).toEqual([null, null, "b"]);
  });

  test("test_next_with_repeat_all_wraps", () => {
    const queue = queueOf(2);
    queue.repeat = "all";
    queue.choose(1);
    expect(queue.next(false)?.name).toBe("a");
  });

  test("test_next_on_an_empty_list_is_null", () => {
    const queue = queueOf(0);
    expect([queue.next(true), queue.previous(), queue.current]).toEqual([null, null, null]);
  });

  test("test_previous_steps_up_the_list_and_stays_at_the_first", () => {
    const queue = queueOf(3);
    queue.choose(1);
    expect([queue.previous()?.name, queue.previous()?.name]).toEqual(["a", "a"]);
  });
});

describe("repeat one", () => {
  test("test_repeat_one_begins_the_same_track_again_by_itself", () => {
    const queue = queueOf(3);
    queue.repeat = "one";
    queue.choose(1);
    expect(queue.next(false)?.name).toBe("b");
  });

  test("test_next_by_hand_leaves_repeat_one", () => {
    const queue = queueOf(3);
    queue.repeat = "one";
    queue.choose(1);
    expect(queue.next(true)?.name).toBe("c");
  });
});

describe("shuffle", () => {
  test.each([1, 2, 3, 4, 5])("test_shuffle_never_repeats_the_current_track (seed %i)", (seed) => {
    const queue = queueOf(4, seed);
    queue.shuffle = true;
    queue.repeat = "all";
    queue.choose(0);
    let repeats = 0;
    for (let i = 0; i < 200; i++) {
      const before = queue.current;
      if (queue.next(false) === before) repeats++;
    }
    expect(repeats).toBe(0);
  });

  test("test_shuffle_plays_each_track_once_and_ends", () => {
    const queue = queueOf(6);
    queue.shuffle = true;
    queue.choose(2);
    const heard = new Set([queue.current]);
    for (let track = queue.next(false); track; track = queue.next(false)) heard.add(track);
    expect([heard.size, queue.next(true)]).toEqual([6, null]);
  });

  test("test_previous_in_shuffle_walks_back_through_what_was_heard", () => {
    const queue = queueOf(5);
    queue.shuffle = true;
    const heard = [queue.choose(0), queue.next(true), queue.next(true), queue.next(true)];
    expect([queue.previous(), queue.previous(), queue.previous()]).toEqual(heard.slice(0, 3).reverse());
  });

  test("test_next_after_previous_in_shuffle_retraces_the_way", () => {
    const queue = queueOf(5);
    queue.shuffle = true;
    const heard = [queue.choose(0), queue.next(true), queue.next(true)];
    queue.previous();
    queue.previous();
    expect([queue.next(true), queue.next(true)]).toEqual(heard.slice(1));
  });

  test("test_shuffle_of_one_track_with_repeat_all_plays_it_again", () => {
    const queue = queueOf(1);
    queue.shuffle = true;
    queue.repeat = "all";
    queue.choose(0);
    expect(queue.next(false)?.name).toBe("a");
  });
});

describe("editing", () => {
  test("test_remove_current_hands_over_to_its_successor", () => {
    const queue = queueOf(3);
    queue.choose(1);
    queue.remove(1);
    expect([queue.current?.name, names(queue)]).toEqual(["c", "ac"]);
  });

  test("test_remove_current_at_the_end_hands_over_to_its_predecessor", () => {
    const queue = queueOf(3);
    queue.choose(2);
    queue.remove(2);
    expect(queue.current?.name).toBe("b");
  });

  test("test_remove_the_only_track_leaves_none", () => {
    const queue = queueOf(1);
    queue.choose(0);
    queue.remove(0);
    expect([queue.current, queue.next(true)]).toEqual([null, null]);
  });

  test("test_move_across_the_current_track_keeps_it_current", () => {
    const queue = queueOf(4);
    queue.choose(1);
    queue.move(0, 3);
    expect([names(queue), queue.current?.name, queue.next(false)?.name]).toEqual(["bcda", "b", "c"]);
  });

  test("test_insert_before_the_current_track_keeps_it_current", () => {
    const queue = queueOf(2);
    queue.choose(1);
    queue.insert(0, { name: "x" });
    expect([names(queue), queue.current?.name]).toEqual(["xab", "b"]);
  });

  test.each([[-1], [2], [0.5]])("test_choose_outside_of_the_list_throws (%d)", (index) => {
    expect(() => queueOf(2).choose(index)).toThrow(RangeError);
  });
});

describe("peek", () => {
  test.each(["off", "all", "one", "endless"] as const)("test_next_gives_what_peek_told (%s)", (repeat) => {
    for (const shuffle of [false, true]) {
      const queue = queueOf(4, 3);
      queue.repeat = repeat;
      queue.shuffle = shuffle;
      queue.choose(0);
      const told = Array.from({ length: 9 }, () => {
        const upcoming = queue.peek();
        return [upcoming, queue.peek(), queue.next(false)];
      });
      expect(told.filter(([first, again, next]) => first !== again || first !== next)).toEqual([]);
    }
  });

  test("test_peek_leaves_the_current_track_alone", () => {
    const queue = queueOf(3);
    queue.choose(1);
    expect([queue.peek()?.name, queue.current?.name]).toEqual(["c", "b"]);
  });

  test("test_shuffle_with_peeks_still_plays_every_track_once_a_round", () => {
    const queue = queueOf(6, 5);
    queue.shuffle = true;
    queue.choose(0);
    const heard = ["a"];
    while (queue.peek()) heard.push(queue.next(false)!.name);
    expect(heard.toSorted()).toEqual(["a", "b", "c", "d", "e", "f"]);
  });

  test("test_removed_track_is_not_peeked_at", () => {
    const queue = queueOf(2);
    queue.shuffle = true;
    queue.choose(0);
    expect(queue.peek()?.name).toBe("b");
    queue.remove(1);
    expect(queue.peek()).toBe(null);
  });
});
