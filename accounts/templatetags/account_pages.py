"""The pages of one's account, for the navigation beside each of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse

register = template.Library()
PAGES = [
    ("account_profile", "Profile"),
    ("account_email", "E-mail"),
    ("account_change_password", "Password"),
    ("mfa_index", "Second factor"),
    ("usersessions_list", "Sessions"),
    ("account_tokens", "Tokens"),
    ("account_teaching", "Teaching"),
    ("account_data", "Your data"),
    ("account_reports", "Your reports"),
    ("account_decisions", "Decisions"),
]


@register.simple_tag(takes_context=True)
def account_pages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Those pages that there are, in order; the one being looked at, or that leads to it, is ``current``."""
    pages = [*PAGES]
    if settings.SOCIALACCOUNT_PROVIDERS:
        pages.insert(3, ("socialaccount_connections", "Other log-ins"))
    here = context["request"].path
    found = [(url, name) for url, name in ((_address(view), name) for view, name in pages) if url]
    return [{"url": url, "name": name, "current": here.startswith(url)} for url, name in found]


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


_BROWSERS = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
_SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


@register.filter
def browser_name(agent: str) -> str:
    """What the browser says it is, in short: ``Firefox on Windows``."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
