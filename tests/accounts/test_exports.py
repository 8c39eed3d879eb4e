"""Data to take away: all of it, for its owner alone, for some days."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import exports, tasks, tokens
from accounts.models import DataExport, User
from generator import tracks
from tests import library
from tests.accounts.people import member


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def made(user: User) -> DataExport:
    export = exports.request(user=user)
    assert export
    tasks.make_export(export.pk)
    export.refresh_from_db()
    return export


def files(data_dir: Path) -> list[Path]:
    return list((data_dir / "exports").glob("*"))


def read(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def download(client: Client, export: DataExport) -> Any:
    return client.get(f"/account/data/{export.public_id}.zip")


def moment(value: Any) -> str:
    """As JSON has it."""
    return json.loads(json.dumps(value, cls=exports.DjangoJSONEncoder))


def test_export_says_all_that_is_held_and_no_secret(alice: User, client: Client) -> None:
    client.force_login(alice)
    client.post("/account/profile/", {"display_name": "Alice L.", "about": "Rain.", "profile_seen_by": "members"})
    track = library.track(alice, "Löwe ♭", "public")
    tracks.change(track=track, mix={"bpm": 70})
    mine = library.playlist(alice, "Mine", track)
    token, key = tokens.create(user=alice, name="radio", scope="read", days=None)
    library.track(member("bob"), "Not hers", "public")
    answer = download(client, made(alice))
    content = b"".join(answer.streaming_content)
    session = alice.usersession_set.get()
    alice.refresh_from_db()
    assert read(content) == {
        "account.json": {
            "name": "alice",
            "email": "alice@example.org",
            "joined": moment(alice.date_joined),
            "last_login": moment(alice.last_login),
            "groups": [],
            "email_addresses": [{"email": "alice@example.org", "verified": True, "primary": True}],
            "connected": [],
            "second_factors": [],
        },
        "profile.json": {
            "public_id": alice.public_id,
            "display_name": "Alice L.",
            "about": "Rain.",
            "profile_seen_by": "members",
            "show_tracks": False,
            "show_playlists": False,
            "show_likes": False,
        },
        "tokens.json": [
            {"name": "radio", "scope": "read", "created": moment(token.created), "expires": None, "last_used": None}
        ],
        "sessions.json": [
            {
                "ip": session.ip,
                "user_agent": session.user_agent,
                "created_at": moment(session.created_at),
                "last_seen_at": read(content)["sessions.json"][0]["last_seen_at"],
            }
        ],
        "tracks.json": [
            {
                "id": track.public_id,
                "title": "Löwe ♭",
                "visibility": "public",
                "created": moment(track.created),
                "score": {**library.score("Löwe ♭").to_json()},
                "latent": [0.0] * 100,
                "model_version": track.model_version.version,
                "mix": {"bpm": 70},
                "origin": "new",
                "parents": [],
                "cross": None,
            }
        ],
        "likes.json": [],
        "taste.json": {"since": None, "key": None, "shared": None, "nudges": []},
        "playlists.json": [
            {
                "id": mine.public_id,
                "title": "Mine",
                "description": "",
                "visibility": "private",
                "rule": None,
                "forked_from": None,
                "created": moment(mine.created),
                "changed": moment(mine.changed),
                "tracks": [track.public_id],
            }
        ],
        "opinions.json": {"votes": [], "follows": [], "joined": []},
        "teaching.json": {"consents": [], "signals": [], "pairs": [], "taught": []},
        "pair_votes.json": [],
        "moderation.json": {"reports": [], "decisions": []},
    }
    text = json.dumps(read(content))
    assert [secret for secret in (key, token.digest, alice.password, session.session_key) if secret in text] == []


def test_export_is_its_owners_while_logged_in(alice: User) -> None:
    export = made(alice)
    clients = [Client(), Client(), Client()]
    clients[0].force_login(alice)
    clients[1].force_login(member("bob"))
    answers = [download(client, export) for client in clients]
    assert [answer.status_code for answer in answers] == [200, 404, 302]
    assert answers[0]["Content-Disposition"].startswith('attachment; filename="lofi-alice-')
    assert "no-store" in answers[0]["Cache-Control"]


def test_file_is_private_and_its_name_is_not_to_be_guessed(alice: User, data_dir: Path) -> None:
    made(alice)
    (path,) = files(data_dir)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(path.stem) == 43


def test_member_is_told_by_mail_without_a_link(alice: User) -> None:
    made(alice)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["alice@example.org"], "Your data is ready")
    assert "http" not in letter.body


def test_one_is_made_at_a_time(alice: User) -> None:
    assert exports.request(user=alice)
    assert exports.request(user=alice) is None
    assert exports.request(user=member("bob"))


def test_task_that_comes_twice_makes_one(alice: User, data_dir: Path) -> None:
    export = made(alice)
    tasks.make_export(export.pk)
    tasks.make_export(export.pk + 1)
    assert (len(files(data_dir)), len(mail.outbox)) == (1, 1)


def test_new_export_takes_the_place_of_the_old(
    alice: User, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    old = made(alice)
    with django_capture_on_commit_callbacks(execute=True):
        new = made(alice)
    assert [path.name for path in files(data_dir)] == [new.file_name]
    assert list(alice.data_exports.all()) == [new]
    assert new != old


def test_failed_export_says_so_and_can_be_asked_for_again(
    alice: User, client: Client, data_dir: Path, settings: LazySettings
) -> None:
    export = exports.request(user=alice)
    assert export
    (data_dir / "exports").write_text("in the way")
    with pytest.raises(OSError, match="exists"):
        tasks.make_export(export.pk)
    (data_dir / "exports").unlink()
    client.force_login(alice)
    assert "could not be made" in client.get("/account/data/").text
    assert made(alice).status == "ready"


def test_export_that_no_worker_took_up_is_given_up(alice: User, settings: LazySettings) -> None:
    export = exports.request(user=alice)
    assert export
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.EXPORT_STALE_SECONDS + 1)):
        again = exports.request(user=alice)
    export.refresh_from_db()
    assert (export.status, again and again.status) == ("failed", "waiting")


def test_export_is_deleted_after_its_days(alice: User, client: Client, data_dir: Path, settings: LazySettings) -> None:
    export = made(alice)
    client.force_login(alice)
    with time_machine.travel(timezone.now() + timedelta(days=settings.EXPORT_DAYS, seconds=1)):
        client.force_login(alice)
        assert download(client, export).status_code == 404
        tasks.sweep_exports()
    assert (files(data_dir), DataExport.objects.count()) == ([], 0)


def test_sweep_leaves_what_is_kept_or_being_written(alice: User, data_dir: Path) -> None:
    made(alice)
    (data_dir / "exports" / "half.zip").touch()
    tasks.sweep_exports()
    assert len(files(data_dir)) == 2


def test_member_who_left_meanwhile_leaves_no_file(alice: User, data_dir: Path) -> None:
    export = exports.request(user=alice)
    assert export
    path = exports.folder() / "x.zip"
    exports._write(path, {})
    User.objects.filter(pk=alice.pk).delete()
    assert exports._finish(export, path) is None


class TestPage:
    def test_asking_starts_the_work_once_it_is_certain(
        self,
        alice: User,
        client: Client,
        data_dir: Path,
        settings: LazySettings,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        client.force_login(alice)
        with django_capture_on_commit_callbacks() as callbacks:
            assert client.post("/account/data/")["Location"] == "/account/data/"
        assert (len(callbacks), alice.data_exports.get().status) == (1, "waiting")
        page = client.get("/account/data/")
        assert (page["Refresh"], "being made" in page.text) == ("3", True)
        tasks.make_export(alice.data_exports.get().pk)
        page = client.get("/account/data/")
        assert ("Refresh" in page, f"{alice.data_exports.get().public_id}.zip" in page.text) == (False, True)

    def test_asking_has_a_limit(self, alice: User, client: Client, settings: LazySettings) -> None:
        settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "export": "1/hour"}
        client.force_login(alice)
        client.post("/account/data/")
        answer = client.post("/account/data/", follow=True)
        assert "Ask again in 60 minutes." in answer.text
        assert alice.data_exports.count() == 1
