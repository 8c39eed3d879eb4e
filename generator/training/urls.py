from django.urls import path

from generator.training import api, views

urlpatterns = [
    path("training/runs", api.RunsView.as_view(), name="training-runs"),
    path("training/runs/<id:run_id>", api.RunView.as_view(), name="training-run-api"),
    path("training/runs/<id:run_id>/cancel", api.CancelView.as_view(), name="training-cancel-api"),
    path("training/runs/<id:run_id>/promote", api.PromoteView.as_view(), name="training-promote-api"),
    path("training/roll-back", api.RollBackView.as_view(), name="training-roll-back-api"),
    path("listen/<id:run_id>/<int:number>", api.PairView.as_view(), name="listen-pair"),
]
page_urlpatterns = [
    path("training", views.training, name="training"),
    path("training/start", views.start, name="training-start"),
    path("training/roll-back/<slug:version>", views.roll_back, name="training-roll-back"),
    path("training/<id:run_id>", views.run, name="training-run"),
    path("training/<id:run_id>/cancel", views.cancel, name="training-cancel"),
    path("training/<id:run_id>/promote", views.promote, name="training-promote"),
    path("training/<id:run_id>/<slug:name>.png", views.picture, name="training-picture"),
    path("listen", views.latest, name="listen-latest"),
    path("listen/<id:run_id>", views.listen, name="listen"),
]
