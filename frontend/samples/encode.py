"""Turns raw notes and one-shots into frontend/public/samples: `python encode.py NOTES_FOLDER`.

Notes are levelled, trimmed and faded; drums get a dust pass; textures are synthesised (seeded, seamless loops).
Everything becomes mono VBR mp3, plus manifest.json with the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import soundfile
from scipy import signal

HERE = Path(__file__).parent
OUT = HERE.parent / "public" / "samples"
ONE_SHOTS = HERE / "node_modules" / "supersonic-scsynth-samples" / "samples"
PITCHES = HERE.parent / "src" / "audio" / "sampled-pitches.json"
"""What the page needs of the manifest."""
SOURCE_RATE = 44_100
RATE = 32_000
"""Lo-fi ends near 10 kHz: 32 kHz keeps all of it and halves the files."""

DRUMS: dict[str, tuple[str, float, float]] = {
    # name: (one-shot of Sonic Pi, longest length in seconds, low-pass in Hz)
    "kick-soft": ("drum_bass_soft", 0.5, 6500),
    "kick-jazz": ("bd_jazz", 0.45, 6500),
    "kick-heavy": ("drum_heavy_kick", 0.4, 6500),
    "snare-soft": ("drum_snare_soft", 0.4, 8500),
    "snare-hard": ("drum_snare_hard", 0.45, 8500),
    "snare-generic": ("sn_generic", 0.35, 8500),
    "snare-dusty": ("sn_dolf", 0.4, 8500),
    "rim": ("perc_snap", 0.25, 8500),
    "hat-closed": ("drum_cymbal_closed", 0.22, 9500),
    "hat-pedal": ("drum_cymbal_pedal", 0.3, 9500),
    "hat-open": ("drum_cymbal_open", 0.9, 9500),
    "hat-zild": ("hat_zild", 0.2, 9500),
    "hat-cab": ("hat_cab", 0.2, 9500),
}


def trim_head(sound: np.ndarray, floor_db: float = -46) -> np.ndarray:
    """Drop what lies under `floor_db` of the peak before the attack; keep 1 ms so that no edge clicks."""
    loud = np.flatnonzero(np.abs(sound) > np.abs(sound).max() * 10 ** (floor_db / 20))
    head = max(0, loud[0] - SOURCE_RATE // 1000)
    sound = sound[head:].copy()
    ramp = SOURCE_RATE // 2000
    sound[:ramp] *= np.linspace(0, 1, ramp)
    return sound


def fade_tail(sound: np.ndarray, seconds: float) -> np.ndarray:
    length = min(len(sound), int(seconds * SOURCE_RATE))
    sound[-length:] *= np.cos(np.linspace(0, np.pi / 2, length)) ** 2
    return sound


def trim_tail(sound: np.ndarray, floor_db: float = -54) -> np.ndarray:
    loud = np.flatnonzero(np.abs(sound) > np.abs(sound).max() * 10 ** (floor_db / 20))
    return sound[: loud[-1] + 1]


def level(sound: np.ndarray, rms_db: float, peak_db: float = -1.0, window: float = 0.5) -> np.ndarray:
    """Scale to an RMS over the first `window` seconds, never above the peak (both dBFS)."""
    rms = np.sqrt(np.mean(sound[: int(window * SOURCE_RATE)] ** 2))
    gain = min(10 ** (rms_db / 20) / rms, 10 ** (peak_db / 20) / np.abs(sound).max())
    return sound * gain


def low_pass(sound: np.ndarray, hertz: float, order: int = 4) -> np.ndarray:
    return signal.sosfilt(signal.butter(order, hertz, fs=SOURCE_RATE, output="sos"), sound)


def high_pass(sound: np.ndarray, hertz: float, order: int = 2) -> np.ndarray:
    return signal.sosfilt(signal.butter(order, hertz, "high", fs=SOURCE_RATE, output="sos"), sound)


def dust(sound: np.ndarray, hertz: float) -> np.ndarray:
    """The sampler of 1988: soft saturation, 26 kHz, 12 bits, a dull filter."""
    sound = np.tanh(2.2 * sound) / np.tanh(2.2)
    sound = signal.resample_poly(sound, 260, 441)
    sound = np.round(sound * 2047) / 2047
    return low_pass(signal.resample_poly(sound, 441, 260), hertz)


def note(path: Path) -> np.ndarray:
    sound = high_pass(np.fromfile(path, np.float32).astype(np.float64), 25)
    return level(fade_tail(trim_tail(trim_head(sound)), 0.35), -19)


def drum(name: str, seconds: float, hertz: float) -> np.ndarray:
    sound, rate = soundfile.read(ONE_SHOTS / f"{name}.flac", always_2d=True)
    mono = signal.resample_poly(sound.mean(axis=1), SOURCE_RATE, rate) if rate != SOURCE_RATE else sound.mean(axis=1)
    mono = trim_head(mono / np.abs(mono).max(), -40)[: int(seconds * SOURCE_RATE)]
    return level(fade_tail(dust(mono * 0.9, hertz), seconds / 3), 0, -1.0)


def loop_spectrum(seconds: float, shape: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Noise with a given magnitude spectrum, made in one FFT: periodic, hence a seamless loop."""
    phases = np.exp(2j * np.pi * generator.random(len(shape)))
    noise = np.fft.irfft(shape * phases, int(seconds * SOURCE_RATE))
    return noise / np.std(noise)


def frequencies(seconds: float) -> np.ndarray:
    return np.fft.rfftfreq(int(seconds * SOURCE_RATE), 1 / SOURCE_RATE)


def scatter(length: int, count: int, generator: np.random.Generator, make) -> np.ndarray:
    """`count` short events at random places, wrapped round the loop's end."""
    out = np.zeros(length)
    for _ in range(count):
        event = make(generator)
        np.add.at(out, (generator.integers(length) + np.arange(len(event))) % length, event)
    return out


def tick(generator: np.random.Generator) -> np.ndarray:
    """A grain of dust under the needle: a click of one to three milliseconds, mostly soft, sometimes strong."""
    length = int(SOURCE_RATE * generator.uniform(0.0006, 0.003))
    strength = generator.pareto(2.2) + 0.25
    tone = generator.standard_normal(length) * np.exp(-np.linspace(0, 6, length))
    return min(strength, 6) * tone


def vinyl(seconds: float = 7.2) -> np.ndarray:
    """Crackle with a bed of surface noise and a low turntable rumble; 4 turns of 33 1/3 rpm."""
    generator = np.random.default_rng(33)
    hertz = frequencies(seconds)
    bed = loop_spectrum(seconds, 1 / np.sqrt(np.maximum(hertz, 300)) * (hertz < 7000), generator)
    rumble = loop_spectrum(seconds, np.exp(-(((hertz - 38) / 16) ** 2)), generator)
    ticks = scatter(len(bed), int(26 * seconds), generator, tick)
    ticks = np.fft.irfft(np.fft.rfft(ticks) * (1 / np.sqrt(1 + (hertz / 6500) ** 8)), len(bed))
    return 0.012 * bed + 0.006 * rumble + 0.13 * ticks


def drop(generator: np.random.Generator) -> np.ndarray:
    """A near raindrop: a short falling chirp."""
    length = int(SOURCE_RATE * generator.uniform(0.004, 0.016))
    start, span = generator.uniform(700, 2600), np.linspace(0, 1, length)
    sweep = np.sin(2 * np.pi * np.cumsum(start * (1 - 0.35 * span)) / SOURCE_RATE)
    return generator.uniform(0.1, 1) ** 2 * sweep * np.exp(-5 * span)


def rain(seconds: float = 9.0) -> np.ndarray:
    """Rain on the window: noise dulled near 3.5 kHz with a body at 100 to 400 Hz, slow gusts, single drops."""
    generator = np.random.default_rng(9)
    hertz = frequencies(seconds)
    hiss = 1 / np.sqrt(1 + (hertz / 3500) ** 6) / np.sqrt(1 + (500 / np.maximum(hertz, 1)) ** 2)
    body = np.exp(-((np.log(np.maximum(hertz, 1) / 210) / 0.6) ** 2)) * 0.5
    noise = loop_spectrum(seconds, (hiss + body) / np.maximum(hertz, 60) ** 0.35, generator)
    gust = 1 + 0.18 * np.sin(2 * np.pi * np.arange(len(noise)) / len(noise)) * np.sin(
        2 * np.pi * 3 * np.arange(len(noise)) / len(noise) + 1
    )
    return 0.07 * noise * gust + 0.14 * scatter(len(noise), int(70 * seconds), generator, drop)


def hiss(seconds: float = 4.0) -> np.ndarray:
    """Tape hiss: rising gently to 4 kHz, gone at 9."""
    hertz = frequencies(seconds)
    shape = np.maximum(hertz, 20) ** 0.25 / np.sqrt(1 + (hertz / 6500) ** 6)
    return 0.05 * loop_spectrum(seconds, shape, np.random.default_rng(4))


def write(name: str, sound: np.ndarray, quality: float) -> None:
    """`quality`: 0 is the best VBR level, 1 the smallest."""
    resampled = signal.resample_poly(sound, RATE, SOURCE_RATE) if "texture" not in name else loop_resample(sound)
    peak = np.abs(resampled).max()
    soundfile.write(
        OUT / f"{name}.mp3", resampled * min(1, 0.98 / peak), RATE, format="MP3",
        subtype="MPEG_LAYER_III", bitrate_mode="VARIABLE", compression_level=quality,
    )  # fmt: skip


def loop_resample(sound: np.ndarray) -> np.ndarray:
    """Resample without edges: the loop must stay periodic."""
    return signal.resample(sound, round(len(sound) * RATE / SOURCE_RATE))


def manifest() -> dict[str, object]:
    """Names, sizes and hashes of all files, with the sampled pitches of each instrument."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(OUT.glob("*.mp3"))
    }
    pitches: dict[str, list[int]] = {}
    for name in files:
        stem, _, last = name.removesuffix(".mp3").rpartition("-")
        if last.isdigit():
            pitches.setdefault(stem, []).append(int(last))
    return {"instruments": {name: sorted(notes) for name, notes in pitches.items()}, "files": files}


def main(notes: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for path in sorted(OUT.glob("*.mp3")):
        path.unlink()
    for path in sorted(notes.glob("*.f32")):
        write(path.stem, note(path), 0.55)
    for name, (source, seconds, hertz) in DRUMS.items():
        write(f"drum-{name}", drum(source, seconds, hertz), 0.35)
    for name, make in (("vinyl", vinyl), ("rain", rain), ("hiss", hiss)):
        write(f"texture-{name}", make(), 0.6)
    index = manifest()
    (OUT / "manifest.json").write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")
    PITCHES.write_text(json.dumps(index["instruments"], indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "build"))
