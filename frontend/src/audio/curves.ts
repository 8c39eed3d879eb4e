/** Transfer curves of the two wave shapers: tape saturation and the ceiling. */

const POINTS = 4097;
/** -1.3 dBFS: with twofold oversampling the true peak stays under -1 dBTP. */
export const CEILING = 0.861;
/** Where the ceiling's bend begins. */
const KNEE = 0.62;

/** Saturation with unit gain for small signals: tanh(kx) / k, k from 1 (clean) to 4. `drive`: 0..1. */
export function tapeCurve(drive: number): Float32Array<ArrayBuffer> {
  const k = 1 + 3 * drive;
  return curve((x) => Math.tanh(k * x) / k);
}

/** How hard the bass amplifier is driven, how far off its middle (which makes even harmonics), and a note's amplitude. */
const AMPLIFIER = { drive: 30, bias: 0.7, typical: 0.1 };

/**
 * A bass amplifier: overtones that a small speaker can play, where the string has hardly more than its fundamental.
 * A typical note comes out as high as it went in; silence stays silence.
 */
export function amplifierCurve(): Float32Array<ArrayBuffer> {
  const { drive, bias, typical } = AMPLIFIER;
  const amplify = (x: number) => Math.tanh(drive * x + bias) - Math.tanh(bias);
  const gain = (2 * typical) / (amplify(typical) - amplify(-typical));
  return curve((x) => gain * amplify(x));
}

/** Straight up to the knee, then a smooth bend that never passes the ceiling. */
export function ceilingCurve(): Float32Array<ArrayBuffer> {
  const room = CEILING - KNEE;
  return curve((x) => {
    const size = Math.abs(x);
    return size <= KNEE ? x : Math.sign(x) * (KNEE + room * Math.tanh((size - KNEE) / room));
  });
}

function curve(shape: (x: number) => number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: POINTS }, (_, i) => shape((2 * i) / (POINTS - 1) - 1));
}

/** Decibels as a linear gain. */
export function decibels(level: number): number {
  return 10 ** (level / 20);
}
