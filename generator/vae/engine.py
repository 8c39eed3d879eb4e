"""The trained networks in numpy: what ``model.py`` computes, run freely, without torch in memory.

A web process that needs no torch is 200 MB smaller, and small matrices are multiplied as fast. Each track is computed
alone, never as part of a batch, so that rounding, and with it the track, can't depend on what else was asked for.
Products of embeddings and weights are folded into tables once, when the weights are loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.vae.bars import z_to_bars
from generator.vae.codec import CHORDS, HOLD, SYMBOLS, Encoded
from generator.vae.score import REST, SLOTS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Weights = Mapping[str, Floats]
PAIRS, PHRASE, PLACES = SLOTS // 2, 8, 16
_NO_NOTE, _HALF = np.float32(-1e9), np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Plan:
    """A track's bars before its notes.

    slots (T, slot) is what the latent says of each bar, states (T, plan), chords (T, 2), before and end (T,) the
    anchors around each bar.
    """

    slots: Floats
    states: Floats
    chords: Ints
    before: Ints
    end: Ints


class DecoderEngine:
    """A latent (100,) -> heads, chords, melody; greedy."""

    def __init__(self, weights: Weights, edges: tuple[float, ...]) -> None:
        part = {name.removeprefix("decoder."): value for name, value in weights.items() if name.startswith("decoder.")}
        self.edges = edges
        self.heads = (part["heads.weight"], part["heads.bias"])
        self.key = (part["key.weight"], part["key.bias"])
        self.mode = (part["mode.weight"], part["mode.bias"])
        self._prepare_plan(part)
        self._prepare_notes(part)

    def _prepare_plan(self, part: Weights) -> None:
        chord, anchor = part["chord.weight"], part["anchor.weight"]
        self.slots = (part["slots.weight"], part["slots.bias"])
        slot, size, note = len(self.slots[1]) // PLACES, chord.shape[1], anchor.shape[1]
        z, first, second, before, place, left = _columns(part["plan.weight_ih_l0"], slot, size, size, *[note] * 3)
        self.start = (part["plan_start.weight"], part["plan_start.bias"])
        self.plan_slots, self.plan_bias = np.ascontiguousarray(z.T), part["plan.bias_ih_l0"]
        self.past_first, self.past_second, self.past_anchor = chord @ first.T, chord @ second.T, anchor @ before.T
        self.at, self.left = part["place.weight"] @ place.T, part["left.weight"] @ left.T
        width = part["plan.weight_hh_l0"].shape[1]
        second_state, second_chord = _columns(part["second.weight"], width, size)
        end_state, end_first, end_second = _columns(part["end.weight"], width, size, size)
        # one product a step gives the next gates and all the step's logits
        self.step = np.concatenate([part["plan.weight_hh_l0"], part["first.weight"], second_state, end_state])
        self.step_bias = np.concatenate(
            [part["plan.bias_hh_l0"], part["first.bias"], part["second.bias"], part["end.bias"]]
        )
        self.second_given = chord @ second_chord.T
        self.end_given = (chord @ end_first.T, chord @ end_second.T)

    def _prepare_notes(self, part: Weights) -> None:
        chord, anchor, note = part["chord.weight"], part["anchor.weight"], part["note.weight"]
        width, slot = self.start[0].shape[0], len(self.slots[1]) // PLACES
        state = part["notes.weight_hh_l0"].shape[1]
        fixed, left, right, half, pair = _columns(
            part["notes.weight_ih_l0"],
            part["note_context.bias"].shape[0],
            note.shape[1],
            note.shape[1],
            chord.shape[1],
            note.shape[1],
        )
        context = np.concatenate([part["note_start.weight"], fixed @ part["note_context.weight"]])
        gates = fixed @ part["note_context.bias"] + part["notes.bias_ih_l0"]
        self.context_bias = np.concatenate([part["note_start.bias"], gates])
        plan, slots, first, second, before, end = _columns(
            context, width, slot, chord.shape[1], chord.shape[1], anchor.shape[1], anchor.shape[1]
        )
        self.context_plan, self.context_slots = np.ascontiguousarray(plan.T), np.ascontiguousarray(slots.T)
        self.context_chords = (chord @ first.T, chord @ second.T)
        self.context_anchors = (anchor @ before.T, anchor @ end.T)
        self.past_left, self.past_right = note @ left.T, note @ right.T
        self.half, self.pair = chord @ half.T, part["pair.weight"] @ pair.T
        right_state, right_note = _columns(part["right_note.weight"], state, note.shape[1])
        stacked = np.concatenate([part["notes.weight_hh_l0"], part["left_note.weight"], right_state])
        self.note_step = np.ascontiguousarray(stacked.T)
        self.note_bias = np.concatenate([part["notes.bias_hh_l0"], part["left_note.bias"], part["right_note.bias"]])
        self.right_given = note @ right_note.T

    def bars(self, heads: Floats) -> int:
        return int(z_to_bars(heads[-1:], self.edges)[0])

    def slots_of(self, z: Floats, bars: int) -> Floats:
        """What the latent says of each bar, (T, slot)."""
        slots = (self.slots[0] @ z + self.slots[1]).reshape(PLACES, -1)
        return slots[np.arange(bars) % PLACES]

    def plan(self, z: Floats, bars: int) -> Plan:
        """Walk over the bars: chords and the degree that each bar ends on."""
        gates = 3 * self.start[0].shape[0]
        state = np.tanh(self.start[0] @ z + self.start[1])
        slots, places = self.slots_of(z, bars), np.arange(bars)
        said = slots @ self.plan_slots + self.plan_bias
        said += self.at[places % PHRASE] + self.left[np.minimum(bars - 1 - places, PHRASE - 1)]
        out = self.step @ state + self.step_bias
        states, chosen = np.empty((bars, len(state)), np.float32), np.empty((bars, 3), np.int64)
        past = self.past_anchor[REST]
        for bar in range(bars):
            state = states[bar] = gru(said[bar] + past, out[:gates], state)
            out = self.step @ state + self.step_bias
            first, second, end = chosen[bar] = self._choose_bar(out[gates:])
            past = self.past_first[first] + self.past_second[second] + self.past_anchor[end]
        ends = chosen[:, 2]
        return Plan(slots, states, chosen[:, :2], np.concatenate([[REST], ends[:-1]]), ends)

    def _choose_bar(self, logits: Floats) -> tuple[int, int, int]:
        """The likeliest first chord, second chord and anchor, each given those before it."""
        first = logits[:CHORDS].argmax()
        second = (logits[CHORDS : 2 * CHORDS] + self.second_given[first]).argmax()
        end = (logits[2 * CHORDS :] + self.end_given[0][first] + self.end_given[1][second]).argmax()
        return int(first), int(second), int(end)

    def notes(self, plan: Plan) -> Ints:
        """Write all bars side by side, two sixteenths a step: (T, 16) symbols, each bar trusting its anchor."""
        context = plan.states @ self.context_plan + self.context_bias
        context += plan.slots @ self.context_slots
        for table, symbols in zip(self.context_chords, plan.chords.T, strict=True):
            context += table[symbols]
        for table, symbols in zip(self.context_anchors, (plan.before, plan.end), strict=True):
            context += table[symbols]
        width = self.note_step.shape[0]
        state, fixed = np.tanh(context[:, :width]), context[:, width:]
        halves = [fixed + self.half[plan.chords[:, half]] for half in (0, 1)]
        melody = np.zeros((len(state), SLOTS), np.int64)
        silent = plan.before == REST
        out = state @ self.note_step + self.note_bias
        for pair in range(PAIRS):
            given = halves[pair * 2 // PAIRS] + self.pair[pair]
            if pair:
                given += self.past_left[melody[:, 2 * pair - 2]] + self.past_right[melody[:, 2 * pair - 1]]
            state = gru(given, out[:, : 3 * width], state)
            out = state @ self.note_step + self.note_bias
            left, silent = _choose(out[:, 3 * width : 3 * width + SYMBOLS], silent)
            right, silent = _choose(out[:, 3 * width + SYMBOLS :] + self.right_given[left], silent)
            melody[:, 2 * pair], melody[:, 2 * pair + 1] = left, right
        return melody

    def melody(self, plan: Plan) -> Ints:
        """``notes`` as a score may have them: a hold whose note the bar before did not leave sounding is a rest."""
        melody, sounding = self.notes(plan), False
        flat = melody.reshape(-1)
        for i, symbol in enumerate(flat.tolist()):
            if symbol == HOLD and not sounding:
                flat[i] = REST
            sounding = bool(flat[i] != REST)
        return melody


class EncoderEngine:
    """One encoded track (padding cut off) with its heads (5,) -> the mean of its latent, (100,)."""

    def __init__(self, weights: Weights) -> None:
        self.part = {
            name.removeprefix("encoder."): value for name, value in weights.items() if name.startswith("encoder.")
        }

    def mean(self, track: Encoded, heads: Floats) -> Floats:
        part = self.part
        chords = part["chord.weight"][track.chords[0]].reshape(len(track.chords[0]), -1)
        notes = part["note.weight"][track.melody[0]].reshape(len(chords), -1)
        bars = np.maximum(np.concatenate([chords, notes], 1) @ part["bar.weight"].T + part["bar.bias"], 0)
        forward, backward = self._walk(bars, ""), self._walk(bars[::-1], "_reverse")
        average = np.concatenate([forward.mean(0), backward.mean(0)])
        known = np.concatenate([heads, _one_hot(track.key[0], 12), _one_hot(track.mode[0], 7)])
        mixed = np.concatenate([forward[-1], backward[-1], average, known])
        mixed = np.maximum(part["mix.weight"] @ mixed + part["mix.bias"], 0)
        placed = self._in_places(bars @ part["slot.weight"].T + part["slot.bias"])
        out = part["out.weight"] @ np.concatenate([mixed, known]) + part["out.bias"]
        out += part["placed.weight"] @ placed + part["placed.bias"]
        return out[: len(out) // 2]

    def _in_places(self, slots: Floats) -> Floats:
        padded = np.pad(slots, ((0, -len(slots) % PLACES), (0, 0)))
        return padded.reshape(-1, PLACES, slots.shape[1]).sum(0).ravel()

    def _walk(self, steps: Floats, direction: str) -> Floats:
        recurrent = self.part[f"rnn.weight_hh_l0{direction}"]
        bias = self.part[f"rnn.bias_hh_l0{direction}"]
        inputs = steps @ self.part[f"rnn.weight_ih_l0{direction}"].T + self.part[f"rnn.bias_ih_l0{direction}"]
        state, states = np.zeros(recurrent.shape[1], np.float32), []
        for given in inputs:
            state = gru(given, recurrent @ state + bias, state)
            states.append(state)
        return np.array(states)


def gru(given: Floats, recurrent: Floats, state: Floats) -> Floats:
    """One step of PyTorch's GRU (Cho et al., 2014): gates reset, update, new stand side by side, (..., 3 size).

    In place wherever it can be: half of a step's time would go into new arrays.
    """
    size = state.shape[-1]
    both = given[..., : 2 * size] + recurrent[..., : 2 * size]
    both *= _HALF  # sigmoid(x) = tanh(x / 2) / 2 + 1 / 2
    np.tanh(both, out=both)
    both *= _HALF
    both += _HALF
    new = both[..., :size] * recurrent[..., 2 * size :]
    new += given[..., 2 * size :]
    np.tanh(new, out=new)
    both = both[..., size:] * (state - new)
    both += new
    return both


def _columns(matrix: Floats, *widths: int) -> list[Floats]:
    return np.split(matrix, np.cumsum(widths)[:-1], axis=1)


def _one_hot(index: int, size: int) -> Floats:
    return np.eye(size, dtype=np.float32)[index]


def _choose(logits: Floats, silent: NDArray[np.bool_]) -> tuple[Ints, NDArray[np.bool_]]:
    logits[silent, HOLD] = _NO_NOTE
    chosen = logits.argmax(1)
    return chosen, chosen == REST
