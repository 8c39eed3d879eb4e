"""Everything that the site holds about a member, as a zip of JSON, for a few days."""

from __future__ import annotations

import json
import logging
import os
import secrets
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.holdings import all_holdings
from accounts.models import DataExport, User

logger = logging.getLogger(__name__)
NAME_BYTES = 32
TAKEN_UP = 10
"""Exports that one sweep makes at most: the queue has other things to do."""


def folder() -> Path:
    """Where the zips lie: not under static files, and for nobody but the site itself."""
    path = Path(settings.DATA_DIR) / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def request(*, user: User) -> DataExport | None:
    """A new export for a worker to make; None while one is under way. The caller enqueues it."""
    _give_up_stale(user)
    try:
        with transaction.atomic():
            return DataExport.objects.create(user=user)
    except IntegrityError:
        return None


def make(*, export_id: int) -> DataExport | None:
    """Write the zip. None when it was made already, or its owner is gone. What fails is marked as failed."""
    export = DataExport.objects.select_related("user").filter(pk=export_id, status=DataExport.Status.WAITING).first()
    if export is None:
        return None
    name = f"{secrets.token_urlsafe(NAME_BYTES)}.zip"
    try:
        _write(folder() / name, contents(user=export.user))
        kept = _finish(export, folder() / name)
    except Exception:
        DataExport.objects.filter(pk=export_id).update(status=DataExport.Status.FAILED)
        raise  # what was written of the file has no name in the database: sweep() takes it
    if not kept:
        remove_files(names=[name])
    return kept


def left_undone() -> list[int]:
    """Exports that wait for longer than the queue should need. One that is still being made is kept once."""
    before = timezone.now() - timedelta(seconds=settings.EXPORT_RETRY_SECONDS)
    waiting = DataExport.objects.filter(status=DataExport.Status.WAITING, created__lt=before)
    return list(waiting.order_by("created").values_list("pk", flat=True)[:TAKEN_UP])


def contents(*, user: User) -> dict[str, Any]:
    """Name of a file -> what it says. Secrets are not in it: no password, no token's key, no second factor's seed."""
    own = {"account": _account(user), "profile": _profile(user), "tokens": _tokens(user), "sessions": _sessions(user)}
    return own | {holding.name: holding.export(user) for holding in all_holdings()}


def path_of(*, export: DataExport) -> Path | None:
    """The zip of a ready export, if it is still kept."""
    if export.status != DataExport.Status.READY or not export.expires or export.expires <= timezone.now():
        return None
    path = folder() / export.file_name
    return path if path.is_file() else None


def sweep() -> int:
    """Delete exports past their time, and files that no export names. Answers how many exports went."""
    _give_up_stale(None)
    gone = DataExport.objects.filter(expires__lte=timezone.now()).delete()[0]
    known = set(DataExport.objects.values_list("file_name", flat=True))
    old = timezone.now().timestamp() - settings.EXPORT_STALE_SECONDS
    for path in folder().glob("*.zip"):
        if path.name not in known and path.stat().st_mtime < old:  # one that is being written has no name yet
            path.unlink(missing_ok=True)
    return gone


def remove_files(*, names: list[str]) -> None:
    for name in filter(None, names):
        (folder() / name).unlink(missing_ok=True)


def _give_up_stale(user: User | None) -> None:
    """A worker that was killed leaves its export waiting for ever."""
    before = timezone.now() - timedelta(seconds=settings.EXPORT_STALE_SECONDS)
    waiting = DataExport.objects.filter(status=DataExport.Status.WAITING, created__lt=before)
    (waiting.filter(user=user) if user else waiting).update(status=DataExport.Status.FAILED)


def _write(path: Path, files: dict[str, Any]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            archive.writestr(f"{name}.json", text)


@transaction.atomic
def _finish(export: DataExport, path: Path) -> DataExport | None:
    """Ready, in place of older ones; None when its owner left or it was given up meanwhile."""
    done = {
        "status": DataExport.Status.READY,
        "file_name": path.name,
        "size": path.stat().st_size,
        "expires": timezone.now() + timedelta(days=settings.EXPORT_DAYS),
    }
    waiting = DataExport.objects.filter(pk=export.pk, status=DataExport.Status.WAITING)
    if not waiting.update(**done):
        return None
    older = export.user.data_exports.exclude(pk=export.pk)
    names = list(older.values_list("file_name", flat=True))
    older.delete()
    transaction.on_commit(lambda: remove_files(names=names))
    export.refresh_from_db()
    return export


def _account(user: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    return {
        "name": user.username,
        "email": user.email,
        "joined": user.date_joined,
        "last_login": user.last_login,
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "email_addresses": list(addresses.values("email", "verified", "primary")),
        "connected": _rows("socialaccount", "SocialAccount", user, "provider", "uid", "date_joined", "extra_data"),
        "second_factors": _rows("mfa", "Authenticator", user, "type", "created_at", "last_used_at"),
    }


def _profile(user: User) -> dict[str, Any]:
    names = ("public_id", "display_name", "about", "profile_seen_by", "show_tracks", "show_playlists", "show_likes")
    return {name: getattr(user, name) for name in names}


def _tokens(user: User) -> list[dict[str, Any]]:
    fields = ("name", "scope", "created", "expires", "last_used")
    return [{field: getattr(token, field) for field in fields} for token in user.tokens.order_by("pk")]


def _sessions(user: User) -> list[dict[str, Any]]:
    return _rows("usersessions", "UserSession", user, "ip", "user_agent", "created_at", "last_seen_at")


def _rows(app: str, model: str, user: User, *fields: str) -> list[dict[str, Any]]:
    """Rows of a part of allauth, if that part is installed."""
    if not apps.is_installed(f"allauth.{app}"):
        return []
    return list(apps.get_model(app, model).objects.filter(user=user).order_by("pk").values(*fields))
