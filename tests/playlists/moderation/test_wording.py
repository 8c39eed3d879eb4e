"""Words for every act and every rule."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.sanctions import FOR_GOOD
from playlists.moderation import wording
from playlists.moderation.models import SANCTIONS, Act, Decision, Rule


def test_every_rule_and_every_act_has_its_words() -> None:
    assert (set(wording.RULES), set(wording.DONE)) == (set(Rule), set(Act))
    assert [rule for rule in Rule if not wording.why(rule)] == []


def test_message_begins_with_reason_and_consequence_for_those_who_are_told() -> None:
    told = {act for act in Act if wording.first_message(act, Rule.SPAM)}
    assert told == set(SANCTIONS)
    assert wording.first_message(Act.HIDE, Rule.ABUSE).endswith("So we have hidden it.")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"act": Act.WARN}, "This is a warning: nothing was taken from you."),
        ({"act": Act.DISMISS}, ""),
        (
            {"act": Act.DELETE, "deletes": datetime(2027, 3, 5, tzinfo=UTC)},
            "It is hidden from everybody but you. It will be deleted on 5 March 2027.",
        ),
        (
            {"act": Act.SUSPEND, "until": FOR_GOOD},
            "Your account is suspended for good: you can't log in, and what you made public is out of sight.",
        ),
    ],
)
def test_meaning_tells_what_follows_and_until_when(fields: dict[str, object], expected: str) -> None:
    assert wording.meaning(Decision(**fields)) == expected
