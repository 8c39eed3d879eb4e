from django.urls import path

from generator.teaching import api, views

urlpatterns = [
    path("signals", api.SignalsView.as_view(), name="signals"),
    path("pairs", api.PairsView.as_view(), name="pairs"),
    path("pairs/<id:pair_id>", api.PairView.as_view(), name="pair"),
    path("me/teaching", api.TeachingView.as_view(), name="my-teaching"),
    path("me/lessons", api.LessonsView.as_view(), name="my-lessons"),
    path("me/lessons/<id:lesson_id>", api.LessonView.as_view(), name="my-lesson"),
]
page_urlpatterns = [
    path("account/teaching/", views.teaching, name="account_teaching"),
    path("account/teaching/withdraw/", views.withdraw_all, name="teaching-withdraw-all"),
    path("account/teaching/<id:lesson_id>/withdraw/", views.withdraw, name="teaching-withdraw"),
    path("account/teaching/versions/<slug:version>/", views.version, name="teaching-version"),
]
