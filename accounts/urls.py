"""Pages of one's account: allauth's, and ours beside them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from accounts import api, mailbox, people_api, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/profile/", views.profile, name="account_profile"),
    path("account/tokens/", views.token_list, name="account_tokens"),
    path("account/tokens/<id:token_id>/revoke/", views.token_revoke, name="account_token_revoke"),
    path("account/data/", views.data, name="account_data"),
    path("account/data/<id:export_id>.zip", views.data_download, name="account_data_download"),
    path("account/delete/", views.delete, name="account_delete"),
    path("account/", include("allauth.urls")),
    path("avatars/<id:seed>.svg", views.avatar, name="avatar"),
    path("api/v1/people", people_api.PeopleView.as_view(), name="people-api"),
    path("api/v1/me", api.MeView.as_view(), name="me"),
    path("mail/", mailbox.mailbox, name="mailbox"),
]
