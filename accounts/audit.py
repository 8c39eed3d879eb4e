"""The audit: what staff, and the site itself, did to whom or what, and why. Written once, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db.models import Model

from accounts.models import MAX_AUDIT_TITLE, AuditEntry, User

SITE = "the site"
"""Who acts when nobody does: scheduled work."""
_LOGGED = {ADDITION: "admin.add", CHANGE: "admin.change", DELETION: "admin.delete"}


def record(
    *, actor: User | None, action: str, kind: str, target: str, title: str = "", why: str = "", **data: Any
) -> AuditEntry:
    """Write down that ``actor`` (None: the site itself) did ``action`` to a thing; in the act's own transaction.

    ``action`` is a short dotted code such as ``track.hide``, ``kind`` the model's name, ``target`` the public id, and
    ``title`` what the thing is called at this moment. ``data`` is JSON: details, or what was before and is after.
    """
    return AuditEntry.objects.create(
        actor_id=actor.pk if actor else None,
        actor=actor.get_username() if actor else SITE,
        action=action,
        kind=kind,
        target=target,
        title=title[:MAX_AUDIT_TITLE],
        why=why,
        data=data,
    )


def public_id(thing: Model) -> str:
    """How the audit names a thing: by its public id, or by its key if it has none."""
    return str(getattr(thing, "public_id", thing.pk))


def record_admin_act(sender: type[LogEntry], instance: LogEntry, created: bool, **kwargs: Any) -> None:
    """Every act in the admin that Django keeps a log of is in the audit too: a receiver of ``post_save``."""
    if created:
        record(
            actor=instance.user,
            action=_LOGGED[instance.action_flag],
            kind=instance.content_type.model if instance.content_type else "",
            target=_logged_target(instance),
            title=instance.object_repr,
            changes=instance.get_change_message(),
        )


def _logged_target(entry: LogEntry) -> str:
    """The public id of what the log names by its key. What is being deleted is still there at this moment."""
    model = entry.content_type.model_class() if entry.content_type else None
    thing = model._default_manager.filter(pk=entry.object_id).first() if model else None
    return public_id(thing) if thing else str(entry.object_id)
