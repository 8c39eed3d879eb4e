"""Settings come from the environment, refuse what is unsafe, and are all documented."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "lofi.example",
    "NUM_PROXIES": "1",
    "DATABASE_URL": "sqlite:///x",
    "EMAIL_URL": "smtp://user:password@mail.example",
    "MAIL_FROM": "lofi@lofi.example",
}
POSTGRES = {"DATABASE_URL": "postgres://u@h/d"}
OURS = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|_require\(([^)]*)\)')


def setting(name: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``name`` as a fresh process sees it."""
    clean = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME")}
    code = f"from lofi_site import settings; print(settings.{name})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env={**clean, "DATA_DIR": str(tmp_path), **environment}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("missing", [*SECRET, "all"])
def test_production_refuses_to_start_without_its_secrets(missing: str, tmp_path: Path) -> None:
    given = {} if missing == "all" else {key: value for key, value in SECRET.items() if key != missing}
    result = setting("DEBUG", tmp_path, LOFI_ENV="production", **given)
    wanted = ", ".join(SECRET if missing == "all" else [missing])
    assert result.returncode == 1
    assert f"LOFI_ENV=production needs {wanted}: see docs/operations.md." in result.stderr


@pytest.mark.parametrize(
    "change",
    [
        {"DEBUG": "true"},
        {"SECRET_KEY": "short"},
        {"LOFI_ENV": "staging"},
        {"LOG_FORMAT": "text"},
        {"ALLOWED_HOSTS": "*"},
        {"METRICS_TOKEN": "fifteen-letters"},
    ],
)
def test_production_refuses_what_is_unsafe(change: dict[str, str], tmp_path: Path) -> None:
    result = setting("DEBUG", tmp_path, **{"LOFI_ENV": "production", **SECRET, **change})
    assert result.returncode == 1
    assert "ImproperlyConfigured" in result.stderr


def test_production_starts_with_its_secrets(tmp_path: Path) -> None:
    result = setting("SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS", tmp_path, LOFI_ENV="production", **SECRET)
    assert result.stdout.strip() == "True 31536000"


def test_production_passes_djangos_own_check(tmp_path: Path) -> None:
    clean = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME")}
    own = {"LOFI_ENV": "production", **SECRET, "SECRET_KEY": secrets.token_urlsafe(60), "DATA_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env={**clean, **own}, capture_output=True, text=True,
    )  # fmt: skip
    assert result.stdout.strip() == "System check identified no issues (0 silenced)."
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"DATABASE_POOL_MIN": "9"}, "DATABASE_POOL_MIN (9) must lie between 1 and DATABASE_POOL_MAX (8)."),
        ({"DATABASE_POOL_SECONDS": "0"}, "DATABASE_POOL_SECONDS and DATABASE_CONNECT_SECONDS must be above 0."),
        ({"MIGRATION_LOCK_SECONDS": "-1"}, "MIGRATION_LOCK_SECONDS must be 0 (no limit) or more."),
        ({"REDIS_TIMEOUT_SECONDS": "0"}, "REDIS_TIMEOUT_SECONDS and REDIS_REST_SECONDS must be above 0."),
        ({"TASK_SECONDS": "0"}, "TASK_SECONDS must be at least 1."),
        (
            {"CELERY_VISIBILITY_SECONDS": "1800"},
            "CELERY_VISIBILITY_SECONDS (1800) must be more than",
        ),
    ],
)
def test_setting_out_of_bounds_is_told_by_name(change: dict[str, str], words: str, tmp_path: Path) -> None:
    result = setting("DEBUG", tmp_path, **change)
    assert result.returncode == 1
    assert words in result.stderr


def test_development_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first, again = (setting("SECRET_KEY", tmp_path).stdout for _ in range(2))
    assert len(first) > 50
    assert first == again
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "environment", "value"),
    [
        ("DATABASES['default']['ENGINE']", {}, "django.db.backends.sqlite3"),
        ("DATABASES['default']['OPTIONS']['transaction_mode']", {}, "IMMEDIATE"),
        ("DATABASES['default']['ENGINE']", {"DATABASE_URL": "postgres://u@h/d"}, "django.db.backends.postgresql"),
        ("CELERY_BROKER_URL", {}, "filesystem://"),
        ("CELERY_BROKER_URL", {"CELERY_BROKER_URL": "redis://h/1"}, "redis://h/1"),
        ("CACHES['default']['LOCATION']", {"REDIS_URL": "redis://h/2"}, "redis://h/2"),
        ("CELERY_BROKER_URL", {"REDIS_URL": "redis://h/2"}, "redis://h/2"),
        ("CELERY_BROKER_URL", {"REDIS_URL": "redis://h/2", "CELERY_BROKER_URL": "amqp://h"}, "amqp://h"),
        ("CELERY_BROKER_TRANSPORT_OPTIONS.get('global_keyprefix')", {"CELERY_BROKER_URL": "amqp://h"}, "None"),
        ("CELERY_BROKER_TRANSPORT_OPTIONS['max_retries']", {"CELERY_BROKER_URL": "amqp://h"}, "1"),
        ("CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout']", {"REDIS_URL": "redis://h/2"}, "7200"),
        ("CELERY_TASK_TIME_LIMIT", {"TASK_SECONDS": "60"}, "120"),
        ("DATABASES['default']['CONN_MAX_AGE']", {}, "600"),
        ("DATABASES['default']['CONN_MAX_AGE']", POSTGRES, "0"),
        ("DATABASES['default']['CONN_HEALTH_CHECKS']", POSTGRES, "True"),
        ("DATABASES['default']['OPTIONS']['pool']['max_size']", POSTGRES, "8"),
        ("DATABASES['default']['OPTIONS']['pool']['max_size']", {**POSTGRES, "DATABASE_POOL_MAX": "3"}, "3"),
        ("DATABASES['default']['OPTIONS']['pool']['timeout']", {**POSTGRES, "DATABASE_POOL_SECONDS": "0.5"}, "0.5"),
        ("DATABASES['default']['OPTIONS']['connect_timeout']", POSTGRES, "5"),
        ("STATIC_ROOT", {"STATIC_ROOT": "/srv/static"}, "/srv/static"),
        ("THROTTLE_RATES['music']", {}, "300/minute"),
        ("THROTTLE_RATES['music']", {"THROTTLE_MUSIC": "5/hour"}, "5/hour"),
        ("STAFF_NEED_SECOND_FACTOR", {}, "False"),
        ("STAFF_NEED_SECOND_FACTOR", {"LOFI_ENV": "production", **SECRET}, "True"),
        ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", {}, "True"),
        ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", {"LOFI_ENV": "production", **SECRET}, "False"),
        ("CSRF_COOKIE_SECURE", {"LOFI_ENV": "production", **SECRET}, "True"),
        ("MAIL_DELIVERY_BACKEND", {}, "accounts.mail.DevelopmentBackend"),
        ("MAIL_DELIVERY_BACKEND", {"EMAIL_URL": "smtp://h"}, "django.core.mail.backends.smtp.EmailBackend"),
        ("EMAIL_HOST", {"EMAIL_URL": "smtp://h"}, "h"),
        ("CACHES['default']['BACKEND']", {}, "accounts.database_cache.HonestDatabaseCache"),
        (
            "SECURITY_CONTACT",
            {"SECURITY_CONTACT": "a@b.example,https://b.example"},
            "['mailto:a@b.example', 'https://b.example']",
        ),
        ("CONTENT_SECURITY_POLICY['DIRECTIVES'].get('report-uri')", {}, "None"),
        (
            "CONTENT_SECURITY_POLICY['DIRECTIVES']['report-uri']",
            {"CSP_REPORT_URI": "https://r.example"},
            "['https://r.example']",
        ),
        ("MAX_BODY_BYTES", {"MAX_BODY_BYTES": "2000"}, "2000"),
        ("LOG_FORMAT", {}, "text"),
        ("LOG_FORMAT", {"LOFI_ENV": "production", **SECRET}, "json"),
        ("MIDDLEWARE[0]", {}, "lofi_site.observability.probes.ProbeMiddleware"),
    ],
)
def test_setting_follows_the_environment(name: str, environment: dict[str, str], value: str, tmp_path: Path) -> None:
    assert setting(name, tmp_path, **environment).stdout.strip() == value


def test_every_setting_read_from_the_environment_is_documented() -> None:
    read: set[str] = set()
    for path in [*ROOT.glob("lofi_site/*.py"), *ROOT.glob("*/settings.py")]:
        for name, required in OURS.findall(path.read_text(encoding="utf-8")):
            read |= {name} if name else set(re.findall(r'"([A-Z_]+)"', required))
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8"), re.M)
    assert len(read) > 20
    assert sorted(rows) == sorted(read)
