"""What the roles of staff may do: one table, put into effect after each migration.

A frozen migration could only name permissions of models that were there before it. So the groups are made by a
migration, and this table is read again whenever an app was migrated: to extend a role, add a line. Permissions that
somebody gave a group by hand stay; a line that is removed from the table takes nothing away.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

ROLES: dict[str, tuple[str, ...]] = {
    "moderator": (
        "accounts.view_user",
        "accounts.view_blockedword",
        "accounts.add_blockedword",
        "accounts.change_blockedword",
        "accounts.delete_blockedword",
        "accounts.view_auditentry",
        "generator.view_track",
        "generator.change_track",
        "playlists.view_playlist",
        "playlists.change_playlist",
        "playlists.view_playlisttrack",
        "playlists.delete_playlisttrack",
        "moderation.view_case",
        "moderation.view_report",
        "moderation.view_decision",
        "moderation.view_appeal",
        "moderation.decide_case",
        "moderation.answer_appeal",
    ),
    "curator": (
        "generator.view_track",
        "playlists.view_playlist",
        "playlists.curate_playlist",
        "playlists.view_playlisttrack",
        "playlists.view_feature",
        "playlists.add_feature",
        "playlists.change_feature",
        "playlists.delete_feature",
    ),
    "admin": (
        "accounts.view_user",
        "accounts.view_blockedword",
        "accounts.add_blockedword",
        "accounts.change_blockedword",
        "accounts.delete_blockedword",
        "accounts.change_user",
        "accounts.view_auditentry",
        "accounts.export_auditentry",
        "accounts.view_apitoken",
        "accounts.view_dailytally",
        "accounts.view_dataexport",
        "accounts.view_taskfailure",
        "auth.view_group",
        "account.view_emailaddress",
        "generator.view_modelversion",
        "generator.change_modelversion",
        "generator.view_track",
        "generator.change_track",
        "generator.delete_track",
        "training.view_finetunerun",
        "training.add_finetunerun",
        "training.change_finetunerun",
        "playlists.view_playlist",
        "playlists.curate_playlist",
        "playlists.add_playlist",
        "playlists.change_playlist",
        "playlists.delete_playlist",
        "playlists.view_playlisttrack",
        "playlists.add_playlisttrack",
        "playlists.change_playlisttrack",
        "playlists.delete_playlisttrack",
        "playlists.view_feature",
        "playlists.add_feature",
        "playlists.change_feature",
        "playlists.delete_feature",
        "moderation.view_case",
        "moderation.view_report",
        "moderation.view_decision",
        "moderation.view_appeal",
        "moderation.decide_case",
        "moderation.answer_appeal",
    ),
}
"""Permissions by role, as ``app.codename``."""


def give_permissions(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After ``sender`` was migrated, and its permissions made: give each role what concerns it."""
    for role, wanted in ROLES.items():
        codenames = [name.partition(".")[2] for name in wanted if name.startswith(f"{sender.label}.")]
        if codenames:
            group, _ = Group.objects.using(using).get_or_create(name=role)
            found = Permission.objects.using(using).filter(content_type__app_label=sender.label, codename__in=codenames)
            group.permissions.add(*found)


def make_cache_table(using: str, **kwargs: Any) -> None:
    """The table of the database cache, where there is one; idempotent."""
    call_command("createcachetable", database=using, verbosity=0)
