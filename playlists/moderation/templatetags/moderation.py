"""What other pages show of moderation."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings

from accounts import staff
from accounts.models import User
from playlists.moderation import appeals, cases, targets
from playlists.moderation.keys import key_of
from playlists.moderation.models import Act, Decision, Rule
from playlists.moderation.targets import Thing

register = template.Library()
_ATTRIBUTES = {"track": "public_id", "playlist": "public_id", "member": "username"}


@register.inclusion_tag("moderation/report_button.html")
def report_button(thing: Thing) -> dict[str, Any]:
    """Lets whoever looks say what is wrong with it. The rules' names come along, so that they stand in one place."""
    kind = targets.kind_of(thing)
    name = getattr(thing, _ATTRIBUTES[kind])
    rules = {"rules": json.dumps(Rule.choices), "most": settings.MAX_REPORT_CHARACTERS}
    return {"kind": kind.value, "name": name, "title": targets.title(thing), **rules}


@register.inclusion_tag("moderation/hidden_note.html")
def hidden_note(thing: Thing) -> dict[str, Any]:
    """To the owner of a thing that moderators took out of sight: that they did, why, and where to appeal."""
    if not (thing.profile_hidden if isinstance(thing, User) else thing.moderated):
        return {}
    kind = targets.kind_of(thing)
    about = Decision.objects.standing().filter(case__kind=kind, case__target=thing.public_id)
    found = about.filter(act__in=[Act.HIDE, Act.DELETE]).first()
    return {"decision": found, "kind": kind.label.lower(), "key": key_of(found)} if found else {}


@register.simple_tag
def waiting_for(user: Any) -> int | None:
    """How many cases and appeals wait for a member of staff; None, without asking, for all others."""
    if not user or not staff.may(user, "moderation.view_case"):
        return None
    return cases.queue().order_by().count() + appeals.waiting().count()
