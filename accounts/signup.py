"""Accounts that nobody ever verified."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from celery import shared_task
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User


@shared_task
def forget_unverified() -> None:
    delete_unverified(days=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS)


def delete_unverified(*, days: int) -> int:
    """Delete accounts older than ``days`` that were neither verified nor ever used; answers how many.

    Their names become free again, and addresses that somebody else typed are forgotten.
    """
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = User.objects.filter(
        ~Exists(verified),
        last_login__isnull=True,
        is_staff=False,
        is_superuser=False,
        date_joined__lt=timezone.now() - timedelta(days=days),
    )
    return sum(user.delete()[1].get(User._meta.label, 0) for user in stale.iterator())
