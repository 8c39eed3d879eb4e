"""Blocked words are found however they are written; innocent ones that look like them are not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from confusable_homoglyphs.confusables import confusables_data
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts import profiles, wordfilter
from accounts.models import BlockedWord, User
from accounts.spelling import LEET, key_of
from accounts.wordfilter import REFUSED, Found, Words
from generator import tracks
from generator.models import Track
from generator.vae.titles import title_of
from playlists import editing, exchange, library
from playlists.models import Playlist
from tests import library as stock
from tests.accounts.people import PASSWORD, as_user

ENTRIES = ["viagra", "casino bonus", "cunt", "rapist", "ass", "hell", "1488", "kill*", "*porn*", "дурак"]
WORD = st.sampled_from(["viagra", "cunt", "rapist", "casino"])
LATIN = {entry["c"]: char for char in "abcdeghijklmnoprstuvxyz" for entry in confusables_data[char]}


def is_letter(char: str) -> bool:
    """A single one, and no accent that stands by itself."""
    return len(char) == 1 and unicodedata.normalize("NFKD", char)[0].isalpha()


GREEK_OR_CYRILLIC = {
    letter: [char for char, own in LATIN.items() if own == letter and "\u0370" <= char <= "\u04ff" and is_letter(char)]
    for letter in set(LATIN.values())
}


def words(*entries: str) -> Words:
    return Words(BlockedWord(text=text, key=key_of(text)) for text in entries)


def found(text: str, *entries: str) -> set[str]:
    return {entry.text for entry in words(*(entries or ENTRIES)).find(text)}


def some(draw: Any, word: str, change: Callable[[str], str]) -> str:
    """The word with at least one of its letters changed."""
    chosen = draw(st.sets(st.sampled_from(range(len(word))), min_size=1))
    return "".join(change(letter) if i in chosen else letter for i, letter in enumerate(word))


@st.composite
def evaded(draw: Any) -> tuple[str, str]:
    """A word, and one of the ways to write it."""
    word: str = draw(WORD)
    ways = [case, accents, width, leet, repeated, spelled_out, invisible, homoglyphs]
    return word, draw(st.sampled_from(ways))(draw, word)


def case(draw: Any, word: str) -> str:
    return some(draw, word, str.upper)


def accents(draw: Any, word: str) -> str:
    marks = st.text(st.sampled_from("\u0300\u0301\u0308\u030a\u0327"), min_size=1, max_size=3)
    return unicodedata.normalize("NFC", some(draw, word, lambda letter: letter + draw(marks)))


def width(draw: Any, word: str) -> str:
    start = draw(st.sampled_from([0xFF41, 0x1D41A, 0x24D0, 0x1D4EA, 0x1F170, 0x1F1E6]))
    return some(draw, word, lambda letter: chr(start + ord(letter) - 97))


def leet(draw: Any, word: str) -> str:
    signs = {
        own: sign
        for sign, letters in LEET.items()
        for own in letters
        if sign in draw(st.sets(st.sampled_from(sorted(LEET))))
    }
    return "".join(signs.get(letter, letter) for letter in word)


def repeated(draw: Any, word: str) -> str:
    if draw(st.booleans()):
        return "".join(letter * draw(st.integers(2, 4)) for letter in word)
    return some(draw, word, lambda letter: letter * draw(st.integers(3, 12)))


def spelled_out(draw: Any, word: str) -> str:
    return draw(st.sampled_from([" ", ".", "-", "_", "*", " . ", "  ", "/", "•", "~", "\u2003"])).join(word)


def invisible(draw: Any, word: str) -> str:
    return draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u2800\u034f")).join(word)


def homoglyphs(draw: Any, word: str) -> str:
    return "".join(draw(st.sampled_from([letter, *GREEK_OR_CYRILLIC.get(letter, [])])) for letter in word)


class TestEvasions:
    @given(evaded(), st.sampled_from(["{}", "buy {} now", "({})", "{}!", "x: {}", "{}99", "Rain, {}"]))
    def test_each_way_of_writing_a_word_is_seen(self, way: tuple[str, str], frame: str) -> None:
        word, written = way
        assert found(frame.format(written), word) == {word}

    @pytest.mark.parametrize(
        "text",
        [
            "V!@GR@", "v1agr4", "V.I.A.G.R.A.", "vіаgrа", "ＶＩＡＧＲＡ", "vvіiaaggrraa", "🅥🅘🅐🅖🅡🅐", "ᴠɪᴀɢʀᴀ", "víågrą",
            "v_i-a g.r a", "viagra's", "viagra@home", "99viagra",
        ],
    )  # fmt: skip
    def test_ways_are_mixed(self, text: str) -> None:
        assert found(text) == {"viagra"}

    @pytest.mark.parametrize(
        ("text", "entry"),
        [
            ("Casino  Bonus!", "casino bonus"), ("casino_bonus", "casino bonus"), ("c4s1n0bonus", "casino bonus"),
            ("killer", "kill*"), ("earthpornography", "*porn*"), ("Дурак", "дурак"), ("14.88 1488", "1488"),
        ],
    )  # fmt: skip
    def test_entry_reaches_as_far_as_it_says(self, text: str, entry: str) -> None:
        assert found(text) == {entry}


class TestInnocent:
    @pytest.mark.parametrize(
        "text",
        [
            "Scunthorpe", "classic", "therapist", "class", "bass", "assess", "grass", "Sussex", "Essex", "skills",
            "hello", "shell", "he'll be back", "as", "a is for rain", "rapper", "casino", "Rain @ night",
            "bonus casino", "455", "1988", "14/88", "21488", "Take 5", "4 5 5", "4am", "80s tape",
            "Monte Cassino bonus", "Дура", "Track 10.07",
        ],
    )  # fmt: skip
    def test_word_that_only_looks_like_one_is_left_alone(self, text: str) -> None:
        assert found(text) == set()

    @given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 7), st.floats(0, 1), st.floats(0, 1))
    def test_title_that_the_model_gives_is_never_refused(
        self, seed: int, key: int, mode: int, energy: float, valence: float
    ) -> None:
        title = title_of(np.random.default_rng(seed), key, mode, energy, valence)
        assert found(title) == set()

    @given(st.text(max_size=200))
    def test_any_text_can_be_read(self, text: str) -> None:
        assert found(text, "viagra") <= {"viagra"}


@pytest.mark.django_db
class TestList:
    @pytest.fixture(autouse=True)
    def entries(self) -> None:
        BlockedWord.objects.all().delete()
        BlockedWord.objects.create(text="Viagra")
        BlockedWord.objects.create(text="telegram", action="review")

    def test_refused_word_names_each_field_and_not_the_word(self) -> None:
        with pytest.raises(ValidationError) as refusal:
            wordfilter.check(title="Buy V1AGRA", description="viagra", other="rain")
        assert refusal.value.message_dict == {"title": [REFUSED], "description": [REFUSED]}

    def test_word_to_review_is_told_once(self) -> None:
        assert wordfilter.check(title="Telegram, t e l e g r a m", about="") == [Found("title", "telegram")]

    def test_change_of_the_list_is_seen(self) -> None:
        entry = BlockedWord.objects.get(text="telegram")
        assert wordfilter.check(title="telegram")
        entry.text = "whatsapp"
        entry.save()
        assert (wordfilter.check(title="telegram"), len(wordfilter.check(title="whatsapp"))) == ([], 1)
        entry.delete()
        assert wordfilter.check(title="whatsapp") == []

    def test_change_is_seen_after_a_while(self, settings: LazySettings) -> None:
        assert wordfilter.check(title="rain") == []
        settings.WORDS_MAX_AGE = 3600
        BlockedWord.objects.create(text="rain", action="review")
        assert wordfilter.check(title="rain") == []
        settings.WORDS_MAX_AGE = 0
        assert wordfilter.check(title="rain") == [Found("title", "rain")]

    @pytest.mark.parametrize(
        ("text", "why"), [("vi-agra", None), ("VIÁGRA", "text"), ("ab", "text"), ("**", "text"), ("*ab*", "text")]
    )
    def test_entry_is_one_of_its_kind_and_not_too_short(self, text: str, why: str | None) -> None:
        entry = BlockedWord(text=text)
        if why is None:
            entry.full_clean()
        else:
            with pytest.raises(ValidationError) as refusal:
                entry.full_clean()
            assert list(refusal.value.message_dict) == [why]

    def test_list_is_loaded_from_a_file_once(self, tmp_path: Path) -> None:
        path = tmp_path / "words.txt"
        path.write_text("# of our own\nsnake oil\nreview: whatsapp*\n\nVIAGRA\nab\n", encoding="utf-8")
        for _ in range(2):
            call_command("load_blocked_words", path, verbosity=0)
        stored = BlockedWord.objects.order_by("pk").values_list("text", "action")
        assert list(stored) == [
            ("Viagra", "refuse"), ("telegram", "review"), ("snake oil", "refuse"), ("whatsapp*", "review")
        ]  # fmt: skip


def test_list_that_comes_along_is_short(db: None) -> None:
    assert 5 <= BlockedWord.objects.count() <= 20


class TestWhere:
    @pytest.fixture
    def told(self, db: None) -> Any:
        """What was noticed: kind of thing, whether it was saved, field, word."""
        BlockedWord.objects.create(text="telegram", action="review")
        seen: list[tuple[str, bool, str, str]] = []

        def listen(sender: type, thing: Any, field: str, word: str, **kwargs: Any) -> None:
            seen.append((sender.__name__, thing.pk is not None, field, word))

        wordfilter.noticed.connect(listen)
        yield seen
        wordfilter.noticed.disconnect(listen)

    def test_titles_of_tracks(self, alice: User, told: list[Any]) -> None:
        track = stock.track(alice)
        client = as_user(alice)
        body = {"score": stock.LEGACY, "title": "V1agra"}
        answers = [
            client.post("/api/v1/tracks", body),
            client.patch(f"/api/v1/tracks/{track.public_id}", {"title": "v i a g r a"}),
        ]
        assert [(answer.status_code, answer.json()) for answer in answers] == [(400, {"title": [REFUSED]})] * 2
        tracks.change(track=track, title="On Telegram")
        assert told == [("Track", True, "title", "telegram")]
        assert list(Track.objects.values_list("title", flat=True)) == ["On Telegram"]

    def test_titles_of_what_is_brought_along(self, alice: User, told: list[Any]) -> None:
        brought = [library.Brought(stock.score(title), None, None) for title in ("Rain", "Viagra")]
        with pytest.raises(ValidationError) as refusal:
            library.claim(user=alice, brought=brought)
        assert refusal.value.message_dict == {"title": [f"[1]: {REFUSED}"]}
        parcel = exchange.Parcel("Mine", "", brought[:1], [])
        with pytest.raises(ValidationError) as refusal:
            exchange.take_in(user=alice, parcel=parcel, title="Casino bonus")
        assert refusal.value.message_dict == {"title": [REFUSED]}
        assert (Track.objects.count(), Playlist.objects.count()) == (0, 0)

    def test_titles_and_descriptions_of_playlists(self, alice: User, told: list[Any]) -> None:
        made = editing.create(owner=alice, title="Telegram", description="on telegram")
        with pytest.raises(ValidationError) as refusal:
            editing.change(playlist=made, description="Viagra")
        assert refusal.value.message_dict == {"description": [REFUSED]}
        editing.change(playlist=made, visibility="public")
        assert told == [("Playlist", True, "title", "telegram"), ("Playlist", True, "description", "telegram")]

    def test_what_members_say_of_themselves(self, alice: User, told: list[Any]) -> None:
        profiles.update(user=alice, display_name="Telegram", about="")
        assert told == [("User", True, "display_name", "telegram")]
        client = Client()
        client.force_login(alice)
        body = {"display_name": "Viagra", "about": "", "profile_seen_by": "everyone"}
        page = client.post("/account/profile/", body)
        assert REFUSED in page.text
        alice.refresh_from_db()
        assert alice.display_name == "Telegram"

    def test_names_at_signup(self, client: Client, told: list[Any]) -> None:
        def sign_up(name: str) -> Any:
            body = {"username": name, "email": f"{name}@example.org", "password1": PASSWORD}
            return client.post("/account/signup/", body)

        assert REFUSED in sign_up("v1agra99").text
        assert not User.objects.filter(username="v1agra99").exists()
        assert sign_up("telegram_bob").status_code == 302
        assert told == [("User", True, "username", "telegram")]
