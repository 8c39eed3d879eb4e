"""The Celery application: ``celery -A lofi_site worker``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lofi_site.settings")
app = Celery("lofi_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
