"""Background work of teaching."""

from celery import shared_task
from django.utils import timezone

from generator.teaching import consent


@shared_task
def forget_withdrawn() -> None:
    consent.forget_withdrawn(timezone.now())
