import logging

from django.apps import AppConfig
from django.conf import settings


class ObservabilityConfig(AppConfig):
    name = "lofi_site.observability"

    def ready(self) -> None:
        from generator.likes import liked, unliked
        from lofi_site.observability import metrics, task_signals

        logging.captureWarnings(True)
        task_signals.connect()
        liked.connect(metrics.count_like, dispatch_uid="observability-liked")
        unliked.connect(metrics.count_unlike, dispatch_uid="observability-unliked")
        if settings.SENTRY_DSN:
            from lofi_site.observability import reporting

            reporting.start()
