from django.urls import path

from playlists import api, views

urlpatterns = [
    path("import", api.ImportView.as_view(), name="import"),
    path("playlists/default", api.DefaultPlaylistView.as_view(), name="default-playlist"),
    path("playlists/<id:playlist_id>", api.PlaylistView.as_view(), name="playlist"),
    path("me/claim", api.ClaimView.as_view(), name="claim"),
]
page_urlpatterns = [path("@<str:name>", views.profile, name="profile")]
