from django.urls import path

from playlists import api

urlpatterns = [
    path("import", api.ImportView.as_view(), name="import"),
    path("playlists/default", api.DefaultPlaylistView.as_view(), name="default-playlist"),
]
