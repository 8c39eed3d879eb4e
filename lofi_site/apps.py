from django.contrib.admin.apps import AdminConfig


class LofiAdminConfig(AdminConfig):
    default_site = "lofi_site.admin_site.LofiAdminSite"
