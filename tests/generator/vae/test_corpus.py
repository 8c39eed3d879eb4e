"""Folders of corpora -> scores: what is malformed is named, songs are never split."""

from collections import Counter

import pytest

from generator.vae.corpora import pop909
from generator.vae.corpora.leadsheet import CorpusError
from generator.vae.corpus import read_corpus, split_of
from generator.vae.dataset import prepare
from tests.generator.vae.corpora.test_theorytab import chord, note, section

CHORDS = [chord(bar * 4, bar * 4 + 4, str(1 + bar % 2 * 3)) for bar in range(8)]
MELODY = [note(bar * 4, bar * 4 + 2, "5") for bar in range(8)]


@pytest.fixture
def own_folder(tmp_path):
    """A user's own folder: two usable sections, a broken file, one without an end and one that isn't JSON."""
    folder = tmp_path / "mine"
    folder.mkdir()
    section(folder, CHORDS, MELODY, {"title": "One"}, name="one_roman.json", features={"energy": 0.25, "valence": 0.5})
    section(folder, CHORDS, MELODY, {"title": "Two"}, name="two_roman.json")
    section(folder, CHORDS, MELODY, {"beats_in_measure": "3"}, name="waltz_roman.json")
    (folder / "broken_roman.json").write_text("{")
    (folder / "notes.txt").write_text("not a lead sheet")
    return tmp_path


def test_read_corpus_skips_and_names_what_is_malformed(own_folder):
    corpus = read_corpus(own_folder)
    assert Counter(corpus.songs) == {"one": 1, "two": 1}
    assert [name for name, _ in corpus.skipped] == ["mine/broken_roman.json", "mine/waltz_roman.json"]
    assert all(reason.startswith("theorytab: ") for _, reason in corpus.skipped)


def test_read_corpus_takes_labelled_affect_and_derives_what_is_missing(own_folder):
    corpus = read_corpus(own_folder)
    affect = dict(zip(corpus.songs, ((score.energy, score.valence) for score in corpus.scores), strict=True))
    assert affect["one"] == (0.25, 0.5)
    assert 0 < affect["two"][0] < 1


def test_read_corpus_of_one_corpus_folder(own_folder):
    assert len(read_corpus(own_folder / "mine").scores) == 2


def test_read_corpus_without_a_usable_song_says_so(tmp_path):
    (tmp_path / "broken_roman.json").write_text("[")
    with pytest.raises(CorpusError) as caught:
        read_corpus(tmp_path)
    assert str(caught.value).endswith("1 files skipped")


def test_split_is_by_song_seeded_and_about_eight_to_one_to_one():
    songs = [f"song {i}" for i in range(2000)]
    splits = Counter(split_of(song, 0) for song in songs)
    assert {name: round(count / 2000, 1) for name, count in splits.items()} == {
        "train": 0.8,
        "validation": 0.1,
        "test": 0.1,
    }
    assert [split_of(song, 0) for song in songs] != [split_of(song, 1) for song in songs]


@pytest.mark.slow
def test_no_song_of_the_real_corpora_is_in_two_splits(corpus_root):
    corpus = read_corpus(corpus_root / "rs200")
    dataset = prepare(corpus, seed=0)
    homes: dict[str, set[int]] = {}
    for song, split in zip(corpus.songs, dataset.split.tolist(), strict=True):
        homes.setdefault(song, set()).add(split)
    assert {len(splits) for splits in homes.values()} == {1}
    assert dataset.about["sections"] == {"rs200": 2679}


def test_pop909_reads_phrases_of_the_first_song(corpus_root):
    folder = next(path for path in pop909.find(corpus_root / "pop909") if path.name == "001")
    sheet = pop909.read(folder)
    assert (sheet.tonic, sheet.minor, sheet.bpm) == (6, False, 90.0)
    assert sheet.sections[:3] == ((0, 4), (4, 4), (8, 8))
    assert [(span.root, span.quality, span.length) for span in sheet.chords[:2]] == [(11, "maj", 8), (1, "maj", 8)]
    assert sheet.notes[0].start == 60
