from django.urls import path

from generator.taste import api, views

urlpatterns = [
    path("me/radio", api.MyRadioView.as_view(), name="my-radio"),
    path("me/taste", api.MyTasteView.as_view(), name="my-taste"),
    path("me/taste/link", api.TasteLinkView.as_view(), name="taste-link"),
    path("me/taste/nudges/<id:nudge_id>", api.NudgeView.as_view(), name="taste-nudge"),
    path("taste/<id:key>/radio", api.SharedRadioView.as_view(), name="shared-radio"),
]
page_urlpatterns = [
    path("taste", views.own, name="taste"),
    path("taste/<id:key>", views.shared, name="shared-taste"),
]
