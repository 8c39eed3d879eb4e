from django.urls import path

from generator import api, like_api, lineage_api, play_api, track_api, views

urlpatterns = [
    path("generate", api.GenerateView.as_view(), name="generate"),
    path("decode", api.DecodeView.as_view(), name="decode"),
    path("encode", api.EncodeView.as_view(), name="encode"),
    path("blend", api.BlendView.as_view(), name="blend"),
    path("vary", api.VaryView.as_view(), name="vary"),
    path("model", api.ModelView.as_view(), name="model"),
    path("tracks", track_api.TracksView.as_view(), name="tracks"),
    path("tracks/<id:track_id>/like", like_api.LikeView.as_view(), name="track-like"),
    path("tracks/<id:track_id>/play", play_api.PlayView.as_view(), name="track-play"),
    path("me/likes", like_api.MyLikesView.as_view(), name="my-likes"),
    path("tracks/<id:track_id>", track_api.TrackView.as_view(), name="track"),
    path("cross", lineage_api.CrossView.as_view(), name="cross"),
    path("tracks/<id:track_id>/lineage", lineage_api.LineageView.as_view(), name="track-lineage"),
    path("tracks/<id:track_id>/replay", lineage_api.ReplayView.as_view(), name="track-replay"),
    path("tracks/<id:track_id>/similar", lineage_api.SimilarView.as_view(), name="track-similar"),
]
page_urlpatterns = [
    path("covers/<id:track_id>.svg", views.cover, name="cover"),
    path("covers/<id:track_id>.png", views.poster, name="poster"),
]
legacy_urlpatterns = [
    path("decode", api.LegacyDecodeView.as_view(), name="legacy-decode"),
    path("predict", api.LegacyPredictView.as_view(), name="legacy-predict"),
]
