"""Staff for the tests, and what they decide."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from playlists.moderation import decisions, reports
from playlists.moderation.decisions import Verdict
from playlists.moderation.models import Act, Case, Decision, Rule
from playlists.moderation.targets import Thing
from tests.accounts.people import member


def moderator(name: str = "mara", role: str = "moderator") -> User:
    user = member(name)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.add(Group.objects.get(name=role))
    return user


def case(thing: Thing, *, reporter: User, reason: str = Rule.ABUSE) -> Case:
    """The open case of a thing that was reported."""
    return reports.report(reporter=reporter, thing=thing, reason=reason)[0].case


def verdict(act: str = Act.HIDE, **fields: Any) -> Verdict:
    days = {"days": 7} if act in (Act.SILENCE, Act.SUSPEND) else {}
    return Verdict(act=act, reason=Rule.ABUSE, **{**days, **fields})


def decided(thing: Thing, act: str, *, by: User, reporter: User, **fields: Any) -> Decision:
    """A decision about a thing that somebody reported."""
    return decisions.decide(case=case(thing, reporter=reporter), moderator=by, verdict=verdict(act, **fields))
