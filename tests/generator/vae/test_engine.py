"""The numpy engines against the torch model that they stand in for."""

import numpy as np
import pytest
import torch

from generator.vae.bars import edges_of
from generator.vae.codec import HOLD, REST, encode_scores
from generator.vae.dataset import to_batch
from generator.vae.engine import DecoderEngine, EncoderEngine
from generator.vae.model import Batch, LofiVAE, VAEConfig
from tests.generator.vae.builders import random_score

EDGES = tuple(edges_of(np.array([4, 8, 8, 12, 16])))


@pytest.fixture(scope="module")
def model() -> LofiVAE:
    torch.manual_seed(1)
    model = LofiVAE(VAEConfig(bar_edges=EDGES)).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(2)  # larger weights than fresh ones, so that choices differ from step to step
    return model


def weights_of(model: LofiVAE) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in model.state_dict().items()}


def test_encoder_engine_gives_the_torch_encoders_mean(model):
    generator = np.random.default_rng(2)
    encoded = encode_scores([random_score(generator, bars) for bars in (1, 5, 16, 50)])
    batch = to_batch(encoded, EDGES)
    with torch.no_grad():
        expected, _ = model.encoder(batch)
    engine = EncoderEngine(weights_of(model))
    means = [engine.mean(encoded.take(slice(i, i + 1)), batch.heads[i].numpy()) for i in range(4)]
    np.testing.assert_allclose(np.array(means), expected.numpy(), atol=2e-4)


@pytest.mark.parametrize("seed", range(12))
def test_decoder_engine_writes_what_torch_finds_likeliest(model, seed):
    z = np.random.default_rng(seed).standard_normal(100).astype(np.float32)
    engine = DecoderEngine(weights_of(model), EDGES)
    heads = engine.heads[0] @ z + engine.heads[1]
    plan = engine.plan(z, engine.bars(heads))
    melody = engine.notes(plan)
    first, second, end, notes = _teacher_forced(model, z, plan.chords, melody, plan.before, plan.end)
    assert plan.chords[:, 0].tolist() == first.argmax(-1).tolist()
    assert plan.chords[:, 1].tolist() == second.argmax(-1).tolist()
    assert plan.end.tolist() == end.argmax(-1).tolist()
    assert melody.tolist() == _allowed(notes, melody, plan.before).tolist()


def _teacher_forced(model, z, chords, melody, before, end):
    """The torch decoder's logits when it is fed the engine's own choices, anchors included."""
    bars = len(chords)
    latent = torch.from_numpy(z)[None]
    none = torch.zeros(1, dtype=torch.long)
    batch = Batch(
        torch.from_numpy(chords)[None], torch.from_numpy(melody)[None], none + bars, none, none, torch.zeros(1, 5)
    )
    planned = (torch.from_numpy(before)[None], torch.from_numpy(end)[None])
    with torch.no_grad(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.vae.model.anchors", lambda melody: planned)
        plan, *logits = model.decoder.plan_bars(latent, batch)
        notes = model.decoder.write_notes(latent, plan, batch)
    return *(part[0].numpy() for part in logits), notes[0].numpy()


def _allowed(logits, melody, before):
    """The likeliest symbols where a hold needs a sounding note, each bar trusting the anchor before it."""
    chosen = np.zeros_like(melody)
    for bar, slot in np.ndindex(*melody.shape):
        row = logits[bar, slot].copy()
        if (melody[bar, slot - 1] if slot else before[bar]) == REST:
            row[HOLD] = -np.inf
        chosen[bar, slot] = row.argmax()
    return chosen


def test_melody_turns_a_promised_hold_into_a_rest(model):
    engine = DecoderEngine(weights_of(model), EDGES)
    stray = np.array([[HOLD, HOLD, 3, *[HOLD] * 13], [HOLD, REST, HOLD, 5, *[REST] * 12]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "notes", lambda plan: stray.copy())
        melody = engine.melody(None)
    assert melody.tolist() == [[REST, REST, 3, *[HOLD] * 13], [HOLD, REST, REST, 5, *[REST] * 12]]
