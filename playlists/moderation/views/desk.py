"""What the pages of moderators have in common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.ids import is_id
from accounts.models import User
from accounts.staff import View, staff_page
from playlists.moderation import appeals, cases, decisions, wording
from playlists.moderation.models import Act

NEEDS = ("moderation.view_case", "moderation.decide_case")


def desk(view: View) -> View:
    """For moderators alone."""
    return staff_page(*NEEDS)(view)


def moderator(request: HttpRequest) -> User:
    """Who looks, where ``desk`` has made sure that somebody may."""
    assert isinstance(request.user, User)
    return request.user


def shared(request: HttpRequest) -> dict[str, Any]:
    """The numbers in the navigation, and the decision that this moderator has just made and may want to undo."""
    counts = {"cases": cases.queue().order_by().count(), "appeals": appeals.waiting().count()}
    return {"waiting": counts, **_just_done(request)}


def _just_done(request: HttpRequest) -> dict[str, Any]:
    done = request.GET.get("done", "")
    made = decisions.find(done) if is_id(done) else None
    if made is None or made.undone or made.moderator_id != request.user.pk:
        return {}
    return {"done": made, "done_words": wording.DONE[Act(made.act)]}


def words(error: PermissionDenied) -> str:
    """Why a service refuses a moderator."""
    return str(error) or "You may not do that."


def found(thing: Any) -> Any:
    """Raises Http404 for what is not there."""
    if thing is None:
        raise Http404
    return thing
