from django.urls import path

from generator import api, track_api

urlpatterns = [
    path("generate", api.GenerateView.as_view(), name="generate"),
    path("decode", api.DecodeView.as_view(), name="decode"),
    path("encode", api.EncodeView.as_view(), name="encode"),
    path("blend", api.BlendView.as_view(), name="blend"),
    path("vary", api.VaryView.as_view(), name="vary"),
    path("model", api.ModelView.as_view(), name="model"),
    path("tracks", track_api.TracksView.as_view(), name="tracks"),
    path("tracks/<id:track_id>", track_api.TrackView.as_view(), name="track"),
]
legacy_urlpatterns = [path("decode", api.LegacyDecodeView.as_view(), name="legacy-decode")]
