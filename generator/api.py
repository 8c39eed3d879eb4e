"""Making music over HTTP: thin views over ``services``."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.throttling import RateLimitHeaders
from generator import prompts, services
from generator.fields import read_latent
from generator.prompt_serializers import GeneratedSerializer, PredictSerializer
from generator.schema import ERRORS, READ_ERRORS
from generator.serializers import (
    BlendSerializer,
    DecodeSerializer,
    EncodeSerializer,
    GenerateSerializer,
    LatentsSerializer,
    ModelSerializer,
    TakesSerializer,
    VarySerializer,
)
from generator.vae.legacy import to_legacy
from generator.vae.sample import Constraints


def read(serializer_class: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """The request's body, checked. Raises ValidationError."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def takes_response(takes: list[services.Take]) -> Response:
    return Response(TakesSerializer({"results": takes}).data)


class MusicView(RateLimitHeaders, APIView):
    """A call that makes music: limited as such, and stores nothing."""

    throttle_scope = "music"
    stores = False


class GenerateView(MusicView):
    @extend_schema(request=GenerateSerializer, responses={200: GeneratedSerializer, **ERRORS}, operation_id="generate")
    def post(self, request: Request) -> Response:
        """Draw new tracks. The same seed, prompt, constraints and model version give the same takes."""
        wish = read(GenerateSerializer, request)
        text, constraints = wish.pop("prompt"), wish.pop("constraints", Constraints())
        if text is None:
            return takes_response(services.generate(**wish, constraints=constraints))
        understood = prompts.understand(text=text, constraints=constraints)
        takes = prompts.generate(understood=understood, **wish, constraints=constraints)
        return Response(GeneratedSerializer({"results": takes, "understood": understood}).data)


class DecodeView(MusicView):
    @extend_schema(request=DecodeSerializer, responses={200: TakesSerializer, **ERRORS}, operation_id="decode")
    def post(self, request: Request) -> Response:
        """Turn latents into tracks."""
        return takes_response(services.decode(**read(DecodeSerializer, request)))


class EncodeView(MusicView):
    @extend_schema(request=EncodeSerializer, responses={200: LatentsSerializer, **ERRORS}, operation_id="encode")
    def post(self, request: Request) -> Response:
        """Turn scores, version 2 or legacy, into latents."""
        latents = services.encode(**read(EncodeSerializer, request))
        return Response(LatentsSerializer({"latents": latents}).data)


class BlendView(MusicView):
    @extend_schema(request=BlendSerializer, responses={200: TakesSerializer, **ERRORS}, operation_id="blend")
    def post(self, request: Request) -> Response:
        """Walk from one latent to another, both ends included."""
        wish = read(BlendSerializer, request)
        return takes_response(services.blend(start=wish["from"], end=wish["to"], steps=wish["steps"]))


class VaryView(MusicView):
    @extend_schema(request=VarySerializer, responses={200: TakesSerializer, **ERRORS}, operation_id="vary")
    def post(self, request: Request) -> Response:
        """Neighbours of a latent: `amount` 0 is the track itself, 1 a fresh draw."""
        return takes_response(services.vary(**read(VarySerializer, request)))


class ModelView(RateLimitHeaders, APIView):
    @extend_schema(responses={200: ModelSerializer, **READ_ERRORS}, operation_id="model")
    def get(self, request: Request) -> Response:
        """The active model version and the directions in its latent space that mean something."""
        return Response(ModelSerializer(services.describe_model()).data)


class LegacyView(MusicView):
    """The original client's calls; the only ones that other sites' pages may read."""

    authentication_classes = ()

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response


class LegacyDecodeView(LegacyView):
    @extend_schema(
        parameters=[OpenApiParameter("input", str, required=True, description="JSON list of 100 numbers")],
        responses={200: OpenApiResponse(str, "A JSON string that holds the legacy score as JSON."), **ERRORS},
        operation_id="legacy_decode",
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Decode one latent for the original client."""
        (take,) = services.decode(latents=_legacy_input(request)[None])
        return Response(json.dumps(to_legacy(take.score)))


class LegacyPredictView(LegacyView):
    @extend_schema(
        parameters=[OpenApiParameter("input", str, required=True, description="Words, as a prompt's")],
        responses={200: OpenApiResponse(str, "A JSON string that holds the legacy score as JSON."), **ERRORS},
        operation_id="legacy_predict",
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """A track for some words, for the original client: the same words give the same track."""
        wish = PredictSerializer(data=request.query_params.dict())
        wish.is_valid(raise_exception=True)
        understood = prompts.understand(text=wish.validated_data["input"], constraints=Constraints())
        (take,) = prompts.generate(understood=understood, count=1, seed=0, constraints=Constraints())
        return Response(json.dumps(to_legacy(take.score)))


def _legacy_input(request: Request) -> np.ndarray:
    text = request.query_params.get("input")
    if text is None:
        raise ValidationError({"input": ["Is missing: a JSON list of 100 numbers."]})
    try:
        return read_latent(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ValidationError({"input": ["Must be a JSON list of 100 numbers."]}) from error
    except ValidationError as error:
        raise ValidationError({"input": error.detail}) from error
