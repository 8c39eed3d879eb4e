"""Background work on what people do with tracks."""

from celery import shared_task
from django.utils import timezone

from playlists import community, votes


@shared_task
def release_proven() -> None:
    votes.release_proven()


@shared_task
def make_community_top() -> None:
    """Asked every hour: what is made already is not made again, and what was missed is made up for."""
    now = timezone.now()
    community.make(monday=community.due(now), now=now)
