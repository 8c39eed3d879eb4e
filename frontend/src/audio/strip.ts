/** A channel strip: voices, the listener's mute, level, low cut, high cut, then dry to the pan and wet to the room. */

import type { Part, PartName } from "../music/arrangement";
import { decibels } from "./curves";
import type { Rack } from "./rack";
import { Voices } from "./voices";

/** Low cuts in Hz: only bass and drums have business down there. */
const LOW_CUT: Record<PartName, number> = { keys: 140, colour: 220, pad: 220, melody: 180, bass: 38, drums: 36 };
const HIGH_CUT: Record<PartName, number> = {
  keys: 6000,
  colour: 5500,
  pad: 3500,
  melody: 7000,
  bass: 1600,
  drums: 9000,
};
/** Instruments whose samples are brighter than the part they play, in Hz: the jazz guitar has most of its power at 1 to 3 kHz. */
const DULLED: Readonly<Record<string, number>> = { guitar: 800, nylon: 1500, vibraphone: 4500 };
/** Time constant of muting and unmuting, in seconds. */
const MUTE_RAMP = 0.03;

export class Strip {
  readonly voices: Voices;
  readonly dry: AudioNode;
  readonly wet: AudioNode;
  readonly #mute: GainNode;

  /** `silence`: a source of zeros that keeps the filters awake. */
  constructor(rack: Rack, part: Part, silence: AudioNode, isHeard: boolean) {
    const level = rack.gain(decibels(part.level));
    const low = rack.filter("highpass", LOW_CUT[part.name]);
    const high = rack.filter("lowpass", DULLED[part.instrument] ?? HIGH_CUT[part.name]);
    const pan = rack.native(rack.context.createStereoPanner());
    pan.pan.value = part.pan;
    const send = rack.gain(part.send);
    this.#mute = rack.gain(isHeard ? 1 : 0);
    silence.connect(level);
    rack.chain(this.#mute, level, low, high, pan);
    rack.chain(high, send);
    this.voices = new Voices(rack, part.name, this.#mute);
    this.dry = pan;
    this.wet = send;
  }

  hear(on: boolean, when: number): void {
    this.#mute.gain.setTargetAtTime(on ? 1 : 0, when, MUTE_RAMP);
  }
}
