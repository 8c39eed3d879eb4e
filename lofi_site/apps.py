from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class LofiAdminConfig(AdminConfig):
    default_site = "lofi_site.admin_site.LofiAdminSite"

    def ready(self) -> None:
        from lofi_site import migrating

        super().ready()
        pre_migrate.connect(migrating.limit_waiting, sender=self, dispatch_uid="lock-limit")
        post_migrate.connect(migrating.wait_as_before, sender=self, dispatch_uid="lock-limit")
