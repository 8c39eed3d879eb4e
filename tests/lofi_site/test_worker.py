"""What the site leaves to its worker is done by a real one, on the database and the broker that the tests run on.

``make test`` runs them twice: on SQLite with a queue of files, on PostgreSQL with Redis.
"""

from __future__ import annotations

import io
import json
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import DataExport, User
from generator.training.models import State
from tests.accounts.people import member
from tests.generator.training.children import is_over
from tests.generator.training.conftest import data, small  # noqa: F401 (fixtures)
from tests.generator.training.site import SharedSite
from tests.generator.training.world import queued_run, some_scores
from tests.lofi_site.test_serving import Site, ended, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("small"),
]
TOKEN = "t" * 32
"""As good as any other: the form must only say what the cookie says."""


@pytest.fixture
def site(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedSite]:  # noqa: F811
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)  # or it would believe none of the sessions made here
    site = SharedSite(data)
    names = "settings.DATABASES['default']['ENGINE'], settings.CELERY_BROKER_URL"
    told = Site.manage(site, "shell", "-v0", "-c", f"from django.conf import settings; print({names})").split()
    # or the tests would say little, if site and worker stood on SQLite all the time
    assert told == [connection.settings_dict["ENGINE"], settings.CELERY_BROKER_URL]
    yield site
    ended(site)


def send(site: SharedSite, path: str, fields: dict[str, str], user: User | None = None) -> str:
    """A form, as the user's browser sends it; answers the path that it led to."""
    body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
    with urllib.request.urlopen(urllib.request.Request(site.url(path), body, cookies(user)), timeout=20) as answer:
        return urllib.parse.urlsplit(answer.url).path


def cookies(user: User | None) -> dict[str, str]:
    jar = {"csrftoken": TOKEN}
    if user:
        client = Client()
        client.force_login(user)
        jar["sessionid"] = client.cookies["sessionid"].value
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}


def letters(data: Path, to: str) -> list[str]:  # noqa: F811
    texts = [path.read_text() for path in sorted((data / "mail").glob("*.eml"))]
    return [text for text in texts if f"To: {to}" in text]


def test_worker_sends_the_mail_that_a_form_asked_for(site: SharedSite, data: Path) -> None:  # noqa: F811
    alice = member("alice")
    assert send(site, "/account/password/reset/", {"email": alice.email}) == "/account/password/reset/done/"
    until(lambda: len(letters(data, alice.email)) == 1)
    assert "/account/password/reset/key/" in letters(data, alice.email)[0]


def test_worker_makes_an_export_and_tells_its_owner(site: SharedSite, data: Path) -> None:  # noqa: F811
    alice = member("alice")
    assert send(site, "/account/data/", {}, alice) == "/account/data/"
    until(lambda: DataExport.objects.filter(user=alice, status=DataExport.Status.READY).exists())
    made = DataExport.objects.get()
    request = urllib.request.Request(site.url(f"/account/data/{made.public_id}.zip"), headers=cookies(alice))
    with urllib.request.urlopen(request, timeout=20) as answer, zipfile.ZipFile(io.BytesIO(answer.read())) as archive:
        assert json.loads(archive.read("account.json"))["email"] == alice.email
    until(lambda: len(letters(data, alice.email)) == 1)
    assert "Subject: Your data is ready" in letters(data, alice.email)[0]


def test_worker_takes_up_a_run_that_trains_a_candidate(site: SharedSite) -> None:
    run = queued_run(some_scores())
    until(lambda: is_over(run))
    assert (run.state, run.error) == (State.DONE, "")
    assert run.candidate
