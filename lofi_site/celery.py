"""The Celery application: ``celery -A lofi_site worker``."""

import logging.config
import os
from typing import Any

from celery import Celery, signals
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["filesystem"] = "lofi_site.file_queue:Transport"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lofi_site.settings")
app = Celery("lofi_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def log_as_the_site_does(**kwargs: Any) -> None:
    """That somebody hears this keeps Celery from setting up its own."""
    logging.config.dictConfig(settings.LOGGING)
