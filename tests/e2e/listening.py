"""Ears for a rendered track: loudness, true peak, silence, tempo. Samples: (channels, frames), full scale is 1."""

from __future__ import annotations

import numpy as np
import pyloudnorm
from scipy import signal

OVERSAMPLING = 4
FRAME_SECONDS = 0.05
SILENT_DBFS = -50.0
FFT = 1024
HOP = 512
TEMPI = np.arange(55, 105, 0.05)
"""Quarter notes a minute that a track may have."""
BEATS = (0.5, 1, 2, 4, 8, 16, 32)
"""Lags at which a beat comes back; the long ones make the tempo exact, and tell it from three quarters of it."""


def loudness(samples: np.ndarray, rate: int) -> float:
    """Integrated loudness after ITU-R BS.1770-4, in LUFS."""
    return float(pyloudnorm.Meter(rate).integrated_loudness(samples.T))


def true_peak(samples: np.ndarray) -> float:
    """Highest level between the samples, in dBTP: BS.1770's way, four times oversampled."""
    return decibels(float(np.abs(signal.resample_poly(samples, OVERSAMPLING, 1, axis=1)).max()))


def longest_silence(samples: np.ndarray, rate: int) -> float:
    """Seconds of the longest stretch under -50 dBFS, in steps of 50 ms."""
    size = int(FRAME_SECONDS * rate)
    whole = samples[:, : samples.shape[1] // size * size]
    power = np.square(whole).reshape(len(samples), -1, size).mean(axis=(0, 2))
    longest = run = 0
    for silent in power < 10 ** (SILENT_DBFS / 10):
        run = run + 1 if silent else 0
        longest = max(longest, run)
    return longest * FRAME_SECONDS


def tempo(samples: np.ndarray, rate: int) -> float:
    """Quarter notes a minute, 55 to 105, as the autocorrelation of the onsets tells it. Needs about half a minute."""
    onsets = onset_strength(samples, rate)
    size = 2 * len(onsets)
    correlation = np.fft.irfft(np.abs(np.fft.rfft(onsets, size)) ** 2)[: len(onsets)]
    correlation /= np.arange(len(onsets), 0, -1)
    frames = 60 / TEMPI * rate / HOP
    lags = np.outer([beats for beats in BEATS if beats * frames[0] < 0.8 * len(onsets)], frames)
    return float(TEMPI[np.interp(lags, np.arange(len(onsets)), correlation).mean(axis=0).argmax()])


def onset_strength(samples: np.ndarray, rate: int) -> np.ndarray:
    """How much louder each frame is than the one before, summed over the spectrum in decibels' scale; mean 0."""
    _, _, spectrum = signal.stft(samples.mean(axis=0), rate, nperseg=FFT, noverlap=FFT - HOP)
    levels = np.log1p(1000 * np.abs(spectrum))
    flux = np.maximum(np.diff(levels, axis=1), 0).sum(axis=0)
    return flux - flux.mean()


def decibels(amplitude: float) -> float:
    return 20 * float(np.log10(max(amplitude, 1e-9)))
