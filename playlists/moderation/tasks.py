"""Background work of moderation."""

from celery import shared_task
from django.utils import timezone

from playlists.moderation import alarms, sweeping


@shared_task
def end_sanctions() -> None:
    sweeping.end_sanctions(timezone.now())


@shared_task
def raise_for_rings() -> None:
    alarms.raise_for_rings()


@shared_task
def delete_for_good() -> None:
    sweeping.delete_for_good(timezone.now())
