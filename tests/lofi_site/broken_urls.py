"""A site whose every page fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

error: Exception = RuntimeError("on purpose")


def fail(request: HttpRequest) -> HttpResponse:
    raise error


urlpatterns = [path("", fail), path("api/v1/model", fail)]
handler500 = "lofi_site.views.server_error"
