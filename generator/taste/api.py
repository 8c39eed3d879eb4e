"""Tastes over HTTP."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MemberView, caller
from generator import likes
from generator.api import MusicView, read
from generator.models import Track
from generator.radio import Tuning
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from generator.taste import nudges, owning, points, portrait, stations
from generator.taste.models import Taste
from generator.taste.serializers import (
    NewNudgeSerializer,
    NudgeSerializer,
    SharedSerializer,
    TasteItemsSerializer,
    TasteSerializer,
    TasteTuningSerializer,
)
from generator.vae.sample import SEEDS


def _play(request: Request, **whose: Any) -> Response:
    wish = TasteTuningSerializer(data=request.query_params.dict())
    wish.is_valid(raise_exception=True)
    asked = wish.validated_data
    seed = asked.get("seed", int(np.random.SeedSequence().generate_state(1)[0]) % SEEDS)
    tuning = Tuning(asked["count"], seed, asked["adventure"])
    items, known = stations.play(tuning=tuning, exclude=asked.get("exclude", []), **whose)
    liked = likes.liked_by(request.user, [item.track for item in items if item.track])
    told = {"known": known, "results": items}
    return Response(TasteItemsSerializer(told, context={"request": request, "liked": liked}).data)


class MyRadioView(MemberView):
    throttle_scope = "music"
    stores = False

    @extend_schema(
        parameters=[TasteTuningSerializer], responses={200: TasteItemsSerializer, **ERRORS}, operation_id="my_radio"
    )
    def get(self, request: Request) -> Response:
        """Takes made for your taste; what is hot while nothing is known of it. The same seed plays the same."""
        return _play(request, member=caller(request))


class SharedRadioView(MusicView):
    @extend_schema(
        parameters=[TasteTuningSerializer],
        responses={200: TasteItemsSerializer, **MISSING, **ERRORS},
        operation_id="shared_radio",
    )
    def get(self, request: Request, key: str) -> Response:
        """Takes made for the taste that a link shares, as it was when it was shared."""
        taste = owning.find(key=key)
        if taste is None:
            raise Http404
        return _play(request, member=taste.user, until=taste.shared)


class MyTasteView(MemberView):
    @extend_schema(responses={200: TasteSerializer, **READ_ERRORS}, operation_id="my_taste")
    def get(self, request: Request) -> Response:
        """What is known of your taste, and what you said to it."""
        member = caller(request)
        found, own = points.of(member=member, whole=True), Taste.objects.filter(user=member).first()
        told = {
            "sides": portrait.paint(found).sides,
            "likes": len(found.liked),
            "tracks": len(found.kept),
            "nudges": found.nudges,
            "since": own and own.since,
            "shared": own if own and own.key else None,
        }
        return Response(TasteSerializer(told, context={"request": request}).data)

    @extend_schema(
        request=NewNudgeSerializer,
        responses={200: NudgeSerializer, 201: NudgeSerializer, 400: ERRORS[400], **REFUSED},
        operation_id="nudge_taste",
    )
    def post(self, request: Request) -> Response:
        """More like this, or less like that. Said of the same place again, it is changed: 200."""
        wish, track = read(NewNudgeSerializer, request), None
        if "track" in wish:
            track = _reachable(request, wish["track"])
        latent = nudges.place_of(track) if track else wish["latent"]
        said, is_new = nudges.nudge(member=caller(request), direction=wish["direction"], latent=latent, track=track)
        return Response(NudgeSerializer(said).data, status=201 if is_new else 200)

    @extend_schema(responses={204: None, **REFUSED}, operation_id="reset_taste")
    def delete(self, request: Request) -> Response:
        """Forget it: what you liked, made and said so far counts no longer. Likes and tracks stay."""
        owning.reset(member=caller(request))
        return Response(status=204)


class NudgeView(MemberView):
    @extend_schema(responses={204: None, **REFUSED, **MISSING}, operation_id="undo_nudge")
    def delete(self, request: Request, nudge_id: str) -> Response:
        """Take back what you said."""
        if not nudges.undo(member=caller(request), public_id=nudge_id):
            raise Http404
        return Response(status=204)


class TasteLinkView(MemberView):
    @extend_schema(request=None, responses={201: SharedSerializer, **REFUSED}, operation_id="share_taste")
    def post(self, request: Request) -> Response:
        """A new link to music for your taste as it is now. An older link is good no longer."""
        shared = owning.share(member=caller(request))
        return Response(SharedSerializer(shared, context={"request": request}).data, status=201)

    @extend_schema(responses={204: None, **REFUSED, **MISSING}, operation_id="withdraw_taste")
    def delete(self, request: Request) -> Response:
        """The link opens nothing any more."""
        if not owning.withdraw(member=caller(request)):
            raise Http404
        return Response(status=204)


def _reachable(request: Request, public_id: str) -> Track:
    tracks = Track.objects.reachable_by(request.user).select_related("model_version")
    found = tracks.filter(public_id=public_id).first()
    if found is None:
        raise ValidationError({"track": ["There is no such track."]})
    return found
