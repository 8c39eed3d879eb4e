from django.urls import path

from playlists import api, curation_api, embed_views, exchange_api, list_api, radio_api, sharing_views, social_api
from playlists.views import curation, discover, library, lists, profile, radio, search, tracks

urlpatterns = [
    path("radio", radio_api.RadioView.as_view(), name="radio-api"),
    path("moods", radio_api.MoodsView.as_view(), name="moods"),
    path("import", api.ImportView.as_view(), name="import"),
    path("playlists", list_api.PlaylistsView.as_view(), name="playlists"),
    path("playlists/import", exchange_api.ImportPlaylistView.as_view(), name="import-playlist"),
    path("playlists/default", list_api.DefaultPlaylistView.as_view(), name="default-playlist"),
    path("playlists/<id:playlist_id>", list_api.PlaylistView.as_view(), name="playlist"),
    path("playlists/<id:playlist_id>/tracks", list_api.PlaylistTracksView.as_view(), name="playlist-tracks"),
    path(
        "playlists/<id:playlist_id>/tracks/<id:entry_id>", list_api.PlaylistEntryView.as_view(), name="playlist-entry"
    ),
    path("playlists/<id:playlist_id>/order", list_api.PlaylistOrderView.as_view(), name="playlist-order"),
    path("playlists/<id:playlist_id>/fork", list_api.PlaylistForkView.as_view(), name="playlist-fork"),
    path("playlists/<id:playlist_id>/export", exchange_api.ExportView.as_view(), name="export-playlist"),
    path("playlists/<id:playlist_id>/vote", social_api.VoteView.as_view(), name="playlist-vote"),
    path("playlists/<id:playlist_id>/follow", social_api.FollowView.as_view(), name="playlist-follow"),
    path("playlists/<id:playlist_id>/invitation", social_api.InvitationView.as_view(), name="playlist-invitation"),
    path("playlists/<id:playlist_id>/editors", social_api.EditorsView.as_view(), name="playlist-editors"),
    path("playlists/<id:playlist_id>/editors/<str:name>", social_api.EditorView.as_view(), name="playlist-editor"),
    path("curation/features", curation_api.FeaturesView.as_view(), name="features"),
    path("curation/features/order", curation_api.FeatureOrderView.as_view(), name="feature-order"),
    path("curation/features/<id:feature_id>", curation_api.FeatureView.as_view(), name="feature"),
    path("me/playlists", list_api.MyPlaylistsView.as_view(), name="my-playlists"),
    path("me/claim", api.ClaimView.as_view(), name="claim"),
]
page_urlpatterns = [
    path("embed/tracks/<id:track_id>", embed_views.track, name="track-embed"),
    path("embed/playlists/<id:playlist_id>", embed_views.playlist, name="playlist-embed"),
    path("oembed", embed_views.oembed, name="oembed"),
    path("covers/playlists/<id:playlist_id>.svg", sharing_views.cover, name="playlist-cover"),
    path("covers/playlists/<id:playlist_id>.png", sharing_views.poster, name="playlist-poster"),
    path("discover", discover.tracks, name="discover"),
    path("discover/playlists", discover.playlists, name="discover-playlists"),
    path("search", search.everything, name="search"),
    path("people", search.people, name="people"),
    path("radio", radio.radio, name="radio"),
    path("tracks/<id:track_id>", tracks.track, name="track-page"),
    path("playlists/new", lists.new, name="new-playlist"),
    path("playlists/<id:playlist_id>", lists.playlist, name="playlist-page"),
    path("playlists/<id:playlist_id>/join/<str:key>", lists.join, name="playlist-join"),
    path("curation", curation.overview, name="curation"),
    path("curation/preview", curation.preview, name="curation-preview"),
    path("library", library.tracks, name="library"),
    path("library/likes", library.likes, name="library-likes"),
    path("library/playlists", library.playlists, name="library-playlists"),
    path("@<str:name>", profile.profile, name="profile"),
]
