"""The moderators' pages: the queue, a case, deciding and undoing by forms, appeals."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from playlists.moderation import appeals, cases, decisions
from playlists.moderation.models import Act, Appeal, Case, Decision
from tests import library
from tests.accounts.people import as_user, member
from tests.playlists.moderation import staff
from tests.playlists.pages import queries

FORM = {"act": "hide", "reason": "abuse", "message": "Look at the title.", "note": "", "days": "7"}


@pytest.fixture
def desk(mara: User) -> Client:
    client = Client()
    client.force_login(mara)
    return client


def reported(alice: User, bob: User, title: str = "Rude rain") -> Case:
    return staff.case(library.track(alice, title, "public"), reporter=bob)


def page_of(case: Case) -> str:
    return f"/moderation/cases/{case.public_id}"


def test_queue_lists_the_heaviest_first_with_its_facts(desk: Client, alice: User, bob: User, noor: User) -> None:
    light, heavy = reported(alice, bob, "Light"), reported(alice, bob, "Heavy")
    staff.case(library.playlist(alice, "Heaviest", visibility="public"), reporter=bob)
    for reporter in ("dora", "emil"):
        staff.case(alice.tracks.get(title="Heavy"), reporter=member(reporter))
    cases.claim(case=light, moderator=noor)
    text = desk.get("/moderation").text
    assert re.findall(r'class="case-title"[^>]*>(.*?)</a>', text)[0] == "Heavy"
    told = ("3 reports", "by <bdi>alice</bdi>", "noor is at it", "Insults, hate or threats")
    for words in (*told, f'href="{page_of(heavy)}"'):
        assert words in text


def test_empty_queue_is_a_good_sign(desk: Client) -> None:
    assert "Nothing waits. The room is quiet." in desk.get("/moderation").text


def test_staff_menu_tells_how_many_wait(desk: Client, alice: User, bob: User) -> None:
    reported(alice, bob)
    made = staff.decided(alice, Act.WARN, by=staff.moderator("noor"), reporter=bob)
    appeals.appeal(decision=made, words="No.")
    assert 'href="/moderation">Moderation <span class="badge">2' in desk.get("/discover").text
    assert 'href="/moderation"' not in as_user(bob).get("/discover").text


def test_case_shows_reports_with_their_reporters_record(desk: Client, alice: User, bob: User, mara: User) -> None:
    staff.decided(library.track(alice, "A", "public"), Act.WARN, by=mara, reporter=bob)
    text = desk.get(page_of(reported(alice, bob))).text
    assert "<bdi>bob</bdi>: 1 of their 2 reports upheld" not in text
    assert "<bdi>bob</bdi>: 1 of their 1 report upheld" in text
    assert "Warn: A" in text


def test_case_suggests_the_next_rung(desk: Client, alice: User, bob: User, mara: User) -> None:
    suggested = r'value="(\w+)"[^>]*><span>\w+</span><kbd>\d</kbd><small>suggested'
    first = reported(alice, bob, "A")
    assert re.findall(suggested, desk.get(page_of(first)).text) == ["warn"]
    staff.decided(library.track(alice, "B", "public"), Act.HIDE, by=mara, reporter=bob)
    assert re.findall(suggested, desk.get(page_of(first)).text) == ["silence"]


def test_case_marks_what_was_changed_since(desk: Client, alice: User, bob: User) -> None:
    made = library.playlist(alice, "Rude", visibility="public")
    case = staff.case(made, reporter=bob)
    type(made).objects.update(title="Innocent")
    text = desk.get(page_of(case)).text
    changed = re.search(r'<div class="changed">(.*?)</div>', text, re.S)
    assert changed
    assert [words in changed[1] for words in ("Rude", "Innocent", "Changed since")] == [True, True, True]


def test_hidden_thing_plays_and_is_pictured_for_moderators_alone(
    desk: Client, alice: User, bob: User, mara: User
) -> None:
    track, private = library.track(alice, "A", "public"), library.track(alice, "B")
    made = library.playlist(alice, "Mine", track, private, visibility="public")
    decided = [staff.decided(thing, Act.HIDE, by=mara, reporter=bob) for thing in (track, made, alice)]
    for decision in decided:
        address = f"/api/v1/moderation/cases/{decision.case.public_id}/takes"
        assert [row["title"] for row in desk.get(address).json()["results"]] == ["A"]
        assert desk.get(f"{page_of(decision.case)}/cover.svg")["Content-Type"] == "image/svg+xml"
        assert as_user(bob).get(address).status_code == 403


def test_decision_by_form_leads_to_the_next_case_with_undo(desk: Client, alice: User, bob: User) -> None:
    first, second = reported(alice, bob, "A"), reported(alice, bob, "B")
    answer = desk.post(page_of(first), FORM, follow=True)
    made = Decision.objects.get()
    assert answer.request["PATH_INFO"] == page_of(second)
    assert f'action="/moderation/decisions/{made.public_id}/undo"' in answer.text
    assert (made.act, made.message, made.until) == ("hide", "Look at the title.", None)


def test_last_decision_leads_to_the_empty_queue(desk: Client, alice: User, bob: User) -> None:
    answer = desk.post(page_of(reported(alice, bob)), FORM, follow=True)
    assert answer.request["PATH_INFO"] == "/moderation"
    assert ("Nothing waits." in answer.text, "Undo" in answer.text) == (True, True)


def test_next_case_is_one_that_nobody_is_at(desk: Client, alice: User, bob: User, noor: User) -> None:
    first, busy, free = (reported(alice, bob, name) for name in "ABC")
    cases.claim(case=busy, moderator=noor)
    assert desk.post(page_of(first), FORM)["Location"].startswith(page_of(free))


def test_undo_opens_the_case_again(desk: Client, alice: User, bob: User) -> None:
    case = reported(alice, bob)
    desk.post(page_of(case), FORM)
    answer = desk.post(f"/moderation/decisions/{Decision.objects.get().public_id}/undo", follow=True)
    assert (answer.request["PATH_INFO"], "The case is open again." in answer.text) == (page_of(case), True)
    assert Case.objects.get().closed is None


def test_person_is_told_why_even_if_the_moderator_wrote_nothing(desk: Client, alice: User, bob: User) -> None:
    desk.post(page_of(reported(alice, bob)), {**FORM, "message": ""})
    assert Decision.objects.get().message == "What it says insults or threatens people. So we have hidden it."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"act": ""}, "Choose what is to be done."),
        ({"act": "discard"}, "is not one of the available choices"),
        ({"act": "silence", "days": "3"}, "3 is not one of the available choices"),
        ({"act": "silence", "days": ""}, "Must be one of 1, 7, 30, 0; 0 is for good."),
        ({"message": "x" * 1001}, "has at most 1000 characters|at most 1000 characters"),
    ],
)
def test_broken_verdict_comes_back_with_its_words(
    desk: Client, alice: User, bob: User, wrong: dict[str, str], words: str
) -> None:
    answer = desk.post(page_of(reported(alice, bob)), {**FORM, "note": "My note", **wrong})
    assert (answer.status_code, Decision.objects.count(), "My note" in answer.text) == (400, 0, True)
    assert re.search(words, answer.text)


def test_case_that_another_is_at_says_so_and_keeps_what_was_written(
    desk: Client, alice: User, bob: User, noor: User
) -> None:
    case = reported(alice, bob)
    cases.claim(case=case, moderator=noor)
    shown = desk.get(page_of(case)).text
    assert ("noor is looking at this case right now." in shown, '<fieldset class="bare" disabled>' in shown) == (
        True, True,
    )  # fmt: skip
    answer = desk.post(page_of(case), FORM)
    assert (answer.status_code, "Look at the title." in answer.text) == (409, True)
    assert "noor is looking at this case right now. What you wrote is still here." in answer.text


def test_case_that_another_has_decided_keeps_what_was_written(desk: Client, alice: User, bob: User, noor: User) -> None:
    case = reported(alice, bob)
    decisions.decide(case=case, moderator=noor, verdict=staff.verdict(Act.WARN))
    answer = desk.post(page_of(case), FORM)
    assert (answer.status_code, Decision.objects.get().act) == (409, "warn")
    assert ("noor has decided this case already." in answer.text, "Look at the title." in answer.text) == (True, True)


def test_moderator_is_told_why_they_may_not_decide(desk: Client, mara: User, bob: User) -> None:
    answer = desk.post(page_of(staff.case(library.track(mara, "Mine", "public"), reporter=bob)), FORM)
    assert (answer.status_code, "This is about you: another moderator must decide." in answer.text) == (403, True)


def test_claim_is_made_and_given_back_by_the_page(desk: Client, alice: User, bob: User, mara: User, noor: User) -> None:
    case = reported(alice, bob)
    address = f"/api/v1/moderation/cases/{case.public_id}/claim"
    assert desk.put(address).status_code == 200
    refused = as_user(noor).put(address)
    assert (refused.status_code, refused.json()) == (409, {"detail": "mara is looking at this case right now."})
    assert desk.delete(address).status_code == 204
    assert as_user(noor).put(address).status_code == 200


def test_case_of_what_is_gone_can_still_be_dismissed(desk: Client, alice: User, bob: User) -> None:
    case = reported(alice, bob)
    alice.tracks.get().delete()
    assert "It is gone" in desk.get(page_of(case)).text
    refused = desk.post(page_of(case), FORM)
    assert (refused.status_code, "This is gone already." in refused.text) == (400, True)
    assert desk.post(page_of(case), {**FORM, "act": "dismiss"}).status_code == 302


def appealed(alice: User, bob: User, by: User) -> Appeal:
    made = staff.decided(library.track(alice, "Rude rain", "public"), Act.HIDE, by=by, reporter=bob)
    return appeals.appeal(decision=made, words="It is a joke.")


def test_another_moderator_answers_an_appeal(desk: Client, alice: User, bob: User, noor: User) -> None:
    appeal = appealed(alice, bob, noor)
    address = f"/moderation/appeals/{appeal.decision.public_id}"
    assert address in desk.get("/moderation/appeals").text
    assert "It is a joke." in desk.get(address).text
    answer = desk.post(address, {"granted": "yes", "answer": "You are right."}, follow=True)
    assert ("Granted: it is as it was." in answer.text, alice.tracks.get().visibility) == (True, "public")


def test_first_moderator_reads_an_appeal_and_can_not_answer(desk: Client, alice: User, bob: User, mara: User) -> None:
    address = f"/moderation/appeals/{appealed(alice, bob, mara).decision.public_id}"
    text = desk.get(address).text
    assert ("another moderator must look at it anew" in text, "<textarea" in text) == (True, False)
    assert desk.post(address, {"granted": "yes", "answer": "x"}).status_code == 403


def test_appeal_that_was_answered_meanwhile_says_so(desk: Client, alice: User, bob: User, noor: User) -> None:
    appeal = appealed(alice, bob, noor)
    appeals.answer(appeal=appeal, moderator=staff.moderator("omar"), granted=False, answer="No.")
    answer = desk.post(f"/moderation/appeals/{appeal.decision.public_id}", {"granted": "yes", "answer": "My words"})
    assert (answer.status_code, "Another moderator has answered" in answer.text, "My words" in answer.text) == (
        409, True, True,
    )  # fmt: skip


def test_recent_decisions_can_be_undone(desk: Client, alice: User, bob: User, noor: User) -> None:
    made = staff.decided(library.track(alice, "Rude rain", "public"), Act.HIDE, by=noor, reporter=bob)
    text = desk.get("/moderation/decisions").text
    assert ("Rude rain" in text, f"/moderation/decisions/{made.public_id}/undo" in text) == (True, True)
    desk.post(f"/moderation/decisions/{made.public_id}/undo")
    assert "Taken back by mara" in desk.get("/moderation/decisions").text


def stock(many: int, alice: User, bob: User, noor: User) -> None:
    """So many open cases, decisions, appeals, reports of one case, tracks of one list."""
    made = library.playlist(alice, "Mine", visibility="public") if many == 1 else alice.playlists.get()
    for i in range(many):
        track = library.track(alice, f"Rain {i}", "public")
        staff.case(track, reporter=bob)
        made.entries.create(track=track, position=made.entries.count())
        decided = staff.decided(library.track(alice, f"Snow {i}", "public"), Act.WARN, by=noor, reporter=bob)
        appeals.appeal(decision=decided, words="No.")
        staff.case(made, reporter=member(f"r{made.entries.count()}"))


@pytest.mark.slow
@pytest.mark.parametrize("which", ["queue", "case", "takes", "appeals", "appeal", "decisions"])
def test_page_costs_the_same_for_one_and_thirty(desk: Client, alice: User, bob: User, noor: User, which: str) -> None:
    costs: list[Any] = []
    for many in (1, 29):
        stock(many, alice, bob, noor)
        case = Case.objects.get(title="Mine").public_id
        appeal = Appeal.objects.earliest("pk").decision.public_id
        address = {
            "queue": "/moderation",
            "case": f"/moderation/cases/{case}",
            "takes": f"/api/v1/moderation/cases/{case}/takes",
            "appeals": "/moderation/appeals",
            "appeal": f"/moderation/appeals/{appeal}",
            "decisions": "/moderation/decisions",
        }[which]
        costs.append(queries(desk, address))
    assert costs[0] == costs[1]
