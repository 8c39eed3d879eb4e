"""The real site for the browser tests: server and worker, a free port, a fresh database, the default playlist."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
START_SECONDS = 60
PROMOTE = """
from django.contrib.auth.models import Group
from accounts.models import User
user = User.objects.get(username="{name}")
user.is_staff = True
user.save()
user.groups.add(Group.objects.get(name="{role}"))
"""
# Busy machines are slow; a test that passes does not wait for this.
expect.set_options(timeout=20_000)
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 360, "height": 740}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--site", help="run the browser tests against this running site instead of one of their own")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may miss a beat: its tests have a second try, which pytest's summary counts."""
    for item in items:
        if item.path.parent == Path(__file__).parent and not item.get_closest_marker("once"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    launch: dict[str, object] = {"args": CHROMIUM_FLAGS}
    if CHROMIUM.exists():
        launch["executable_path"] = str(CHROMIUM)
    return launch


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site of the tests has its data."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    running = request.config.getoption("--site")
    if running:
        yield running
        return
    yield from serve(folder)


@pytest.fixture(scope="session")
def promote(request: pytest.FixtureRequest, folder: Path, base_url: str) -> Callable[[str, str], None]:
    """Makes a member staff with a role, as an admin would."""
    if request.config.getoption("--site"):
        pytest.skip("makes staff, which is done on a site of its own alone")
    return lambda name, role: manage(folder, "shell", "-c", PROMOTE.format(name=name, role=role))


def serve(folder: Path) -> Iterator[str]:
    """Migrates, loads the default playlist, serves until the tests are over."""
    port = free_port()
    env = {**environment(folder), "HOST": "127.0.0.1", "PORT": str(port), "WEB_PROCESSES": "1"}
    for command in (["migrate"], ["load_default_playlist"], ["collectstatic", "--no-input"]):
        manage(folder, *command)
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen([sys.executable, "-m", "lofi_site.serve"], cwd=ROOT, env=env, stdout=out, stderr=out)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}"}


def manage(folder: Path, *command: str) -> None:
    arguments = [sys.executable, "manage.py", *command]
    subprocess.run(arguments, cwd=ROOT, env=environment(folder), check=True, capture_output=True)


def wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 5):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the site did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    # what a service worker fetches can't be intercepted by a test; those about it allow it
    quiet = {"service_workers": "block"}
    return {**browser_context_args, **quiet, "viewport": WIDE, "permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may throw."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
def home(page: Page) -> Page:
    """The page on a first visit, its list there."""
    return opened(page, "/")


@pytest.fixture
def narrow(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport=NARROW, base_url=base_url)
    yield opened(context.new_page(), "/")
    context.close()


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    expect(page.get_by_role("list", name="Playlist").get_by_role("listitem").first).to_be_visible()
    return page


def store(page: Page, entries: dict[str, str]) -> None:
    """Puts texts into the browser's storage before the page's next visit; the visits after that find what they left."""
    writes = "".join(f"localStorage.setItem({json.dumps(key)}, {json.dumps(text)});" for key, text in entries.items())
    page.context.add_init_script(
        f"if (!sessionStorage.stored) {{ localStorage.clear(); {writes} sessionStorage.stored = 1; }}"
    )


def break_api(page: Page, path: str) -> None:
    """Lets calls of one path fail, as when the server is gone."""
    page.route(f"**/api/v1/{path}", abort)


def abort(route: Route) -> None:
    route.abort()
