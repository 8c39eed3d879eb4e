"""Preparing, training and evaluating from the command line, on a handful of songs, for real."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.generator.vae.corpora.test_theorytab import chord, note, section

CHORDS = [chord(bar * 4, bar * 4 + 4, str(1 + bar % 2 * 3)) for bar in range(8)]
MELODY = [note(bar * 4, bar * 4 + 2, "5") for bar in range(8)]


def run(*arguments: object) -> tuple[str, str]:
    """What a command says, and what it says on the side."""
    out, err = StringIO(), StringIO()
    call_command(*(str(argument) for argument in arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def songs(tmp_path: Path) -> Path:
    folder = tmp_path / "songs"
    folder.mkdir()
    for number in range(40):
        section(folder, CHORDS, MELODY, {"title": f"Song {number}"}, name=f"song{number:02}_roman.json")
    (folder / "broken_roman.json").write_text("{")
    return folder


@pytest.mark.slow
def test_prepare_train_and_evaluate_follow_each_other(songs: Path, tmp_path: Path) -> None:
    out, err = run("prepare_corpus", songs, "--output", tmp_path / "corpus.npz")
    assert out.splitlines()[-1] == f"40 sections written to {tmp_path / 'corpus.npz'}"
    assert err.startswith("skipped broken_roman.json: ")
    small = ("--corpus", tmp_path / "corpus.npz", "--samples", 128, "--epoch", 64)
    out, err = run("train_vae", tmp_path / "ours", *small)
    assert [line.split(":")[0] for line in err.splitlines() if line.startswith("epoch")] == ["epoch 1", "epoch 2"]
    run("train_vae", tmp_path / "theirs", "--kind", "baseline", *small)
    out, _ = run(
        *("evaluate_vae", tmp_path / "corpus.npz", "--checkpoint", tmp_path / "ours"),
        *("--baseline", tmp_path / "theirs", "--split", "all"),
    )
    lines = out.splitlines()
    assert lines[0] == "40 sections (split: all), decoded freely, on the legacy grid"
    assert lines[1].split() == ["lofi", "baseline", "commonest"]
    assert [line.split()[0] for line in lines[3:5]] == ["chords", "notes"]


def test_evaluate_reads_a_folder_of_corpora(songs: Path) -> None:
    out, _ = run("evaluate_vae", songs, "--split", "validation")
    assert out.endswith("\n")
    assert "decoded freely" in out.splitlines()[0]


def test_train_without_a_prepared_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        run("train_vae", tmp_path / "ours", "--corpus", tmp_path / "none.npz")
    assert str(caught.value) == f"{tmp_path / 'none.npz'} is no prepared corpus: run prepare_corpus first"


def test_train_with_too_few_songs_says_so(songs: Path, tmp_path: Path) -> None:
    for path in sorted(songs.iterdir())[2:]:
        path.unlink()
    run("prepare_corpus", songs, "--output", tmp_path / "corpus.npz")
    with pytest.raises(CommandError) as caught:
        run("train_vae", tmp_path / "ours", "--corpus", tmp_path / "corpus.npz")
    assert str(caught.value).startswith("no song fell into the ")


def test_prepare_without_songs_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        run("prepare_corpus", tmp_path, "--output", tmp_path / "corpus.npz")
    assert str(caught.value) == f"no usable song in {tmp_path}: 0 files skipped"


def test_evaluate_without_a_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        run("evaluate_vae", tmp_path / "none.npz")
    assert str(caught.value).startswith(f"{tmp_path / 'none.npz'} is no corpus, prepared or not (")
