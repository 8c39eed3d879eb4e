"""Who looks after the site: staff with a permission, and with a second factor where the site asks for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.models import User

View = Callable[..., HttpResponseBase]


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether this member of staff must set up a second factor before being let in."""
    return bool(settings.STAFF_NEED_SECOND_FACTOR) and not is_mfa_enabled(user)


def may(user: User | AnonymousUser, *permissions: str) -> bool:
    """Whether they are staff and have all of the permissions (``app.codename``)."""
    return user.is_active and user.is_staff and user.has_perms(permissions)


def staff_page(*permissions: str) -> Callable[[View], View]:
    """Visitors log in first, others are refused (403), staff without a second factor are sent to set one up."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, *permissions):
                raise PermissionDenied
            if lacks_second_factor(request.user):
                messages.info(request, "Staff need a second factor: please set one up first.")
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
