"""The variational autoencoder: a track is 100 standard normal features.

Quantities, key and mode are read from the latent by linear heads, so that a slider is a straight line in the latent
space. A recurrent net walks over the bars and plans each one: its two chords and its *anchor*, the degree that sounds
when the bar ends. A second one writes the notes of all bars side by side, two sixteenths a step, each conditioned on
its chord, on the notes before it in the bar and on the anchors around it. That makes at most 16 + 8 sequential steps
where a walk note after note takes hundreds.

Source of the objective: Kingma and Welling, Auto-Encoding Variational Bayes (2014), with the KL weighted as in
Higgins et al., beta-VAE (2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generator.vae.codec import CHORDS, HOLD, PITCHES, QUANTITIES, SYMBOLS
from generator.vae.score import SLOTS

PAIRS = SLOTS // 2
PHRASE = 8
"""Bars after which the position in the phrase repeats."""
PLACES = 16
"""Bars that have a place of their own in the latent; later ones share the places of the first, summed."""
HEADS = len(QUANTITIES) + 1
"""The quantities, then the number of bars."""
KEYS, MODES = 12, 7


@dataclass(frozen=True, slots=True)
class VAEConfig:
    """Sizes and objective; travels with the weights."""

    features: int = 100
    chord_size: int = 32
    note_size: int = 16
    encoder_size: int = 256
    slot_size: int = 64
    bar_size: int = 192
    note_context: int = 64
    note_state: int = 128
    chord_weight: float = 3.0
    label_weight: float = 4.0
    kl_weight: float = 0.05
    word_dropout: float = 0.5
    blanks: float = 0.1
    head_spread: float = 0.1
    bar_edges: tuple[float, ...] = field(default=())

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> VAEConfig:
        return cls(**{**data, "bar_edges": tuple(data["bar_edges"])})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Batch:
    """What ``Encoded`` holds, as tensors, with ``heads`` (n, 5) for the quantities and the z-score of the length."""

    chords: Tensor  # (n, T, 2) 0..112
    melody: Tensor  # (n, T, 16) 0..15
    bars: Tensor  # (n,)
    key: Tensor  # (n,)
    mode: Tensor  # (n,)
    heads: Tensor  # (n, 5)

    @property
    def mask(self) -> Tensor:
        """(n, T): True on real bars."""
        return torch.arange(self.chords.shape[1])[None] < self.bars[:, None]


def sounding(melody: Tensor) -> Tensor:
    """(n, T, 16) symbols -> (n, T, 16) of what is heard, 0..14: holds are given the degree that they prolong."""
    n, bars, _ = melody.shape
    flat = melody.reshape(n, -1)
    places = torch.arange(flat.shape[1]).expand_as(flat)
    attacked = torch.where(flat == HOLD, torch.zeros_like(places), places).cummax(1).values
    return flat.gather(1, attacked).reshape(n, bars, SLOTS) % HOLD


def anchors(melody: Tensor) -> tuple[Tensor, Tensor]:
    """The degree heard at the end of the bar before and of this bar, both (n, T) in 0..14."""
    ends = sounding(melody)[:, :, -1]
    return F.pad(ends[:, :-1], (1, 0)), ends


def positions(bars: Tensor, longest: int) -> tuple[Tensor, Tensor]:
    """(n, T) each: the place in the phrase, and how many bars are left, both below 8."""
    at = torch.arange(longest)[None].expand(len(bars), longest)
    left = (bars[:, None] - 1 - at).clamp(0, PHRASE - 1)
    return at % PHRASE, left


class Encoder(nn.Module):
    """A track -> mean and log-variance of its latent, (n, 100) each."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        size = config.encoder_size
        self.blanks = config.blanks
        self.chord = nn.Embedding(CHORDS, config.chord_size)
        self.note = nn.Embedding(SYMBOLS, config.note_size)
        self.bar = nn.Linear(2 * config.chord_size + SLOTS * config.note_size, size)
        self.slot = nn.Linear(size, config.slot_size)
        self.rnn = nn.GRU(size, size // 2, batch_first=True, bidirectional=True)
        self.mix = nn.Linear(2 * size + HEADS + KEYS + MODES, size)
        self.placed = nn.Linear(PLACES * config.slot_size, 2 * config.features)
        self.out = nn.Linear(size + HEADS + KEYS + MODES, 2 * config.features)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        chords, notes = self._blank(self.chord(batch.chords)), self._blank(self.note(batch.melody))
        bars = F.relu(self.bar(torch.cat([chords.flatten(2), notes.flatten(2)], -1)))  # (n, T, size)
        packed = nn.utils.rnn.pack_padded_sequence(bars, batch.bars, batch_first=True, enforce_sorted=False)
        states, last = self.rnn(packed)
        states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True)  # (n, T, size)
        mean = states.sum(1) / batch.bars[:, None]  # padding is zero
        known = torch.cat([batch.heads, F.one_hot(batch.key, KEYS), F.one_hot(batch.mode, MODES)], -1)
        mixed = F.relu(self.mix(torch.cat([last[0], last[1], mean, known], -1)))  # (n, size)
        placed = self._in_places(self.slot(bars) * batch.mask[..., None])
        out = self.out(torch.cat([mixed, known], -1)) + self.placed(placed)
        mu, log_variance = out.chunk(2, -1)
        return mu, log_variance.clamp(-10, 2)

    def _in_places(self, slots: Tensor) -> Tensor:
        """(n, T, slot) -> (n, 16 slot): a straight line from each bar to the latent needs few songs to be learned."""
        padded = F.pad(slots, (0, 0, 0, -slots.shape[1] % PLACES))
        return padded.unflatten(1, (-1, PLACES)).sum(1).flatten(1)

    def _blank(self, embedded: Tensor) -> Tensor:
        """Hide some symbols in training: a latent that survives that knows more than the training songs."""
        if not self.training:
            return embedded
        return embedded * (torch.rand(*embedded.shape[:-1], 1) >= self.blanks)


class Decoder(nn.Module):
    """A latent -> heads, plan of bars, notes. Teacher-forced here; ``engine.py`` runs it freely, without torch."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        z, chord, note = config.features, config.chord_size, config.note_size
        plan, state, slot = config.bar_size, config.note_state, config.slot_size
        self.dropout = config.word_dropout
        self.heads = nn.Linear(z, HEADS)
        self.key = nn.Linear(z, KEYS)
        self.mode = nn.Linear(z, MODES)
        self.chord = nn.Embedding(CHORDS, chord)
        self.anchor = nn.Embedding(PITCHES, note)
        self.place = nn.Embedding(PHRASE, note)
        self.left = nn.Embedding(PHRASE, note)
        self.plan_start = nn.Linear(z, plan)
        self.slots = nn.Linear(z, PLACES * slot)
        self.plan = nn.GRU(slot + 2 * chord + 3 * note, plan, batch_first=True)
        self.first = nn.Linear(plan, CHORDS)
        self.second = nn.Linear(plan + chord, CHORDS)
        self.end = nn.Linear(plan + 2 * chord, PITCHES)
        self.note = nn.Embedding(SYMBOLS, note)
        self.pair = nn.Embedding(PAIRS, note)
        context = plan + slot + 2 * chord + 2 * note
        self.note_start = nn.Linear(context, state)
        self.note_context = nn.Linear(context, config.note_context)
        self.notes = nn.GRU(config.note_context + 3 * note + chord, state, batch_first=True)
        self.left_note = nn.Linear(state, SYMBOLS)
        self.right_note = nn.Linear(state + note, SYMBOLS)

    def plan_bars(self, z: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Plan states (n, T, plan) and logits: both chords (n, T, 113), anchor (n, T, 15)."""
        longest = batch.chords.shape[1]
        chords = self.chord(batch.chords)  # (n, T, 2, chord)
        before, _ = anchors(batch.melody)
        place, left = positions(batch.bars, longest)
        past = F.pad(chords.flatten(2)[:, :-1], (0, 0, 1, 0))  # the bar before, zeros for the first
        past = self._forget(torch.cat([past, self.anchor(before)], -1))
        steps = torch.cat([self.slots_of(z, longest), past, self.place(place), self.left(left)], -1)
        plan, _ = self.plan(steps, torch.tanh(self.plan_start(z))[None])
        first = self.first(plan)
        second = self.second(torch.cat([plan, chords[:, :, 0]], -1))
        return plan, first, second, self.end(torch.cat([plan, chords.flatten(2)], -1))

    def write_notes(self, z: Tensor, plan: Tensor, batch: Batch) -> Tensor:
        """Logits of the sixteenths, (n, T, 16, 16): all bars side by side, two sixteenths a step."""
        n, longest, _ = plan.shape
        chords = self.chord(batch.chords)  # (n, T, 2, chord)
        before, end = anchors(batch.melody)
        context = torch.cat(
            [plan, self.slots_of(z, longest), chords.flatten(2), self.anchor(before), self.anchor(end)], -1
        ).flatten(0, 1)  # (n T, context)
        notes = self.note(batch.melody).flatten(0, 1)  # (n T, 16, note)
        past = F.pad(notes.reshape(n * longest, PAIRS, -1)[:, :-1], (0, 0, 1, 0))  # the pair before
        halves = chords.flatten(0, 1).repeat_interleave(PAIRS // 2, 1)  # (n T, 8, chord)
        pair = self.pair.weight.expand(n * longest, -1, -1)
        fixed = self.note_context(context)[:, None].expand(-1, PAIRS, -1)
        states, _ = self.notes(
            torch.cat([fixed, self._forget(past), halves, pair], -1), torch.tanh(self.note_start(context))[None]
        )
        left = self.left_note(states)
        right = self.right_note(torch.cat([states, notes[:, 0::2]], -1))
        return torch.stack([left, right], 2).reshape(n, longest, SLOTS, SYMBOLS)

    def slots_of(self, z: Tensor, bars: int) -> Tensor:
        """What the latent says of each bar, (n, T, slot)."""
        places = torch.arange(bars) % PLACES
        return self.slots(z).unflatten(1, (PLACES, -1))[:, places]

    def _forget(self, past: Tensor) -> Tensor:
        """Word dropout (Bowman et al., 2016): hides some of the past in training, so that the latent is used."""
        if not self.training:
            return past
        return past * (torch.rand(*past.shape[:-1], 1) >= self.dropout)


class LofiVAE(nn.Module):
    """Encoder and decoder. ``forward`` returns the loss and its parts, in nats a track."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)

    def forward(self, batch: Batch, kl_scale: float = 1.0) -> tuple[Tensor, dict[str, Tensor]]:
        """``kl_scale`` 0..1 warms the prior up. Returns the scalar loss and its parts, averaged over the batch."""
        mu, log_variance = self.encoder(batch)
        z = mu + torch.randn_like(mu) * (log_variance / 2).exp() if self.training else mu
        parts = self.reconstruction(z, batch)
        kl = 0.5 * (mu**2 + log_variance.exp() - 1 - log_variance).sum(1).mean()
        label = self.config.label_weight
        weights = {"chords": self.config.chord_weight, "key": label, "mode": label}
        weighted = (weights.get(name, 1.0) * part for name, part in parts.items())
        return sum(weighted, start=kl_scale * self.config.kl_weight * kl), {**parts, "kl": kl}

    def reconstruction(self, z: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Negative log-likelihood of each part of the track, in nats."""
        n, mask = len(z), batch.mask
        plan, first, second, end = self.decoder.plan_bars(z, batch)
        notes = self.decoder.write_notes(z, plan, batch)
        _, ends = anchors(batch.melody)
        chords = _nats(first, batch.chords[:, :, 0], mask) + _nats(second, batch.chords[:, :, 1], mask)
        spread = self.config.head_spread
        return {
            "chords": chords / n,
            "notes": (_nats(notes, batch.melody, mask) + _nats(end, ends, mask)) / n,
            "heads": 0.5 * ((self.decoder.heads(z) - batch.heads) / spread).square().sum() / n,
            "key": F.cross_entropy(self.decoder.key(z), batch.key),
            "mode": F.cross_entropy(self.decoder.mode(z), batch.mode),
        }


def _nats(logits: Tensor, target: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy summed over the real bars; logits (n, T, ..., classes), target (n, T, ...), mask (n, T)."""
    return F.cross_entropy(logits[mask].flatten(0, -2), target[mask].flatten(), reduction="sum")
