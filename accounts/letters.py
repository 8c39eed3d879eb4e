"""Mails about one's data. Short: what happened, and what to do if it was somebody else."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.models import DataExport


def tell_export_ready(*, export_id: int) -> None:
    """No link that would open without logging in: mails are forwarded, and mailboxes are read by others."""
    export = DataExport.objects.select_related("user").get(pk=export_id)
    if export.user.email:
        words = {"name": export.user.shown_name, "days": settings.EXPORT_DAYS}
        _send("Your data is ready", "export_ready", words, export.user.email)


def say_farewell(*, email: str, name: str) -> None:
    """After the account is gone: address and name are all that is left of it, and only here."""
    _send("Your account is deleted", "farewell", {"name": name}, email)


def _send(subject: str, template: str, words: dict[str, object], to: str) -> None:
    send_mail(subject, render_to_string(f"people/mail/{template}.txt", words), None, [to])
