"""The listening test's own ears, on sounds whose answers are published or plain."""

import numpy as np
import pytest

from tests.e2e import listening

RATE = 44_100


def sine(hertz: float, seconds: float, dbfs: float, phase: float = 0.0) -> np.ndarray:
    """In both channels; `dbfs` is its peak."""
    wave = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE + phase)
    return np.stack([wave, wave])


def clicks(bpm: float, seconds: float = 60) -> np.ndarray:
    """A beat with a stronger first of four, as any groove has, over faint noise."""
    generator = np.random.default_rng(5)
    sound = 1e-4 * generator.standard_normal(int(seconds * RATE))
    burst = generator.standard_normal(800) * np.exp(-np.linspace(0, 6, 800))
    for beat in range(int(seconds * bpm / 60)):
        at = round(beat * 60 / bpm * RATE)
        part = sound[at : at + len(burst)]
        part += (0.5 if beat % 4 == 0 else 0.25) * burst[: len(part)]
    return np.stack([sound, sound])


@pytest.mark.parametrize("level", [-23.0, -33.0, -14.0])
def test_loudness_of_a_stereo_sine_is_its_level(level: float) -> None:
    """EBU Tech 3341, cases 1 and 2: a stereo sine of 1 kHz at -23 dBFS has -23 LUFS, within 0.1."""
    assert listening.loudness(sine(1000, 20, level), RATE) == pytest.approx(level, abs=0.1)


def test_loudness_ignores_what_lies_under_the_gate() -> None:
    """EBU Tech 3341, case 3: -36, -23 and -36 dBFS; the gate of -10 LU leaves the middle."""
    parts = [sine(1000, 10, -36), sine(1000, 60, -23), sine(1000, 10, -36)]
    assert listening.loudness(np.concatenate(parts, axis=1), RATE) == pytest.approx(-23, abs=0.1)


def test_true_peak_is_found_between_the_samples() -> None:
    """EBU Tech 3341, case 16: a sine at a quarter of the rate and 45 degrees has all samples 3 dB under its peak."""
    sound = sine(RATE / 4, 1, -6, phase=np.pi / 4) * np.hanning(RATE)
    assert listening.decibels(float(np.abs(sound).max())) == pytest.approx(-9, abs=0.05)
    assert listening.true_peak(sound) == pytest.approx(-6, abs=0.2)


@pytest.mark.parametrize("bpm", [60, 67.5, 72, 80, 84.3, 90, 100])
def test_tempo_of_clicks_is_heard(bpm: float) -> None:
    assert listening.tempo(clicks(bpm), RATE) == pytest.approx(bpm, rel=0.002)


@pytest.mark.parametrize("gap", [0.0, 0.5, 3.0])
def test_silence_is_as_long_as_it_is(gap: float) -> None:
    parts = [sine(440, 2, -20), np.zeros((2, int(gap * RATE))), sine(440, 2, -20)]
    assert listening.longest_silence(np.concatenate(parts, axis=1), RATE) == pytest.approx(gap, abs=0.06)


def test_faint_noise_is_no_silence() -> None:
    noise = 10 ** (-45 / 20) * np.random.default_rng(1).standard_normal((2, 4 * RATE))
    assert listening.longest_silence(noise, RATE) == 0
