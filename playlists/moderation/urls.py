from django.urls import path

from playlists.moderation import api, desk_api
from playlists.moderation.views import appeals, case, decision, decisions, own, public, queue

urlpatterns = [
    path("reports", api.ReportsView.as_view(), name="reports"),
    path("me/reports", api.MyReportsView.as_view(), name="my-reports"),
    path("moderation/cases/<id:case_id>/takes", desk_api.TakesView.as_view(), name="case-takes"),
    path("moderation/cases/<id:case_id>/claim", desk_api.ClaimView.as_view(), name="case-claim"),
]
page_urlpatterns = [
    path("rules", public.rules, name="rules"),
    path("suspended/<str:key>", decision.suspended, name="suspended"),
    path("decisions/<str:key>", decision.decision, name="decision"),
    path("account/reports/", own.my_reports, name="account_reports"),
    path("account/decisions/", own.my_decisions, name="account_decisions"),
    path("moderation", queue.queue, name="moderation"),
    path("moderation/log", public.log, name="moderation-log"),
    path("moderation/cases/<id:case_id>", case.case, name="moderation-case"),
    path("moderation/cases/<id:case_id>/cover.svg", case.cover, name="moderation-cover"),
    path("moderation/appeals", appeals.appeals, name="moderation-appeals"),
    path("moderation/appeals/<id:decision_id>", appeals.appeal, name="moderation-appeal"),
    path("moderation/decisions", decisions.decisions, name="moderation-decisions"),
    path("moderation/decisions/<id:decision_id>/undo", decisions.undo, name="moderation-undo"),
]
