"""Decisions: what each does at once, who may make them, and that undoing one puts back what it took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import AuditEntry, User
from accounts.sanctions import FOR_GOOD
from generator.models import Track, Visibility
from playlists.models import Playlist
from playlists.moderation import cases, decisions
from playlists.moderation.models import Act, Case, Decision
from tests import library
from tests.accounts.people import PASSWORD, as_user, log_in, member
from tests.playlists.moderation import staff


def seen(thing: Track | Playlist) -> tuple[str, str]:
    thing.refresh_from_db(fields=["visibility", "kept_visibility"])
    return thing.visibility, thing.kept_visibility


def test_dismissal_closes_the_case_and_tells_nobody(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "A", "public")
    made = staff.decided(track, Act.DISMISS, by=mara, reporter=bob)
    assert (seen(track), Case.objects.get().closed) == (("public", ""), made.created)
    assert (mail.outbox, User.objects.get(pk=alice.pk).unread_decisions) == ([], 0)


@pytest.mark.parametrize("see", ["public", "unlisted", "private"])
def test_hidden_thing_is_back_as_it_was_when_that_is_undone(alice: User, bob: User, mara: User, see: str) -> None:
    track = library.track(alice, "A", "public")
    case = staff.case(track, reporter=bob)
    Track.objects.filter(pk=track.pk).update(visibility=see)
    made = decisions.decide(case=case, moderator=mara, verdict=staff.verdict(Act.HIDE))
    assert seen(track) == ("hidden", see)
    decisions.undo(decision=made, moderator=mara)
    assert (seen(track), Case.objects.get().closed) == ((see, ""), None)


def test_profile_is_hidden_from_all_but_its_owner(alice: User, bob: User, mara: User) -> None:
    staff.decided(alice, Act.HIDE, by=mara, reporter=bob)
    pages = [as_user(who).get("/@alice").status_code for who in (User.objects.get(pk=alice.pk), bob)]
    assert [*pages, Client().get("/@alice").status_code] == [200, 404, 404]


def test_owner_can_not_show_what_is_hidden(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "A", "public")
    made = library.playlist(alice, "Mine", track, visibility="public")
    staff.decided(track, Act.HIDE, by=mara, reporter=bob)
    staff.decided(made, Act.HIDE, by=mara, reporter=bob)
    for kind, thing in (("tracks", track), ("playlists", made)):
        answer = as_user(alice).patch(f"/api/v1/{kind}/{thing.public_id}", {"visibility": "public"})
        assert (answer.status_code, list(answer.json())) == (400, ["visibility"])
        assert seen(thing)[0] == "hidden"


def test_nobody_chooses_to_hide(alice: User) -> None:
    track = library.track(alice, "A", "public")
    answer = as_user(alice).patch(f"/api/v1/tracks/{track.public_id}", {"visibility": "hidden"})
    assert (answer.status_code, list(answer.json())) == (400, ["visibility"])


def test_silenced_member_publishes_nothing_and_makes_private_things(alice: User, bob: User, mara: User) -> None:
    private, public = library.track(alice, "A"), library.track(alice, "B", "public")
    others = library.playlist(bob, "Bob's", public, visibility="public")
    staff.decided(public, Act.SILENCE, by=mara, reporter=bob)
    api = as_user(User.objects.get(pk=alice.pk))
    refused = [
        api.patch(f"/api/v1/tracks/{private.public_id}", {"visibility": "public"}),
        api.patch(f"/api/v1/tracks/{public.public_id}", {"title": "Rude"}),
        api.post("/api/v1/playlists", {"title": "Rude", "visibility": "unlisted"}),
        api.put(f"/api/v1/playlists/{others.public_id}/vote", {"value": 1}),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403, 403]
    assert refused[0].json()["detail"].startswith("Moderators have silenced you until ")
    allowed = [
        api.post("/api/v1/playlists", {"title": "Mine"}),
        api.put(f"/api/v1/playlists/{others.public_id}/vote", {"value": 0}),
        api.patch(f"/api/v1/tracks/{public.public_id}", {"visibility": "private"}),
    ]
    assert [answer.status_code for answer in allowed] == [201, 200, 200]


def test_suspension_ends_sessions_and_tokens_and_hides_what_was_public(alice: User, bob: User, mara: User) -> None:
    track, private = library.track(alice, "A", "unlisted"), library.track(alice, "B")
    made = library.playlist(alice, "Mine", track, visibility="public")
    client, key = Client(), tokens.create(user=alice, name="x", scope="read", days=None)[1]
    client.force_login(alice)
    done = staff.decided(alice, Act.SUSPEND, by=mara, reporter=bob)
    assert client.get("/library").status_code == 302
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert [seen(track)[0], seen(private)[0], seen(made)[0]] == ["hidden", "private", "hidden"]
    assert [page.status_code for page in (Client().get("/@alice"), as_user(bob).get("/@alice"))] == [404, 404]
    decisions.undo(decision=done, moderator=mara)
    assert [seen(track)[0], seen(private)[0], seen(made)[0]] == ["unlisted", "private", "public"]
    assert log_in(Client(), "alice").status_code == 302


def test_suspended_member_who_logs_in_learns_why(alice: User, bob: User, mara: User) -> None:
    staff.decided(alice, Act.SUSPEND, by=mara, reporter=bob, message="Three warnings were enough.")
    client = Client()
    page = client.post("/account/login/", {"login": "alice", "password": PASSWORD}, follow=True)
    assert ("_auth_user_id" in client.session, page.status_code) == (False, 200)
    assert "Three warnings were enough." in page.text


def test_of_two_suspensions_the_longer_holds(alice: User, bob: User, mara: User) -> None:
    tracks = [library.track(alice, name, "public") for name in "AB"]
    about = [staff.case(track, reporter=bob) for track in tracks]
    made = [
        decisions.decide(case=case, moderator=mara, verdict=staff.verdict(Act.SUSPEND, days=days))
        for case, days in zip(about, (30, 7), strict=True)
    ]
    assert User.objects.get(pk=alice.pk).suspended_until == made[0].until
    decisions.undo(decision=made[0], moderator=mara)
    assert User.objects.get(pk=alice.pk).suspended_until == made[1].until
    assert seen(tracks[0]) == ("hidden", "public")


def test_hidden_track_of_a_suspended_member_stays_hidden_when_one_of_the_two_ends(
    alice: User, bob: User, mara: User
) -> None:
    track, other = library.track(alice, "A", "public"), library.track(alice, "B", "public")
    hidden = staff.decided(track, Act.HIDE, by=mara, reporter=bob)
    case = staff.case(alice, reporter=bob)
    suspended = decisions.decide(case=case, moderator=mara, verdict=staff.verdict(Act.SUSPEND))
    decisions.undo(decision=hidden, moderator=mara)
    assert [seen(track), seen(other)] == [("hidden", "public"), ("hidden", "public")]
    decisions.undo(decision=suspended, moderator=mara)
    assert [seen(track), seen(other)] == [("public", ""), ("public", "")]


def test_deleting_hides_now_and_deletes_later(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "A", "public")
    made = staff.decided(track, Act.DELETE, by=mara, reporter=bob)
    assert seen(track)[0] == "hidden"
    assert made.deletes
    assert timedelta(days=29) < made.deletes - timezone.now() < timedelta(days=30)


def test_suspension_for_good_never_ends_by_itself(alice: User, bob: User, mara: User) -> None:
    made = staff.decided(alice, Act.SUSPEND, by=mara, reporter=bob, days=0)
    assert made.until == FOR_GOOD
    assert made.deletes is not None


def test_person_concerned_is_told_what_and_why(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "Rude", "public")
    staff.decided(track, Act.HIDE, by=mara, reporter=bob, message="Choose another title.", note="third time")
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([alice.email], "Something of yours is hidden")
    words = ('"Rude"', "Insults, hate or threats", "Choose another title.", "/decisions/")
    assert [word for word in words if word not in letter.body] == []
    assert "third time" not in letter.body
    assert "mara" not in letter.body
    assert User.objects.get(pk=alice.pk).unread_decisions == 1


@pytest.mark.parametrize(
    ("kind", "act", "fields", "field"),
    [
        ("member", Act.DELETE, {}, "act"),
        ("track", Act.DISCARD, {}, "act"),
        ("track", Act.SILENCE, {"days": 2}, "days"),
        ("track", Act.SUSPEND, {"days": None}, "days"),
        ("track", Act.HIDE, {"message": "x" * 1001}, "message"),
        ("track", Act.HIDE, {"note": "x" * 1001}, "note"),
        ("track", "scold", {}, "act"),
    ],
)
def test_impossible_verdict_names_the_field_and_changes_nothing(
    alice: User, bob: User, mara: User, kind: str, act: str, fields: dict[str, object], field: str
) -> None:
    thing = alice if kind == "member" else library.track(alice, "A", "public")
    case = staff.case(thing, reporter=bob)
    with pytest.raises(ValidationError) as refused:
        decisions.decide(case=case, moderator=mara, verdict=staff.verdict(act, **fields))
    assert list(refused.value.message_dict) == [field]
    assert (Decision.objects.count(), Case.objects.get().closed) == (0, None)


def test_verdict_about_what_is_gone_or_nobodys_is_refused(alice: User, bob: User, mara: User) -> None:
    gone, orphan = library.track(alice, "A", "public"), library.track(alice, "B", "public")
    about = [staff.case(thing, reporter=bob) for thing in (gone, orphan)]
    gone.delete()
    Case.objects.filter(pk=about[1].pk).update(subject=None)
    for case, act in zip(about, (Act.HIDE, Act.WARN), strict=True):
        with pytest.raises(ValidationError, match=r"gone already|no owner"):
            decisions.decide(case=case, moderator=mara, verdict=staff.verdict(act))


def test_moderators_decide_neither_about_themselves_nor_about_staff(bob: User, mara: User, noor: User) -> None:
    own, colleague = library.track(mara, "A", "public"), library.track(noor, "B", "public")
    for track in (own, colleague):
        with pytest.raises(PermissionDenied):
            staff.decided(track, Act.WARN, by=mara, reporter=bob)
    admin = staff.moderator("ada", role="admin")
    assert staff.decided(colleague, Act.WARN, by=admin, reporter=bob).subject == noor


def test_second_moderator_is_told_that_somebody_is_at_it(alice: User, bob: User, mara: User, noor: User) -> None:
    case = cases.claim(case=staff.case(library.track(alice, "A", "public"), reporter=bob), moderator=mara)
    with pytest.raises(cases.Taken, match="mara is looking at this case right now"):
        decisions.decide(case=case, moderator=noor, verdict=staff.verdict())
    decisions.decide(case=case, moderator=mara, verdict=staff.verdict())
    with pytest.raises(cases.Taken, match="mara has decided this case already"):
        decisions.decide(case=case, moderator=noor, verdict=staff.verdict())
    assert Decision.objects.count() == 1


def test_claim_runs_out_and_is_let_go(alice: User, bob: User, mara: User, noor: User) -> None:
    case = cases.claim(case=staff.case(library.track(alice, "A", "public"), reporter=bob), moderator=mara)
    Case.objects.update(claimed_until=timezone.now())
    assert cases.claim(case=case, moderator=noor).claimed_by == noor
    cases.release(case=case, moderator=mara)
    assert Case.objects.get().claimed_by == noor
    cases.release(case=case, moderator=noor)
    assert Case.objects.get().claimed_by is None


def test_decision_is_undone_once(alice: User, bob: User, mara: User) -> None:
    made = staff.decided(library.track(alice, "A", "public"), Act.HIDE, by=mara, reporter=bob)
    decisions.undo(decision=made, moderator=mara)
    with pytest.raises(cases.Taken):
        decisions.undo(decision=made, moderator=mara)


def test_each_act_is_in_the_audit(alice: User, bob: User, mara: User) -> None:
    made = staff.decided(library.track(alice, "A", "public"), Act.HIDE, by=mara, reporter=bob, note="third time")
    decisions.undo(decision=made, moderator=mara, why="wrong one")
    found = AuditEntry.objects.filter(actor="mara").order_by("pk").values_list("action", "title", "why")
    assert list(found) == [("case.hide", "A", "third time"), ("case.undo", "A", "wrong one")]


def test_new_report_after_a_decision_opens_a_new_case(alice: User, bob: User, mara: User) -> None:
    track = library.track(alice, "A", "public")
    staff.decided(track, Act.DISMISS, by=mara, reporter=bob)
    assert staff.case(track, reporter=member("dora")).closed is None
    assert Case.objects.count() == 2


def test_queue_begins_with_the_heaviest(alice: User, bob: User) -> None:
    light, heavy = (library.track(alice, name, "public") for name in "AB")
    for reporter, track in ((bob, light), (bob, heavy), (member("dora"), heavy)):
        staff.case(track, reporter=reporter)
    assert [(case.title, case.many) for case in cases.queue()] == [("B", 2), ("A", 1)]  # type: ignore[attr-defined]


def test_hidden_is_no_choice_of_an_owner() -> None:
    assert Visibility.HIDDEN not in dict(Track._meta.get_field("kept_visibility").choices or ())
