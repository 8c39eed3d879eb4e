/** The tape: saturation, then wow and flutter through a delay that two slow oscillators bend, then a dull top. */

import type { Tape as TapeSettings } from "../music/arrangement";
import { filterHertz } from "../music/mix";
import { tapeCurve } from "./curves";
import type { Rack } from "./rack";

const DELAY = 0.014;
const WOW_HERTZ = 0.55;
const FLUTTER_HERTZ = 6.7;
/** Small speakers waste their power below this, large ones boom. */
const SUB = { frequency: 75, gain: -5 };
/** Time constant of a change of the filter, in seconds. */
const FILTER_RAMP = 0.08;

export class Tape {
  readonly output: AudioNode;
  readonly #settings: TapeSettings;
  readonly #top: BiquadFilterNode;

  /** `filter`: the listener's, 0 (open) to 1. */
  constructor(rack: Rack, settings: TapeSettings, input: AudioNode, filter: number) {
    this.#settings = settings;
    const shaper = rack.native(rack.context.createWaveShaper());
    shaper.curve = tapeCurve(settings.drive);
    const delay = rack.native(rack.context.createDelay(0.05));
    delay.delayTime.value = DELAY;
    // One connection: a parameter adds its own value to its inputs, and three terms are one too many.
    rack
      .sum([sway(rack, WOW_HERTZ, settings.wow), sway(rack, FLUTTER_HERTZ, settings.flutter)])
      .connect(delay.delayTime);
    const sub = rack.filter("lowshelf", SUB.frequency);
    sub.gain.value = SUB.gain;
    this.#top = rack.filter("lowpass", filterHertz(settings.lowpass, filter), 0.7);
    this.output = this.#top;
    rack.chain(input, sub, shaper, delay, this.#top);
  }

  filter(amount: number, when: number): void {
    this.#top.frequency.setTargetAtTime(filterHertz(this.#settings.lowpass, amount), when, FILTER_RAMP);
  }
}

/** A sine that, as a delay's time, bends the pitch by up to `cents`: its depth is ratio / (2 pi f). */
function sway(rack: Rack, hertz: number, cents: number): AudioNode {
  const oscillator = rack.source(rack.context.createOscillator());
  const depth = rack.gain((2 ** (cents / 1200) - 1) / (2 * Math.PI * hertz));
  oscillator.frequency.value = hertz;
  oscillator.connect(depth);
  oscillator.start();
  return depth;
}
