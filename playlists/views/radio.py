"""The page of the radio: music without an end, in a mood."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from generator import moods
from generator.taste import points
from playlists.views.pages import page


@page
def radio(request: HttpRequest) -> HttpResponse:
    known = request.user.is_authenticated and points.are_known(member=request.user)
    return render(request, "radio.html", {"moods": list(moods.STATIONS), "known": known})
