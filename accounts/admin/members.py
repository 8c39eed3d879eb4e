"""Members and their keys for programs, as staff see them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import deletion, sessions
from accounts.bulk import bulk_act
from accounts.models import ApiToken, User
from accounts.seen import SeenOnly


@bulk_act("End sessions", action="member.end_sessions", says="They are logged out everywhere, and may log in again.")
def end_sessions(actor: User, member: User) -> dict[str, Any]:
    return {"sessions": sessions.end_all(user=member)}


@bulk_act(
    "Revoke API tokens",
    action="member.revoke_tokens",
    says="Programs that use their tokens are refused from now on. They may make new tokens.",
)
def revoke_tokens(actor: User, member: User) -> dict[str, Any]:
    return {"tokens": member.tokens.all().delete()[0]}


@admin.register(User)
class MemberAdmin(UserAdmin):  # type: ignore[type-arg]
    """Nobody gives themselves more than they have: superusers are made, changed and deleted by superusers alone."""

    list_display = ["username", "display_name", "email", "is_staff", "is_active", "date_joined", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups", "profile_seen_by"]
    search_fields = ["username", "display_name", "email", "public_id"]
    date_hierarchy = "date_joined"
    ordering = ["-date_joined"]
    readonly_fields = ["public_id", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "email", "public_id"]}),
        ("Profile", {"fields": ["display_name", "about", "profile_seen_by"]}),
        ("Permissions", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    actions = [end_sessions, revoke_tokens]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        return fields if _is_superuser(request) else [*fields, "is_superuser", "user_permissions"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What is theirs goes by the rules of leaving, whether or not staff may delete such things by themselves."""
        members = [f"{member}, and what is private to them" for member in objs]
        allowed = all(self.has_delete_permission(request, member) for member in objs)
        return members, {"members": len(members)}, set() if allowed else {"member"}, []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """As when they leave by themselves: what is private goes too. What is public stays, without a name."""
        deletion.delete(user=obj, keep_public=True)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for member in queryset:
            deletion.delete(user=member, keep_public=True)


@admin.register(ApiToken)
class TokenAdmin(SeenOnly):
    """The key is nowhere, and its digest is nobody's business."""

    list_display = ["name", "user", "scope", "created", "expires", "last_used"]
    list_select_related = ["user"]
    list_filter = ["scope"]
    search_fields = ["name", "user__username", "public_id"]
    date_hierarchy = "created"
    fields = ["name", "user", "scope", "created", "expires", "last_used"]


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, obj: User | None) -> bool:
    return obj is None or not obj.is_superuser or _is_superuser(request)
