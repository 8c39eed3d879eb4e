"""Background work on tracks, and on what is ranked as they are."""

from celery import shared_task
from django.apps import apps
from django.utils import timezone

from generator import indexing, likes, ranks
from generator.models import Ranked


@shared_task
def age_ranks() -> None:
    now = timezone.now()
    for model in apps.get_models():
        if issubclass(model, Ranked):
            ranks.sweep(model, now)


@shared_task
def index_tracks() -> None:
    """At most 50 batches a time: encoding is work, and the queue has other things to do."""
    for _ in range(50):
        if not indexing.index_some():
            return


@shared_task
def release_proven() -> None:
    likes.release_proven()
