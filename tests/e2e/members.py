"""What members do in the browser tests: sign up, read their mail, log in, compute codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
import uuid

from playwright.sync_api import Locator, Page, expect

PASSWORD = "paper-lantern-7"
LINK = "a[href*='/account/']"


def new_name() -> str:
    return f"m{uuid.uuid4().hex[:10]}"


def fill(page: Page, **fields: str) -> None:
    """Fill fields by their labels; ``_`` stands for a space or a hyphen as the label has it."""
    for label, value in fields.items():
        page.get_by_label(label.replace("__", "-").replace("_", " "), exact=True).fill(value)


def press(page: Page, name: str) -> None:
    """Until the answer is there, if a form was sent."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_function("() => document.querySelector('#page-progress')?.hidden ?? true")


def sign_up(page: Page, name: str) -> None:
    """Sign up, follow the mail's own link, be in."""
    page.goto("/account/signup/")
    fill_sign_up(page, name)


def fill_sign_up(page: Page, name: str) -> None:
    """The same on a page that has the form already."""
    fill(page, Name=name, E__mail=f"{name}@example.org", Password=PASSWORD)
    press(page, "Sign up")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(mail_link(page, f"{name}@example.org", "Please confirm your address"))
    press(page, "Yes, it is mine")
    expect(menu(page)).to_contain_text(name)


def mail_link(page: Page, to: str, subject: str, link: str = LINK) -> str:
    """The ``link`` in the newest mail of that subject, once the worker has sent it."""
    reader = page.context.new_page()
    letter = reader.locator("article", has_text=to).filter(has=reader.get_by_role("heading", name=subject)).first
    for _ in range(60):
        reader.goto("/mail/")
        if letter.count():
            break
        time.sleep(0.5)
    found = letter.locator(link).first.get_attribute("href", timeout=1000)
    reader.close()
    assert found
    return found


def menu(page: Page) -> Locator:
    return page.locator("details.account-menu")


def log_out(page: Page) -> None:
    menu(page).locator("summary").click()
    press(page, "Log out")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def log_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    fill(page, Name_or_e__mail=login, Password=password)
    press(page, "Log in")


def totp(secret: str, *, at: float | None = None) -> str:
    """The code of RFC 6238 at Unix time ``at``, now by default."""
    moment = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
