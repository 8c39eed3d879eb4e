from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import register_converter


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import roles
        from accounts.ids import PublicIdConverter

        register_converter(PublicIdConverter, "id")
        import_module("accounts.schema")  # registers itself with the description of the interface
        post_migrate.connect(roles.give_permissions, dispatch_uid="roles")
        post_migrate.connect(roles.make_cache_table, sender=self, dispatch_uid="cache-table")
