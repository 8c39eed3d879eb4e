"""Every journey of an account, walked in a browser, with the mail's own links."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.members import PASSWORD, fill, log_in, log_out, mail_link, menu, new_name, press, sign_up, totp
from tests.e2e.test_page import serious

NEW_PASSWORD = "copper-kettle-9"
VISITORS_PAGES = ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "confirm-email/x/"]
MEMBERS_PAGES = [
    *("email/", "password/change/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/recovery-codes/"),
    *("2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "sessions/", "logout/", "../mail/"),
]


@pytest.fixture
def member(page: Page) -> str:
    """Somebody who has just signed up and is in; by name."""
    name = new_name()
    sign_up(page, name)
    return name


@pytest.fixture
def elsewhere(browser: Browser, base_url: str) -> Iterator[Page]:
    """A second browser."""
    context = browser.new_context(base_url=base_url)
    yield context.new_page()
    context.close()


def sound(page: Page) -> None:
    """Nothing serious by axe, and nothing wider than the window, on a desk and on a phone."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert serious(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def test_the_code_is_that_of_the_standard() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B
    assert [totp(secret, at=at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_log_out_then_in_by_name_and_by_address(page: Page, member: str) -> None:
    for login in (member, f"{member}@example.org"):
        log_out(page)
        log_in(page, login)
        expect(menu(page)).to_contain_text(member)


def test_what_does_not_fit_is_said_and_has_the_focus(page: Page) -> None:
    log_in(page, "nobody-at-all", "wrong")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("This does not fit.")
    page.goto("/account/signup/")
    fill(page, Name="admin", E__mail="x@example.org", Password=PASSWORD)
    press(page, "Sign up")
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    described = "3 to 30 letters, digits, - or _. Others see it. This name is kept for the site. Please choose another."
    expect(name).to_have_accessible_description(described)
    sound(page)


def test_reset_by_the_mails_link(page: Page, member: str) -> None:
    log_out(page)
    page.goto("/account/login/")
    page.get_by_role("link", name="Forgotten your password?").click()
    fill(page, E__mail=f"{member}@example.org")
    press(page, "Send the link")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    link = mail_link(page, f"{member}@example.org", "A new password")
    page.goto(link)
    sound(page)
    fill(page, New_Password=NEW_PASSWORD)
    page.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    press(page, "Change password")
    expect(page.get_by_role("heading", name="Your new password is set")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    log_in(page, member)
    expect(page.get_by_role("alert")).to_be_visible()
    log_in(page, member, NEW_PASSWORD)
    expect(menu(page)).to_contain_text(member)


def test_password_change_logs_out_elsewhere(page: Page, member: str, elsewhere: Page) -> None:
    log_in(elsewhere, member)
    expect(menu(elsewhere)).to_be_visible()
    page.goto("/account/password/change/")
    fill(page, Current_Password=PASSWORD, New_Password=NEW_PASSWORD)
    page.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    press(page, "Change password")
    expect(page.locator(".messages")).to_be_focused()
    expect(page.locator(".messages")).to_contain_text("Your password has been changed.")
    elsewhere.goto("/account/email/")
    expect(elsewhere.get_by_role("heading", name="Log in")).to_be_visible()


def prove(page: Page) -> None:
    """Be asked for the password again, as before any change of how one logs in."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    sound(page)
    fill(page, Password=PASSWORD)
    press(page, "Go on")


def test_address_changes_once_the_new_one_is_confirmed(page: Page, member: str) -> None:
    page.goto("/account/email/")
    new = f"{member}-new@example.org"
    fill(page, New_address=new)
    press(page, "Change e-mail")
    prove(page)
    expect(page.get_by_text(f"Your address is {member}@example.org")).to_be_visible()
    sound(page)
    page.goto(mail_link(page, new, "Please confirm your address"))
    press(page, "Yes, it is mine")
    page.goto("/account/email/")
    expect(page.get_by_text(f"Your address is {new}")).to_be_visible()
    log_out(page)
    log_in(page, new)
    expect(menu(page)).to_contain_text(member)


def turn_on_totp(page: Page) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Set up").click()
    prove(page)
    sound(page)
    secret = page.get_by_label("Secret").input_value()
    fill(page, Authenticator_code=totp(secret))
    press(page, "Turn on")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret, page.locator(".codes code").all_inner_texts()


def test_second_factor_is_turned_on_and_asked_for(page: Page, member: str) -> None:
    secret, codes = turn_on_totp(page)
    assert len(codes) == 10
    log_out(page)
    log_in(page, member)
    sound(page)
    fill(page, Code="000000")
    press(page, "Log in")
    expect(page.get_by_label("Code")).to_be_focused()
    time.sleep(30 - time.time() % 30)  # a code counts once: the one that turned it on is spent
    fill(page, Code=totp(secret))
    press(page, "Log in")
    expect(menu(page)).to_contain_text(member)
    log_out(page)
    log_in(page, member)
    fill(page, Code=codes[0])
    press(page, "Log in")
    expect(menu(page)).to_contain_text(member)
    log_out(page)
    log_in(page, member)
    fill(page, Code=codes[0])
    press(page, "Log in")
    expect(page.get_by_text("This code does not fit")).to_be_visible()


def test_sessions_elsewhere_are_ended(page: Page, member: str, elsewhere: Page) -> None:
    log_in(elsewhere, member)
    page.goto("/account/sessions/")
    expect(page.locator(".sessions li")).to_have_count(2)
    press(page, "Log out everywhere else")
    expect(page.locator(".sessions li")).to_have_count(1)
    elsewhere.goto("/")
    expect(elsewhere.get_by_role("link", name="Log in")).to_be_visible()
    expect(menu(page)).to_contain_text(member)


def with_key(context: BrowserContext, page: Page) -> None:
    """Plugs a security key into the browser, which does as it is asked."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_logs_in_without_a_password(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url.replace("127.0.0.1", "localhost"))  # keys know names, not numbers
    page = context.new_page()
    name = new_name()
    sign_up(page, name)
    with_key(context, page)
    page.goto("/account/2fa/webauthn/add/")
    prove(page)
    page.get_by_label("Passwordless").check()
    press(page, "Add")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    log_out(page)
    page.goto("/account/login/")
    press(page, "Log in with a passkey")
    expect(menu(page)).to_contain_text(name)
    log_out(page)
    log_in(page, name)
    press(page, "Use a security key")
    expect(menu(page)).to_contain_text(name)
    context.close()


def test_key_that_is_refused_says_so(page: Page, member: str) -> None:
    page.goto("/account/2fa/webauthn/add/")  # by number: no key may be made for it
    prove(page)
    press(page, "Add")
    expect(page.get_by_role("alert")).to_contain_text("That did not work")


@pytest.mark.parametrize("path", VISITORS_PAGES)
def test_visitors_page_is_sound(page: Page, path: str) -> None:
    page.goto(f"/account/{path}")
    sound(page)


def test_members_pages_are_sound(page: Page, member: str) -> None:
    turn_on_totp(page)
    for path in MEMBERS_PAGES:
        page.goto(f"/account/{path}")
        sound(page)
    menu(page).locator("summary").click()
    sound(page)
    page.keyboard.press("Escape")
    expect(menu(page).get_by_role("link", name="Profile")).to_be_hidden()


def test_one_who_tries_too_often_is_told_so(page: Page) -> None:
    name = new_name()
    for _ in range(6):
        log_in(page, name, "wrong")
    expect(page.get_by_role("heading", name="That was often.")).to_be_visible()
    sound(page)
