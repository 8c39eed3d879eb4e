"""Mails to the person whom a decision concerns: what, why, until when, and what they can do about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from playlists.moderation.keys import link_of
from playlists.moderation.models import Act, Appeal, Decision
from playlists.moderation.wording import meaning

WHAT = {
    Act.WARN: "You have been warned",
    Act.HIDE: "Something of yours is hidden",
    Act.DELETE: "Something of yours will be deleted",
    Act.SILENCE: "You are silenced for a while",
    Act.SUSPEND: "Your account is suspended",
}
"""What each act is called to the person concerned."""


def tell_decision(decision: Decision) -> None:
    _send(decision, WHAT[Act(decision.act)], "decision", appeal_days=settings.APPEAL_DAYS)


def tell_undone(decision: Decision) -> None:
    _send(decision, "A decision about you was taken back", "undone")


def tell_answer(appeal: Appeal) -> None:
    """The moderator's words. That a decision was undone is told by a mail of its own."""
    subject = "Your appeal was granted" if appeal.granted else "Your appeal was not granted"
    _send(appeal.decision, subject, "answer", appeal=appeal)


def _send(decision: Decision, subject: str, template: str, **words: Any) -> None:
    member = decision.subject
    if member is None or not member.email:
        return
    about = {"name": member.shown_name, "decision": decision, "case": decision.case, "meaning": meaning(decision)}
    text = render_to_string(f"moderation/mail/{template}.txt", {**about, "link": link_of(decision), **words})
    send_mail(subject, text, None, [member.email])
