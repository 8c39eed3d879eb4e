"""Consent, signals and the ledger over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MemberView, Pages, caller
from accounts.models import User
from generator.api import read
from generator.models import Track
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from generator.teaching import comparisons, consent, ledger, recording
from generator.teaching.models import Choice, Pair, Signal
from generator.teaching.serializers import (
    AnswerSerializer,
    ChoiceSerializer,
    ChosenSerializer,
    HeardListSerializer,
    LessonSerializer,
    PairSerializer,
    RecordedSerializer,
    TeachingSerializer,
)


class TeachingBase(MemberView):
    """Every call here holds the member's row first."""

    def handle_exception(self, exc: Exception) -> Response:
        """Who left the site a moment ago is nobody."""
        return super().handle_exception(NotAuthenticated() if isinstance(exc, User.DoesNotExist) else exc)


class TeachingView(TeachingBase):
    @extend_schema(responses={200: TeachingSerializer, **READ_ERRORS}, operation_id="my_teaching")
    def get(self, request: Request) -> Response:
        """Whether what you like and hear may teach the model, and what it has learned from you."""
        return self._answer(caller(request))

    @extend_schema(
        request=AnswerSerializer, responses={200: TeachingSerializer, **ERRORS, **REFUSED}, operation_id="consent"
    )
    def put(self, request: Request) -> Response:
        """Say yes or no. With yes what you like already teaches too; with no nothing more is recorded, nor used."""
        wish = read(AnswerSerializer, request)["consent"]
        (consent.give if wish else consent.refuse)(user=caller(request))
        return self._answer(caller(request))

    def _answer(self, user: User) -> Response:
        standing = consent.standing(user)
        told = {"consent": standing.given is not None, "given": standing.given, "asked": standing.asked}
        return Response(TeachingSerializer({**told, "versions": ledger.versions(user)}).data)


class SignalsView(TeachingBase):
    @extend_schema(
        request=HeardListSerializer, responses={200: RecordedSerializer, **ERRORS, **REFUSED}, operation_id="heard"
    )
    def post(self, request: Request) -> Response:
        """Tell which stored tracks you heard to the end, and which you skipped. A 403 without your consent.

        The same again changes nothing, so a call that was interrupted can be made again.
        """
        heard = read(HeardListSerializer, request)["signals"]
        return Response({"recorded": recording.note_heard(user=caller(request), heard=heard)})


class LessonsView(MemberView, GenericAPIView):
    pagination_class = Pages
    serializer_class = LessonSerializer
    queryset = Signal.objects.none()

    @extend_schema(responses={200: LessonSerializer(many=True), **MISSING, **READ_ERRORS}, operation_id="my_lessons")
    def get(self, request: Request) -> Response:
        """What teaches the next version, the newest first."""
        page = list(self.paginate_queryset(ledger.waiting(caller(request))) or [])
        context = {**self.get_serializer_context(), "taught": ledger.taught_by(page)}
        return self.get_paginated_response(LessonSerializer(page, many=True, context=context).data)


class LessonView(TeachingBase):
    @extend_schema(responses={204: OpenApiResponse(), **REFUSED, **MISSING}, operation_id="withdraw_lesson")
    def delete(self, request: Request, lesson_id: str) -> Response:
        """Let it teach no version from the next on. What has learned it keeps it."""
        if not ledger.withdraw(user=caller(request), public_id=lesson_id):
            raise NotFound
        return Response(status=204)


class PairsView(TeachingBase):
    @extend_schema(
        responses={200: PairSerializer, 204: OpenApiResponse(description="None is left."), **REFUSED},
        operation_id="offer_pair",
    )
    def get(self, request: Request) -> Response:
        """Two tracks to choose from: the same ones until you have. A 403 without your consent."""
        pair = comparisons.offer(user=caller(request))
        if pair is None:
            return Response(status=204)
        return Response(PairSerializer(_with_tracks(pair), context={"request": request}).data)


class PairView(TeachingBase):
    @extend_schema(
        request=ChoiceSerializer,
        responses={200: ChosenSerializer, **ERRORS, **REFUSED, **MISSING},
        operation_id="choose_of_pair",
    )
    def post(self, request: Request, pair_id: str) -> Response:
        """Choose one, or neither. Your first answer stays. A 403 without your consent."""
        choice = Choice(read(ChoiceSerializer, request)["choice"])
        pair = comparisons.answer(user=caller(request), pair_id=pair_id, choice=choice)
        if pair is None:
            raise NotFound
        return Response({"choice": pair.choice})


def _with_tracks(pair: Pair) -> Pair:
    keys = [pair.first_id, pair.second_id]
    found = Track.objects.select_related("creator", "model_version").with_parents().in_bulk(keys)
    pair.first, pair.second = (found[key] for key in keys)
    return pair
