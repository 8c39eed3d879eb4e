from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import roles

        post_migrate.connect(roles.give_permissions, dispatch_uid="roles")
        post_migrate.connect(roles.make_cache_table, sender=self, dispatch_uid="cache-table")
