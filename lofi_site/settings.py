"""All settings, driven by the environment; docs/operations.md has the table (a test keeps it complete).

Nothing needs to be set for development. In production (``LOFI_ENV=production``) the process refuses to start without
its secrets, its host names and the number of proxies in front of it.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env
from whitenoise.compress import Compressor

from lofi_site.settings_accounts import *  # noqa: F403
from lofi_site.settings_accounts import PROVIDERS
from lofi_site.settings_celery import *  # noqa: F403
from lofi_site.settings_database import *  # noqa: F403
from lofi_site.settings_guards import *  # noqa: F403
from lofi_site.settings_kin import *  # noqa: F403
from lofi_site.settings_lists import *  # noqa: F403
from lofi_site.settings_moderation import *  # noqa: F403
from lofi_site.settings_observability import *  # noqa: F403
from lofi_site.settings_paths import *  # noqa: F403
from lofi_site.settings_paths import BASE_DIR, DATA_DIR
from lofi_site.settings_playlists import *  # noqa: F403
from lofi_site.settings_redis import *  # noqa: F403
from lofi_site.settings_schema import *  # noqa: F403
from lofi_site.settings_security import *  # noqa: F403
from lofi_site.settings_security import VITE_DEV_SERVER
from lofi_site.settings_serving import *  # noqa: F403
from lofi_site.settings_taste import *  # noqa: F403
from lofi_site.settings_teaching import *  # noqa: F403
from lofi_site.settings_training import *  # noqa: F403
from lofi_site.settings_upkeep import *  # noqa: F403
from lofi_site.settings_words import *  # noqa: F403

env = Env()

ENVIRONMENT = env.str("LOFI_ENV", "development")
if ENVIRONMENT not in ("development", "production"):
    raise ImproperlyConfigured(f"LOFI_ENV must be development or production, not {ENVIRONMENT!r}.")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", False)
MAIL_DIR = DATA_DIR / "mail"


def _require(*names: str) -> None:
    missing = [name for name in names if not env.str(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(f"LOFI_ENV=production needs {', '.join(missing)}: see docs/operations.md.")


def _development_key() -> str:
    """A key of this copy's own, kept between starts so that sessions outlive them."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


if PRODUCTION:
    _require("SECRET_KEY", "ALLOWED_HOSTS", "NUM_PROXIES", "DATABASE_URL", "EMAIL_URL", "MAIL_FROM")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off when LOFI_ENV=production.")
SECRET_KEY = env.str("SECRET_KEY", "") or _development_key()
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters when LOFI_ENV=production.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
_ORIGIN = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://127.0.0.1:{env.str('PORT', '8000')}"
SITE_URL = env.str("SITE_URL", "").rstrip("/") or _ORIGIN

INSTALLED_APPS = [
    "lofi_site.apps.LofiAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "accounts",  # before allauth, whose templates ours stand in for
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{name}" for name in PROVIDERS),
    "csp",
    "django_vite",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "lofi_site.observability",
    "generator",
    "generator.teaching",
    "generator.training",
    "generator.taste",
    "playlists",
    "playlists.moderation",
    "lofi_site.backups",
]
MIDDLEWARE = [
    "lofi_site.observability.probes.ProbeMiddleware",  # before all that may need a database, a host name or HTTPS
    "lofi_site.observability.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "lofi_site.middleware.BodyLimitMiddleware",
    "lofi_site.middleware.ZeroByteMiddleware",
    "lofi_site.overload.BackPressureMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.LastSeenMiddleware",
]
ROOT_URLCONF = "lofi_site.urls"
WSGI_APPLICATION = "lofi_site.wsgi.application"
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lofi_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Static files: Vite's output, whose names carry hashes of their own, so nothing is renamed a second time.
STATIC_URL = "/static/"
_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [BASE_DIR / "lofi_site" / "static", *([_DIST] if _DIST.is_dir() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Source maps of the documentation pages are nearly half of all bytes, and only debuggers fetch them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "mp3")
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
# Samples lie in a folder named by their hash.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(assets/.+-[\w-]{8}\.\w+|samples/[0-9a-f]{12}/.+\.mp3)$"
WHITENOISE_MAX_AGE = env.int("STATIC_MAX_AGE", 3600)
WHITENOISE_USE_FINDERS = DEBUG
DJANGO_VITE = {
    "default": {
        "dev_mode": VITE_DEV_SERVER,
        "manifest_path": _DIST / "manifest.json",
        "static_url_prefix": "",
    }
}

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", PRODUCTION)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.bool("TRUST_FORWARDED_PROTO", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What strangers may send. Every bound is told in the error that it causes.
MAX_BODY_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("MAX_BODY_BYTES", 1_000_000)
MAX_TAKES = env.int("MAX_TAKES", 16)
MAX_LATENT = env.float("MAX_LATENT", 8.0)
MAX_LINK_CHARACTERS = env.int("MAX_LINK_CHARACTERS", 200_000)
MAX_LINK_BYTES = env.int("MAX_LINK_BYTES", 1_000_000)
MAX_LINK_TRACKS = env.int("MAX_LINK_TRACKS", 200)
MAX_CLAIM_TAKES = env.int("MAX_CLAIM_TAKES", 100)
NUM_PROXIES = env.int("NUM_PROXIES", 0)

CHECKPOINT_DIR = env.path("CHECKPOINT_DIR", BASE_DIR / "generator" / "checkpoints" / "base")

REST_FRAMEWORK = {
    # the bearer comes first: it is what a 401 asks for
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.authentication.WithinScope"],
    "DEFAULT_PARSER_CLASSES": ["generator.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.throttling.ScopedThrottle"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
