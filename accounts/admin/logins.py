"""What allauth keeps, read by staff: its own pages would show secrets, and let them be written over."""

from __future__ import annotations

from typing import Any

# registers its own pages, which are replaced here
from allauth.account import admin as _account  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as _social  # noqa: F401
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as _sessions  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from accounts.seen import SeenOnly

# the apps are settings, and tokens of others' sites are not kept
admin.site.unregister([EmailAddress, Authenticator, UserSession, SocialAccount, SocialApp, SocialToken])


@admin.register(EmailAddress)
class EmailAddressAdmin(SeenOnly):
    list_display = ["email", "user", "verified", "primary"]
    list_select_related = ["user"]
    list_filter = ["verified"]
    search_fields = ["email", "user__username"]


@admin.register(Authenticator)
class AuthenticatorAdmin(SeenOnly):
    """Who lost their second factor is helped by deleting it; what is secret about it is not shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["type"]
    search_fields = ["user__username", "user__email"]
    date_hierarchy = "created_at"
    fields = ["user", "type", "created_at", "last_used_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(UserSession)
class UserSessionAdmin(SeenOnly):
    list_display = ["user", "ip", "user_agent", "created_at", "last_seen_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "ip"]
    date_hierarchy = "last_seen_at"
    fields = ["user", "ip", "user_agent", "created_at", "last_seen_at"]


@admin.register(SocialAccount)
class SocialAccountAdmin(SeenOnly):
    list_display = ["user", "provider", "uid", "date_joined", "last_login"]
    list_select_related = ["user"]
    list_filter = ["provider"]
    search_fields = ["user__username", "uid"]
    date_hierarchy = "date_joined"
    fields = ["user", "provider", "uid", "date_joined", "last_login"]
