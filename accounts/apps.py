from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.urls import register_converter


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Members and upkeep"

    def ready(self) -> None:
        from allauth.account.signals import user_signed_up
        from celery.signals import task_failure
        from django.contrib.admin.models import LogEntry

        from accounts import audit, failures, names, roles
        from accounts.ids import PublicIdConverter

        register_converter(PublicIdConverter, "id")
        import_module("accounts.schema")  # registers itself with the description of the interface
        post_save.connect(audit.record_admin_act, sender=LogEntry, dispatch_uid="audit")
        task_failure.connect(failures.note, dispatch_uid="failures")
        post_migrate.connect(roles.give_permissions, dispatch_uid="roles")
        post_migrate.connect(roles.make_cache_table, sender=self, dispatch_uid="cache-table")
        user_signed_up.connect(names.tell_of_name, dispatch_uid="words-in-names")
