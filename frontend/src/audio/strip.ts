/** A channel strip: voices, the listener's mute, level, low cut, tone, high cut, then dry to the pan, wet to the room. */

import type { Part, PartName } from "../music/arrangement";
import { amplifierCurve, decibels } from "./curves";
import type { Rack } from "./rack";
import { Voices } from "./voices";

/** Low cuts in Hz: only bass and drums have business down there. */
const LOW_CUT: Record<PartName, number> = { keys: 180, colour: 220, pad: 220, melody: 180, bass: 46, drums: 54 };
const HIGH_CUT: Record<PartName, number> = {
  keys: 6000,
  colour: 5500,
  pad: 3500,
  melody: 7000,
  bass: 1500,
  drums: 9000,
};
/** Instruments whose samples are brighter than the part they play, in Hz: the jazz guitar has most of its power at 1 to 3 kHz. */
const DULLED: Readonly<Record<string, number>> = { guitar: 800, nylon: 1500, vibraphone: 4500 };
/** Instruments whose samples hold little above their fundamentals: a high shelf, in Hz and decibels. */
const TONE: Readonly<Record<string, readonly [number, number]>> = {
  rhodes: [600, 7],
  epiano: [700, 5],
  piano: [900, 4],
  vibraphone: [1200, 3],
  pad: [900, 4],
};
const FLAT = [1000, 0] as const;
/** Basses that an overdriven amplifier helps: how much of its overtones, which are those above so many Hz. */
const AMPLIFIED: Readonly<Record<string, number>> = { upright: 0.8, finger: 0.15 };
const OVERTONES = 170;
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
    const [hertz, lift] = TONE[part.instrument] ?? FLAT;
    const tone = rack.filter("highshelf", hertz);
    tone.gain.value = lift;
    const pan = rack.native(rack.context.createStereoPanner());
    pan.pan.value = part.pan;
    const send = rack.gain(part.send);
    this.#mute = rack.gain(isHeard ? 1 : 0);
    silence.connect(level);
    rack.chain(amplify(rack, part.instrument, this.#mute, silence), level, low, tone, high, pan);
    rack.chain(high, send);
    this.voices = new Voices(rack, part.name, this.#mute);
    this.dry = pan;
    this.wet = send;
  }

  hear(on: boolean, when: number): void {
    this.#mute.gain.setTargetAtTime(on ? 1 : 0, when, MUTE_RAMP);
  }
}

/** The string as it is, and beside it an overdriven amplifier of which only the overtones are heard. */
function amplify(rack: Rack, instrument: string, input: AudioNode, silence: AudioNode): AudioNode {
  const share = AMPLIFIED[instrument];
  if (share === undefined) return input;
  const shaper = rack.native(rack.context.createWaveShaper());
  shaper.curve = amplifierCurve();
  const above = rack.filter("highpass", OVERTONES);
  const overtones = rack.gain(share);
  silence.connect(above);
  rack.chain(input, shaper, above, overtones);
  return rack.sum([input, overtones]);
}
