"""Wiring."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from generator.taste.urls import page_urlpatterns as taste_urlpatterns
from generator.teaching.urls import page_urlpatterns as teaching_urlpatterns
from generator.training.urls import page_urlpatterns as training_urlpatterns
from generator.urls import legacy_urlpatterns
from generator.urls import page_urlpatterns as track_urlpatterns
from lofi_site import views
from lofi_site.security_txt import PATH, security_txt
from playlists.moderation.urls import page_urlpatterns as moderation_urlpatterns
from playlists.urls import page_urlpatterns

urlpatterns = [
    path("", views.home, name="home"),
    *legacy_urlpatterns,  # asked for most often by programs, so found first
    path(PATH, security_txt, name="security-txt"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("api/v1/", include("generator.urls")),
    path("api/v1/", include("generator.teaching.urls")),
    path("api/v1/", include("generator.training.urls")),
    path("api/v1/", include("generator.taste.urls")),
    path("api/v1/", include("playlists.urls")),
    path("api/v1/", include("playlists.moderation.urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("admin/", admin.site.urls),
    *teaching_urlpatterns,
    path("", include("accounts.urls")),
    *track_urlpatterns,
    *training_urlpatterns,
    *taste_urlpatterns,
    *page_urlpatterns,
    *moderation_urlpatterns,
]
handler400 = "lofi_site.views.bad_request"
handler403 = "lofi_site.views.forbidden"
handler404 = "lofi_site.views.not_found"
handler429 = "lofi_site.views.too_many"
handler500 = "lofi_site.views.server_error"
