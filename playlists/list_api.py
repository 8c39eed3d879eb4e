"""Playlists over HTTP: thin views over ``editing`` and ``reading``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, NotAuthenticated, NotFound, PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import profiles
from accounts.api import MemberView, Pages, StoredView, caller
from accounts.models import User
from generator.api import read
from generator.feeds import PERIOD_NAMES, SORTS
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED, ErrorSerializer
from playlists import curators, editing, feeds, reading
from playlists.list_serializers import (
    AddedSerializer,
    AddTracksSerializer,
    ChangePlaylistSerializer,
    NewPlaylistSerializer,
    OrderSerializer,
    PlaylistSerializer,
    PlaylistWithEntriesSerializer,
)
from playlists.models import DEFAULT, Playlist

CONFLICT = {409: OpenApiResponse(ErrorSerializer, "The list was changed meanwhile; nothing was done.")}
Word = TypeVar("Word", bound=str)
KINDS = ("editable", "own", "joined", "followed")
WRITES = {**ERRORS, **REFUSED, **MISSING}


class Conflict(APIException):
    status_code = 409
    default_detail = "The list was changed meanwhile. Load it again."


class PlaylistBase(StoredView):
    """Finds the list that an address names, for whoever may do what is about to be done."""

    def handle_exception(self, exc: Exception) -> Response:
        """What went away between being found and being locked is a 404; what clashed with another call a 409."""
        if isinstance(exc, Playlist.DoesNotExist):
            exc = NotFound()
        if isinstance(exc, IntegrityError | editing.Changed):
            exc = Conflict()
        return super().handle_exception(exc)

    def find(self, request: Request, playlist_id: str) -> Playlist:
        """What the caller can reach, or a 404."""
        reachable = reading.described(Playlist.objects.reachable_by(request.user), request.user)
        return get_object_or_404(reachable, public_id=playlist_id)

    def find_editable(self, request: Request, playlist_id: str) -> Playlist:
        """What is the caller's, or they joined, or curators edit; else a 403."""
        playlist = self.find(request, playlist_id)
        if not reading.is_edited(playlist, request.user):
            raise PermissionDenied("This playlist is not yours to change.")
        return playlist

    def find_own(self, request: Request, playlist_id: str) -> Playlist:
        """What is the caller's, or curators edit; else a 403."""
        playlist = self.find(request, playlist_id)
        if not reading.is_owned(playlist, request.user):
            raise PermissionDenied("This playlist is not yours.")
        return playlist

    def whole(self, request: Request, playlist: Playlist, status: int = 200) -> Response:
        """It, with all that is in it."""
        context = {"request": request, "entries": reading.played(playlist, request.user)}
        return Response(PlaylistWithEntriesSerializer(playlist, context=context).data, status=status)

    def afresh(self, request: Request, playlist: Playlist, status: int = 200) -> Response:
        """It, as it is now."""
        described = reading.described(Playlist.objects.all(), request.user).get(pk=playlist.pk)
        return self.whole(request, described, status)


def chosen(request: Request, name: str, words: Sequence[Word], default: Word) -> Word:
    """One of the words that a parameter may be. Raises ValidationError that names them."""
    given = request.query_params.get(name, default)
    for word in words:
        if word == given:
            return word
    raise ValidationError({name: [f"Must be one of {', '.join(words)}."]})


def refuse_member(request: Request) -> None:
    """What is official is for curators to say. Raises PermissionDenied."""
    if not curators.edits_official(request.user):
        raise PermissionDenied("Curators alone make playlists official.")


class PlaylistsView(PlaylistBase, GenericAPIView):
    pagination_class = Pages
    serializer_class = PlaylistSerializer
    queryset = Playlist.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("sort", str, enum=SORTS, description="`new` unless you say otherwise."),
            OpenApiParameter("period", str, enum=PERIOD_NAMES, description="For `top`: published within it."),
            OpenApiParameter("q", str, description="Words of title and description."),
            OpenApiParameter("owner", str, description="Name of a member: theirs alone; with your own all of yours."),
            OpenApiParameter("following", bool, description="Those that you follow, the latest first."),
        ],
        responses={200: PlaylistSerializer(many=True), 400: ERRORS[400], **MISSING, **READ_ERRORS},
        operation_id="playlists",
    )
    def get(self, request: Request) -> Response:
        """Public playlists in a feed's order; your own or followed ones, the latest first."""
        page = self.paginate_queryset(reading.described(self._listed(request), request.user))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        request=NewPlaylistSerializer,
        responses={201: PlaylistWithEntriesSerializer, **ERRORS, **REFUSED},
        operation_id="make_playlist",
    )
    def post(self, request: Request) -> Response:
        """Make a playlist. It is private until you say otherwise. Curators make official ones, too."""
        wish = read(NewPlaylistSerializer, request)
        if wish.get("official"):
            refuse_member(request)
        wish["tracks"] = editing.find_tracks(user=caller(request), ids=wish.get("tracks", []))
        return self.afresh(request, editing.create(owner=caller(request), **wish), 201)

    def _listed(self, request: Request) -> QuerySet[Playlist]:
        if request.query_params.get("following") in ("true", "1"):
            return self._followed(request)
        public = self._feed(request)
        name = request.query_params.get("owner")
        if name is None:
            return public
        member = profiles.find(name=name, viewer=request.user)
        if member is None or not (member.show_playlists or member == request.user):
            return public.none()
        mine = Playlist.objects.order_by("-changed", "-pk") if member == request.user else public
        return mine.filter(owner=member)

    def _feed(self, request: Request) -> QuerySet[Playlist]:
        sort, period = chosen(request, "sort", SORTS, "new"), chosen(request, "period", PERIOD_NAMES, "ever")
        words = request.query_params.get("q")
        if words is not None and len(words) > settings.MAX_QUERY_CHARACTERS:
            raise ValidationError({"q": [f"Must be text of up to {settings.MAX_QUERY_CHARACTERS} characters."]})
        return feeds.playlists(sort=sort, period=period, q=words)

    def _followed(self, request: Request) -> QuerySet[Playlist]:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        reachable = Playlist.objects.reachable_by(request.user)
        return reachable.filter(follows__user=request.user).order_by("-follows__created", "-pk")


class MyPlaylistsView(MemberView, GenericAPIView):
    pagination_class = Pages
    serializer_class = PlaylistSerializer
    queryset = Playlist.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, enum=KINDS, description="Which ones; without it those that you may edit.")
        ],
        responses={200: PlaylistSerializer(many=True), 400: ERRORS[400], **MISSING, **READ_ERRORS},
        operation_id="my_playlists",
    )
    def get(self, request: Request) -> Response:
        """Playlists that are your own, that you joined, or that you follow; what was changed last first."""
        mine = reading.described(self._of_kind(caller(request)), request.user)
        page = self.paginate_queryset(mine.order_by("-changed", "-pk"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _of_kind(self, user: User) -> QuerySet[Playlist]:
        editable = Playlist.objects.editable_by(user)
        kinds = {
            "editable": editable,
            "own": editable.filter(owner=user),
            "joined": editable.filter(editors=user),
            "followed": Playlist.objects.reachable_by(user).filter(follows__user=user),
        }
        return kinds[chosen(self.request, "kind", KINDS, "editable")]


class PlaylistView(PlaylistBase):
    @extend_schema(
        responses={200: PlaylistWithEntriesSerializer, **MISSING, **READ_ERRORS},
        operation_id="playlist",
    )
    def get(self, request: Request, playlist_id: str) -> Response:
        """A playlist and its tracks that you may see: a public one, an unlisted one whose id you know, or your own."""
        return self.whole(request, self.find(request, playlist_id))

    @extend_schema(
        request=ChangePlaylistSerializer,
        responses={200: PlaylistWithEntriesSerializer, **WRITES},
        operation_id="change_playlist",
    )
    def patch(self, request: Request, playlist_id: str) -> Response:
        """Change title, description or visibility. Invited editors change the description.

        Curators make their own playlist official: it is the site's from then on.
        """
        playlist = self.find_editable(request, playlist_id)
        wish = read(ChangePlaylistSerializer, request)
        if set(wish) - {"description"}:
            playlist = self.find_own(request, playlist_id)
        return self.afresh(request, self._change(request, playlist, **wish))

    @transaction.atomic
    def _change(self, request: Request, playlist: Playlist, official: bool = False, **fields: Any) -> Playlist:
        if official:
            refuse_member(request)
            playlist = editing.make_official(playlist=playlist, user=caller(request))
        return editing.change(playlist=playlist, user=caller(request), **fields) if fields else playlist

    @extend_schema(responses={204: OpenApiResponse(), **REFUSED, **MISSING}, operation_id="delete_playlist")
    def delete(self, request: Request, playlist_id: str) -> Response:
        """Delete your own playlist; its tracks stay."""
        editing.delete(playlist=self.find_own(request, playlist_id), user=caller(request))
        return Response(status=204)


class DefaultPlaylistView(PlaylistBase):
    @extend_schema(
        responses={200: PlaylistWithEntriesSerializer, **MISSING, **READ_ERRORS}, operation_id="default_playlist"
    )
    def get(self, request: Request) -> Response:
        """The playlist that a new listener hears."""
        visible = reading.described(Playlist.objects.visible_to(request.user), request.user)
        return self.whole(request, get_object_or_404(visible, slug=DEFAULT))


class PlaylistTracksView(PlaylistBase):
    @extend_schema(
        request=AddTracksSerializer,
        responses={200: AddedSerializer, **WRITES, **CONFLICT},
        operation_id="add_to_playlist",
    )
    def post(self, request: Request, playlist_id: str) -> Response:
        """Add tracks that you can reach. One that is in the list stays where it is: the call can be made again."""
        playlist = self.find_editable(request, playlist_id)
        added = editing.add(playlist=playlist, user=caller(request), **read(AddTracksSerializer, request))
        return Response(AddedSerializer(added).data)


class PlaylistEntryView(PlaylistBase):
    @extend_schema(responses={204: OpenApiResponse(), **WRITES}, operation_id="remove_from_playlist")
    def delete(self, request: Request, playlist_id: str, entry_id: str) -> Response:
        """Take one entry out."""
        playlist = self.find_editable(request, playlist_id)
        if not editing.remove(playlist=playlist, entry=entry_id, user=caller(request)):
            raise NotFound
        return Response(status=204)


class PlaylistOrderView(PlaylistBase):
    @extend_schema(
        request=OrderSerializer,
        responses={204: OpenApiResponse(), **WRITES, **CONFLICT},
        operation_id="order_playlist",
    )
    def put(self, request: Request, playlist_id: str) -> Response:
        """Put all entries that you see into a new order, by their ids."""
        playlist = self.find_editable(request, playlist_id)
        order: Any = read(OrderSerializer, request)["entries"]
        editing.reorder(playlist=playlist, user=caller(request), order=order)
        return Response(status=204)


class PlaylistForkView(PlaylistBase):
    @extend_schema(
        request=None,
        responses={201: PlaylistWithEntriesSerializer, **WRITES},
        operation_id="fork_playlist",
    )
    def post(self, request: Request, playlist_id: str) -> Response:
        """Make a private copy of your own, that names what it came from."""
        fork = editing.fork(playlist=self.find(request, playlist_id), user=caller(request))
        return self.afresh(request, fork, 201)
