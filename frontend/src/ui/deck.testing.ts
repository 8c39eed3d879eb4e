/** A deck with three takes in its library, and somebody who listens: two that the site keeps, and one that it doesn't. */

import { Queue } from "../audio/queue";
import { Deck } from "./deck";
import { Library } from "./library";
import { memoryStorage } from "./memory-storage";
import { Notices } from "./notices";
import type { Entry } from "./storage";
import { makeTake, SilentPlayer } from "./testing";

const TAKES = [{ ...makeTake("Rain"), trackId: "rain" }, { ...makeTake("Sun"), trackId: "sun" }, makeTake("Mine")];
const READS_A_SECOND = 4;

export const settle = () => new Promise((done) => setTimeout(done));

export class Listener {
  readonly player = new SilentPlayer();
  readonly library = new Library(new Queue<Entry>(), memoryStorage(), new Notices());
  readonly deck = new Deck(this.library, async () => this.player, { volume: 0.5, muted: false });

  constructor() {
    this.library.open(TAKES, "");
  }

  async play(index: number): Promise<void> {
    this.deck.start(this.library.entries.value[index]!.id);
    await settle();
    this.player.position = 0;
  }

  /** The clock goes on for so many seconds, and is read as often as it is. */
  hear(seconds: number): void {
    for (let i = 0; i < seconds * READS_A_SECOND; i++) {
      this.player.position += 1 / READS_A_SECOND;
      this.player.dispatchEvent(new Event("position"));
    }
  }
}
