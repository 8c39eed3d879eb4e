"""Making music from words: what a prompt was understood as, and takes that are so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator import registry
from generator.models import Mood
from generator.services import Take, taken
from generator.vae.candidates import draw
from generator.vae.prompt import Prompt, read
from generator.vae.sample import Constraints


@dataclass(frozen=True, slots=True)
class Understood:
    """A prompt as it was read, without what the caller's own constraints have overruled."""

    prompt: Prompt

    @property
    def mood(self) -> Mood | None:
        mood = self.prompt.mood
        return Mood.of(energy=mood.energy, valence=mood.valence) if mood else None


def understand(*, text: str, constraints: Constraints) -> Understood:
    """Any text; what it does not say is left to chance."""
    prompt = read(text)
    told = {name for name in ("key", "mode", "bpm", "bars", "density") if getattr(constraints, name) is not None}
    heard = tuple(one for one in prompt.heard if one.field not in told)
    overruled: dict[str, Any] = dict.fromkeys(told)
    return Understood(replace(prompt, heard=heard, **overruled))


def generate(*, understood: Understood, count: int, seed: int | None, constraints: Constraints) -> list[Take]:
    """``count`` takes; the same words, seed, constraints and model version give the same."""
    sampler = registry.active_sampler()
    first = int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else seed
    return taken(sampler, draw(sampler, understood.prompt, constraints, count, first))
