"""Wiring."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from generator.urls import legacy_urlpatterns
from lofi_site import views
from playlists.urls import page_urlpatterns

urlpatterns = [
    path("", views.home, name="home"),
    path("api/v1/", include("generator.urls")),
    path("api/v1/", include("playlists.urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    *page_urlpatterns,
    *legacy_urlpatterns,
]
handler400 = "lofi_site.views.bad_request"
handler403 = "lofi_site.views.forbidden"
handler404 = "lofi_site.views.not_found"
handler429 = "lofi_site.views.too_many"
handler500 = "lofi_site.views.server_error"
