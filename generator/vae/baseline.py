"""The original system's architecture on the legacy grid, as the yardstick that ours is measured against.

Encoder: bidirectional LSTMs over chords and over notes, beside embeddings of the scalars, down to 100 units. Decoder:
an LSTM cell that walks over 50 chords and, inside each, an LSTM cell that walks over 8 notes; hidden size 100; greedy,
always all 50 x 8 steps, in PyTorch's eager mode. Teacher-forced steps need no loop in Python, so training runs the
same cells as whole sequences; ``decode`` walks as described.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generator.vae.codec import QUALITY_NAMES
from generator.vae.model import KEYS, MODES, Batch, sounding
from generator.vae.score import EIGHTHS, MAX_BARS, TOP_DEGREE

HIDDEN = 100
EMBEDDING = 32
END = 8
"""The chord symbol after the last bar."""
CHORD_SYMBOLS, NOTE_SYMBOLS = END + 1, TOP_DEGREE + 1
SCALARS = 3
"""Energy, valence, tempo."""
SCALAR_WEIGHT = 0.2


def legacy_grid(batch: Batch) -> tuple[Tensor, Tensor]:
    """Chord degrees (n, T) 0..7 and the notes heard in the eighths (n, T, 8) 0..14."""
    symbols = batch.chords[:, :, 0]
    degrees = torch.where(symbols == 0, 0, (symbols - 1) // len(QUALITY_NAMES) + 1)
    heard = sounding(batch.melody)
    return degrees, torch.where(heard[:, :, 0::2] > 0, heard[:, :, 0::2], heard[:, :, 1::2])


class BaselineVAE(nn.Module):
    """Same interface as ``LofiVAE``: ``forward`` returns the loss and its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.chord = nn.Embedding(CHORD_SYMBOLS, EMBEDDING)
        self.note = nn.Embedding(NOTE_SYMBOLS, EMBEDDING)
        self.key = nn.Embedding(KEYS, HIDDEN)
        self.mode = nn.Embedding(MODES, HIDDEN)
        self.scalars = nn.Linear(SCALARS, HIDDEN)
        self.chord_encoder = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True, bidirectional=True)
        self.note_encoder = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True, bidirectional=True)
        self.squeeze = nn.Linear(4 * HIDDEN + 3 * HIDDEN, HIDDEN)
        self.mu, self.log_variance = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.chord_start, self.note_start = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.chord_decoder = nn.LSTM(EMBEDDING + HIDDEN, HIDDEN, batch_first=True)
        self.note_decoder = nn.LSTM(2 * EMBEDDING + HIDDEN, HIDDEN, batch_first=True)
        self.to_chord, self.to_note = nn.Linear(HIDDEN, CHORD_SYMBOLS), nn.Linear(HIDDEN, NOTE_SYMBOLS)
        self.to_key, self.to_mode = nn.Linear(HIDDEN, KEYS), nn.Linear(HIDDEN, MODES)
        self.to_scalars = nn.Linear(HIDDEN, SCALARS)

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Mean and log-variance, (n, 100) each."""
        chords, notes = legacy_grid(batch)
        known = [self.key(batch.key), self.mode(batch.mode), self.scalars(batch.heads[:, :SCALARS])]
        over_chords = _last(self.chord_encoder, self.chord(chords), batch.bars)
        over_notes = _last(self.note_encoder, self.note(notes.flatten(1)), batch.bars * EIGHTHS)
        features = torch.relu(self.squeeze(torch.cat([over_chords, over_notes, *known], -1)))
        return self.mu(features), self.log_variance(features).clamp(-10, 2)

    def forward(self, batch: Batch, kl_scale: float = 1.0) -> tuple[Tensor, dict[str, Tensor]]:
        """Cross-entropies of chords and notes, the KL as a mean over dimensions, small weights for the scalars."""
        mu, log_variance = self.encode(batch)
        z = mu + torch.randn_like(mu) * (log_variance / 2).exp() if self.training else mu
        chord_logits, note_logits, chords, notes = self._teacher_forced(z, batch)
        kl = 0.5 * (mu**2 + log_variance.exp() - 1 - log_variance)
        parts = {
            "chords": F.cross_entropy(chord_logits, chords),
            "notes": F.cross_entropy(note_logits, notes),
            "heads": SCALAR_WEIGHT * F.mse_loss(self.to_scalars(z), batch.heads[:, :SCALARS]),
            "key": SCALAR_WEIGHT * F.cross_entropy(self.to_key(z), batch.key),
            "mode": SCALAR_WEIGHT * F.cross_entropy(self.to_mode(z), batch.mode),
        }
        return sum(parts.values(), start=kl_scale * kl.mean()), {**parts, "kl": kl.sum(1).mean()}

    def _teacher_forced(self, z: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        chords, notes = legacy_grid(batch)
        target = _with_end(chords, batch.bars)  # (n, T + 1)
        past = F.pad(self.chord(chords), (0, 0, 1, 0))  # (n, T + 1, EMBEDDING), zeros first
        seen = z[:, None].expand(-1, past.shape[1], -1)
        plan, _ = self.chord_decoder(torch.cat([past, seen], -1), _start(self.chord_start(z)))
        bars = plan[:, :-1].repeat_interleave(EIGHTHS, 1)  # (n, 8 T, HIDDEN)
        sung = F.pad(self.note(notes.flatten(1))[:, :-1], (0, 0, 1, 0))
        harmony = self.chord(chords).repeat_interleave(EIGHTHS, 1)
        melody, _ = self.note_decoder(torch.cat([sung, bars, harmony], -1), _start(self.note_start(z)))
        until_end = torch.arange(target.shape[1])[None] <= batch.bars[:, None]
        heard = batch.mask.repeat_interleave(EIGHTHS, 1)
        return (
            self.to_chord(plan)[until_end],
            self.to_note(melody)[heard],
            target[until_end],
            notes.flatten(1)[heard],
        )

    @torch.no_grad()
    def decode(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Latents (n, 100) -> chord symbols (n, 50), 8 is the end, and notes (n, 50, 8); greedy, note after note."""
        chord_cell, note_cell = _cell(self.chord_decoder), _cell(self.note_decoder)
        plan = _start(self.chord_start(z))
        melody = _start(self.note_start(z))
        plan, melody = (plan[0][0], plan[1][0]), (melody[0][0], melody[1][0])
        chord_in = note_in = z.new_zeros(len(z), EMBEDDING)
        chords, notes = [], []
        for _ in range(MAX_BARS):
            plan = chord_cell(torch.cat([chord_in, z], -1), plan)
            chords.append(self.to_chord(plan[0]).argmax(-1))
            chord_in = self.chord(chords[-1])
            for _ in range(EIGHTHS):
                melody = note_cell(torch.cat([note_in, plan[0], chord_in], -1), melody)
                notes.append(self.to_note(melody[0]).argmax(-1))
                note_in = self.note(notes[-1])
        return torch.stack(chords, 1), torch.stack(notes, 1).reshape(len(z), MAX_BARS, EIGHTHS)


def _start(hidden: Tensor) -> tuple[Tensor, Tensor]:
    state = torch.tanh(hidden)[None]
    return state, torch.zeros_like(state)


def _last(rnn: nn.LSTM, steps: Tensor, lengths: Tensor) -> Tensor:
    packed = nn.utils.rnn.pack_padded_sequence(steps, lengths, batch_first=True, enforce_sorted=False)
    return torch.cat(list(rnn(packed)[1][0]), -1)


def _with_end(chords: Tensor, bars: Tensor) -> Tensor:
    return F.pad(chords, (0, 1)).scatter(1, bars[:, None], END)


def _cell(rnn: nn.LSTM) -> nn.LSTMCell:
    cell = nn.LSTMCell(rnn.input_size, rnn.hidden_size)
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        setattr(cell, name, getattr(rnn, f"{name}_l0"))
    return cell
