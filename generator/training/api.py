"""Training over HTTP: runs and releases for staff, pairs for members."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MemberView, caller
from accounts.staff_api import StaffView
from generator import registry
from generator.api import read
from generator.models import ModelVersion
from generator.schema import ERRORS, MISSING, REFUSED, ErrorSerializer
from generator.training import pairs, releases, runs, tasks, verdict
from generator.training.models import PAIRS, FineTuneRun
from generator.training.serializers import (
    BlindChoiceSerializer,
    BlindPairSerializer,
    ReleaseSerializer,
    RollBackSerializer,
    RunSerializer,
    WhySerializer,
)

NOT_NOW = {409: OpenApiResponse(ErrorSerializer, "It can't be done as things are; `detail` says why.")}
VIEW = "training.view_finetunerun"
RELEASE = "generator.change_modelversion"


def found(run_id: str) -> FineTuneRun:
    run = runs.find(run_id)
    if run is None:
        raise Http404
    return run


def not_now(error: ValidationError) -> Response:
    return Response({"detail": " ".join(error.messages)}, status=409)


class RunsView(StaffView):
    needs = (VIEW, "training.add_finetunerun")

    @extend_schema(
        request=WhySerializer,
        responses={201: RunSerializer, **ERRORS, **REFUSED, **NOT_NOW},
        operation_id="start_run",
    )
    def post(self, request: Request) -> Response:
        """Fine-tune what serves on what members like. One run at a time."""
        wish = read(WhySerializer, request)
        try:
            run = runs.start(actor=caller(request), why=wish["why"])
        except ValidationError as error:
            return not_now(error)
        tasks.tend_soon()
        return Response(RunSerializer(found(run.public_id)).data, status=201)


class RunView(StaffView):
    needs = (VIEW,)

    @extend_schema(responses={200: RunSerializer, **REFUSED, **MISSING}, operation_id="run")
    def get(self, request: Request, run_id: str) -> Response:
        """How far a run is, and what stands against its candidate."""
        return Response(RunSerializer(found(run_id)).data)


class CancelView(StaffView):
    needs = (VIEW, "training.change_finetunerun")

    @extend_schema(
        request=WhySerializer,
        responses={200: RunSerializer, **ERRORS, **REFUSED, **MISSING, **NOT_NOW},
        operation_id="cancel_run",
    )
    def post(self, request: Request, run_id: str) -> Response:
        """Stop a run, within seconds; nothing is kept of it."""
        run, wish = found(run_id), read(WhySerializer, request)
        try:
            runs.cancel(run=run, actor=caller(request), why=wish["why"])
        except ValidationError as error:
            return not_now(error)
        return Response(RunSerializer(found(run_id)).data)


class PromoteView(StaffView):
    needs = (VIEW, RELEASE)

    @extend_schema(
        request=WhySerializer,
        responses={200: ReleaseSerializer, **ERRORS, **REFUSED, **MISSING, **NOT_NOW},
        operation_id="promote_candidate",
    )
    def post(self, request: Request, run_id: str) -> Response:
        """Let the candidate make new tracks from now on. Without having passed the gate it can't."""
        run, wish = found(run_id), read(WhySerializer, request)
        try:
            before = releases.promote(run=run, actor=caller(request), why=wish["why"])
        except ValidationError as error:
            return not_now(error)
        return Response({"version": str(run.candidate), "before": before})


class RollBackView(StaffView):
    needs = (VIEW, RELEASE)

    @extend_schema(
        request=RollBackSerializer,
        responses={200: ReleaseSerializer, **ERRORS, **REFUSED, **MISSING, **NOT_NOW},
        operation_id="roll_back",
    )
    def post(self, request: Request) -> Response:
        """Let what served before serve again."""
        wish = read(RollBackSerializer, request)
        row = get_object_or_404(ModelVersion, version=wish["version"])
        try:
            now = releases.roll_back(version=row, actor=caller(request), why=wish["why"])
        except ValidationError as error:
            return not_now(error)
        return Response({"version": now or registry.active_sampler().version, "before": row.version})


class PairView(MemberView):
    @extend_schema(responses={200: BlindPairSerializer, **REFUSED, **MISSING}, operation_id="blind_pair")
    def get(self, request: Request, run_id: str, number: int) -> Response:
        """Two scores of the same latent, one by a candidate, one by what serves; which is which is not told."""
        return Response(BlindPairSerializer(self._pair(request, run_id, number)).data)

    @extend_schema(
        request=BlindChoiceSerializer,
        responses={200: BlindPairSerializer, **ERRORS, **REFUSED, **MISSING},
        operation_id="choose_of_blind_pair",
    )
    def put(self, request: Request, run_id: str, number: int) -> Response:
        """Say which is nicer. Saying so again changes nothing; saying the other takes its place."""
        pair, wish = self._pair(request, run_id, number), read(BlindChoiceSerializer, request)
        pairs.vote(run=found(run_id), user=caller(request), number=pair.number, choice=wish["choice"])
        return Response(BlindPairSerializer(self._pair(request, run_id, number)).data)

    def _pair(self, request: Request, run_id: str, number: int) -> pairs.Pair:
        run = found(run_id)
        shown = pairs.of(run=run, user=caller(request)) if number < PAIRS and verdict.is_heard(run) else []
        if number >= len(shown):
            raise Http404
        return shown[number]
