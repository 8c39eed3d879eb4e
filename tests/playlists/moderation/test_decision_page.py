"""What the person concerned reads and says: by the mail's link, while logged out; and what their own pages tell."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from playlists.moderation import appeals, decisions
from playlists.moderation.keys import key_of
from playlists.moderation.models import Act, Appeal, Decision
from tests import library
from tests.accounts.people import as_user, link_in_last_mail
from tests.playlists.moderation import staff
from tests.playlists.pages import queries


@pytest.fixture
def hidden(alice: User, bob: User, mara: User) -> Decision:
    track = library.track(alice, "Rude rain", "public")
    return staff.decided(track, Act.HIDE, by=mara, reporter=bob, message="Look at the title.")


def path(decision: Decision) -> str:
    return f"/decisions/{key_of(decision)}"


def test_mail_leads_to_what_was_decided_and_why(hidden: Decision) -> None:
    text = Client().get(link_in_last_mail()).text
    for words in ("Something of yours is hidden", "Rude rain", "Insults, hate or threats", "Look at the title."):
        assert words in text
    assert "It is hidden from everybody but you." in text


def test_appeal_is_made_while_logged_out_and_then_shown(hidden: Decision) -> None:
    client = Client()
    answer = client.post(path(hidden), {"words": "It is a <joke>."}, follow=True)
    assert (answer.status_code, Appeal.objects.get().words) == (200, "It is a <joke>.")
    assert "It is a &lt;joke&gt;." in answer.text
    assert ("<textarea" in answer.text, "You appealed on" in answer.text) == (False, True)


def test_second_appeal_is_refused(hidden: Decision) -> None:
    appeals.appeal(decision=hidden, words="First.")
    answer = Client().post(path(hidden), {"words": "Second."})
    assert (answer.status_code, Appeal.objects.get().words) == (400, "First.")


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_broken_appeal_comes_back_with_its_words(hidden: Decision, words: str) -> None:
    answer = Client().post(path(hidden), {"words": words})
    assert (answer.status_code, Appeal.objects.count()) == (400, 0)
    assert "field-error" in answer.text
    assert words.strip() in answer.text


def test_appeals_are_counted(hidden: Decision, settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "write": "1/minute"}
    client = Client()
    assert [client.post(path(hidden), {"words": ""}).status_code for _ in range(2)] == [400, 429]
    assert client.get(path(hidden)).status_code == 200


def test_late_appeal_is_refused_and_the_page_says_so(hidden: Decision) -> None:
    Decision.objects.update(created=timezone.now() - timedelta(days=21))
    assert "It could be appealed until" in Client().get(path(hidden)).text
    assert Client().post(path(hidden), {"words": "Late."}).status_code == 400


def test_answer_is_told(hidden: Decision, noor: User) -> None:
    made = appeals.appeal(decision=hidden, words="It is a joke.")
    appeals.answer(appeal=made, moderator=noor, granted=False, answer="It hurts people.")
    text = Client().get(path(hidden)).text
    assert ("Not granted: the decision stands." in text, "It hurts people." in text) == (True, True)


def test_what_was_taken_back_has_nothing_to_appeal(hidden: Decision, mara: User) -> None:
    decisions.undo(decision=hidden, moderator=mara)
    text = Client().get(path(hidden)).text
    assert ("This was taken back on" in text, "<textarea" in text) == (True, False)


def test_made_up_key_leads_nowhere(hidden: Decision) -> None:
    assert [Client().get(f"/decisions/{key}").status_code for key in ("x", hidden.public_id)] == [404, 404]


def test_owner_reads_on_the_page_of_a_hidden_thing_why_and_where_to_appeal(
    alice: User, bob: User, mara: User, hidden: Decision
) -> None:
    made = library.playlist(alice, "Mine", visibility="public")
    staff.decided(made, Act.DELETE, by=mara, reporter=bob)
    staff.decided(alice, Act.HIDE, by=mara, reporter=bob)
    for page in (f"/tracks/{hidden.case.target}", f"/playlists/{made.public_id}", "/@alice"):
        text = as_user(alice).get(page).text
        assert ("Moderators have" in text, 'href="/decisions/' in text) == (True, True), page


def test_decisions_are_marked_until_they_are_looked_at(alice: User, hidden: Decision) -> None:
    client = as_user(alice)
    assert "Moderators wrote you" in client.get("/discover").text
    assert "Rude rain" in client.get("/account/decisions/").text
    assert "Moderators wrote you" not in client.get("/discover").text


def test_reading_one_decision_marks_it_too_for_the_person_concerned_alone(
    alice: User, bob: User, hidden: Decision
) -> None:
    for reader, left in ((bob, 1), (alice, 0)):
        as_user(reader).get(path(hidden))
        assert User.objects.get(pk=alice.pk).unread_decisions == left


def test_dismissal_is_in_nobodys_decisions(alice: User, bob: User, mara: User) -> None:
    staff.decided(library.track(alice, "Fine", "public"), Act.DISMISS, by=mara, reporter=bob)
    assert "Fine" not in as_user(alice).get("/account/decisions/").text


def test_reporter_reads_what_became_of_it_and_not_what_was_done(bob: User, hidden: Decision) -> None:
    text = as_user(bob).get("/account/reports/").text
    assert ("Rude rain" in text, "You were right: something was done." in text) == (True, True)
    assert "Look at the title." not in text


@pytest.mark.parametrize("address", ["/account/reports/", "/account/decisions/"])
def test_page_of_ones_own_costs_the_same_for_one_and_thirty(alice: User, bob: User, mara: User, address: str) -> None:
    client = Client()
    client.force_login(bob if "reports" in address else alice)
    costs = []
    for many in (1, 29):
        for i in range(many):
            staff.decided(library.track(alice, f"Rain {i}", "public"), Act.WARN, by=mara, reporter=bob)
        costs.append(queries(client, address))
    assert costs[0] == costs[1]
