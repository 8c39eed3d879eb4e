"""Background work on accounts."""

from celery import shared_task

from accounts import services


@shared_task
def forget_request_counts() -> None:
    services.forget_calls()
