"""The part of the settings that lets operators watch the site: docs/decisions/0702-observability.md tells why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

env = Env()

MIN_TOKEN = 16
_ENVIRONMENT = env.str("LOFI_ENV", "development")
_PRODUCTION = _ENVIRONMENT == "production"

LOG_FORMAT = env.str("LOG_FORMAT", "json" if _PRODUCTION else "text", validate=validate.OneOf(["json", "text"]))
if _PRODUCTION and LOG_FORMAT != "json":
    raise ImproperlyConfigured("LOG_FORMAT must be json when LOFI_ENV=production: text tells what exceptions say.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {name: {"()": f"lofi_site.observability.logs.{name}_formatter"} for name in ("json", "text")},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        # its lines hold what tasks were given and what they answered; lofi_site.task tells what else they say
        "celery.app.trace": {"level": "CRITICAL"},
        "kombu.connection": {"level": "ERROR"},  # it warns of each that a broker of files has no host
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

if _COUNTS := env.str("PROMETHEUS_MULTIPROC_DIR", ""):  # any process that counts, commands too, needs it to be there
    Path(_COUNTS).mkdir(parents=True, exist_ok=True)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < MIN_TOKEN:
    raise ImproperlyConfigured(f"METRICS_TOKEN must have at least {MIN_TOKEN} characters.")
READY_SECONDS = env.float("READY_SECONDS", 2.0, validate=validate.Range(0.1, 60))

SENTRY_DSN = env.str("SENTRY_DSN", "")
SENTRY_ENVIRONMENT = env.str("SENTRY_ENVIRONMENT", _ENVIRONMENT)
SENTRY_RELEASE = env.str("SENTRY_RELEASE", "")
