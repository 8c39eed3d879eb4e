/** Drums from one-shots: a groove of two bars by feel, ghost notes, fills where a section ends, hands behind the beat. */

import { DRUM, type Note, STEP_TICKS } from "./arrangement";
import type { Bar, Session } from "./context";
import { msToTicks, stepTick, velocity } from "./grid";
import type { DrumFeel } from "./presets";
import { Random } from "./random";
import { type DrumRole, drumRole } from "./roles";

/** Kick steps of the even and the odd bar. */
const KICKS: Record<DrumFeel, readonly (readonly [readonly number[], readonly number[]])[]> = {
  soft: [
    [[0, 10], [0]],
    [
      [0, 7],
      [0, 10],
    ],
    [[0], [0, 10, 11]],
    [
      [0, 10],
      [0, 7, 10],
    ],
  ],
  mid: [
    [
      [0, 7, 10],
      [0, 10],
    ],
    [
      [0, 10],
      [0, 3, 10],
    ],
    [
      [0, 7, 10],
      [0, 7, 11],
    ],
    [
      [0, 6, 10],
      [0, 10, 15],
    ],
  ],
  driving: [
    [
      [0, 7, 10],
      [0, 3, 7, 10],
    ],
    [
      [0, 3, 10],
      [0, 7, 10, 13],
    ],
    [
      [0, 2, 10],
      [0, 7, 10, 15],
    ],
    [
      [0, 6, 8, 10],
      [0, 3, 6, 10],
    ],
  ],
};
const BACKBEAT = [4, 12] as const;
const GHOSTS = [3, 7, 9, 13, 15] as const;
const GHOST_CHANCE: Record<DrumFeel, number> = { soft: 0.1, mid: 0.2, driving: 0.27 };
/** Chance of a hat on the sixteenths between the eighths. */
const BUSY_HATS: Record<DrumFeel, number> = { soft: 0.06, mid: 0.16, driving: 0.42 };
/** How much busier the hats of B are. */
const LIVELIER = 1.4;

/** Fills: drum and velocity by step of the last half bar. */
const FILLS: readonly (readonly (readonly [number, number, number])[])[] = [
  [
    [10, DRUM.snare, 44],
    [13, DRUM.snare, 52],
    [14, DRUM.snare, 66],
    [15, DRUM.snare, 78],
  ],
  [
    [11, DRUM.kick, 74],
    [14, DRUM.open, 62],
    [15, DRUM.snare, 60],
  ],
  [
    [9, DRUM.snare, 42],
    [11, DRUM.snare, 50],
    [14, DRUM.kick, 78],
  ],
  [
    [13, DRUM.rim, 60],
    [14, DRUM.snare, 58],
    [15, DRUM.snare, 40],
  ],
  [[14, DRUM.open, 56]],
  [
    [8, DRUM.kick, 70],
    [11, DRUM.rim, 50],
    [14, DRUM.rim, 62],
  ],
];

const PICKUPS: typeof FILLS = [
  [[15, DRUM.kick, 70]],
  [
    [13, DRUM.snare, 34],
    [15, DRUM.snare, 46],
  ],
  [[14, DRUM.open, 52]],
];

interface Hit {
  readonly step: number;
  readonly drum: number;
  readonly velocity: number;
}

/** The kick pattern of a section, which the bass follows: one for the track, another for B. */
export function kickSteps(session: Session, bar: Bar): readonly number[] {
  const random = Random.for(session.seed, "kick");
  const patterns = KICKS[session.preset.feel];
  const own = random.pick(patterns);
  const pattern = bar.section === "B" ? random.pick(patterns.filter((other) => other !== own)) : own;
  return pattern[bar.index % 2 === 0 ? 0 : 1];
}

/** Notes of the whole track; pitches are General MIDI drums. */
export function playDrums(session: Session): Note[] {
  const random = Random.for(session.seed, "drums");
  return session.bars.flatMap((bar) => playBar(session, bar, random));
}

function playBar(session: Session, bar: Bar, random: Random): Note[] {
  const role = drumRole(bar);
  if (role === "none") return [];
  const hits = role === "hats" ? hats(session, bar, random) : groove(session, bar, role === "light", random);
  const filled = isFilled(bar) ? withFill(hits, random) : [...hits, ...pickup(bar, role, random)];
  return filled.map((hit) => place(session, bar, hit, random));
}

/** A fill leads out of every section with drums, but not out of the track, and not out of a rest, which is one. */
function isFilled(bar: Bar): boolean {
  return bar.index === bar.count - 1 && bar.section !== "outro" && bar.harmony.length > 0;
}

/** Every fourth bar leans into the next: a kick or a soft snare on the last sixteenths. */
function pickup(bar: Bar, role: DrumRole, random: Random): Hit[] {
  if (role !== "full" || bar.index % 4 !== 3) return [];
  return random.pick(PICKUPS).map(([step, drum, loud]) => ({ step, drum, velocity: loud }));
}

function groove(session: Session, bar: Bar, light: boolean, random: Random): Hit[] {
  const { feel } = session.preset;
  const backbeat = light && feel === "soft" ? DRUM.rim : DRUM.snare;
  const hits: Hit[] = kickSteps(session, bar).map((step) => ({
    step,
    drum: DRUM.kick,
    velocity: step === 0 ? 104 : 88,
  }));
  hits.push(...BACKBEAT.map((step) => ({ step, drum: backbeat, velocity: 92 })));
  hits.push(...(light && feel === "soft" ? [] : hats(session, bar, random)));
  if (!light) hits.push(...ghosts(session, random));
  return hits;
}

/** More energy, more of what lies between the beats: 0.7 to 1.3 times the feel's chance. */
function bustle({ score }: Session): number {
  return 0.7 + 0.6 * score.energy;
}

function hats(session: Session, bar: Bar, random: Random): Hit[] {
  const { preset } = session;
  const hits: Hit[] = [];
  const busy = BUSY_HATS[preset.feel] * bustle(session) * (bar.section === "B" ? LIVELIER : 1);
  for (let step = 0; step < 16; step++) {
    const onEighth = step % 2 === 0;
    if (!onEighth && !random.chance(busy)) continue;
    if (onEighth && step % 4 === 0 && preset.feel === "soft" && random.chance(0.12)) continue;
    hits.push({ step, drum: DRUM.closed, velocity: hatVelocity(step) });
  }
  if (bar.section === "B" && bar.index % 2 === 1) hits.push({ step: 6, drum: DRUM.open, velocity: 48 });
  if (random.chance(0.2)) hits.push({ step: 14, drum: DRUM.open, velocity: 50 });
  return hits.filter(
    (hit) => hit.drum !== DRUM.closed || !hits.some((o) => o.drum === DRUM.open && o.step === hit.step),
  );
}

/** Off-beat eighths speak, beats step back, sixteenths whisper. */
function hatVelocity(step: number): number {
  if (step % 4 === 2) return 74;
  return step % 4 === 0 ? 60 : 38;
}

function ghosts(session: Session, random: Random): Hit[] {
  const chance = GHOST_CHANCE[session.preset.feel] * bustle(session);
  return GHOSTS.filter(() => random.chance(chance)).map((step) => ({
    step,
    drum: DRUM.snare,
    velocity: 30,
  }));
}

function withFill(hits: readonly Hit[], random: Random): Hit[] {
  const fill = random.pick(FILLS).map(([step, drum, loud]) => ({ step, drum, velocity: loud }));
  const kept = hits.filter((hit) => hit.step < 8 || (hit.step === 12 && hit.drum === DRUM.snare) || hit.step === 8);
  return [...kept, ...fill];
}

function place(session: Session, bar: Bar, hit: Hit, random: Random): Note {
  const { score, preset } = session;
  const late = msToTicks(lateness(preset.late, hit.drum), score.bpm);
  const stray = random.stray(msToTicks(hit.drum === DRUM.kick ? 3 : 5, score.bpm));
  return {
    tick: Math.max(0, bar.tick + stepTick(hit.step, score.swing) + late + stray),
    duration: STEP_TICKS,
    pitch: hit.drum,
    velocity: velocity(hit.velocity + random.stray(9)),
  };
}

function lateness(late: Session["preset"]["late"], drum: number): number {
  if (drum === DRUM.kick) return late.kick;
  return drum === DRUM.snare || drum === DRUM.rim ? late.snare : late.hat;
}
