"""Votes, follows, invitations and editors over HTTP."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import caller
from accounts.profiles import NAME
from generator.api import read
from generator.schema import MISSING, REFUSED
from playlists import editors, votes
from playlists.list_api import WRITES, PlaylistBase
from playlists.list_serializers import PlaylistWithEntriesSerializer
from playlists.social_serializers import (
    FollowSerializer,
    InvitationSerializer,
    JoinSerializer,
    VotedSerializer,
    VoteSerializer,
)


class VoteView(PlaylistBase):
    @extend_schema(request=VoteSerializer, responses={200: VotedSerializer, **WRITES}, operation_id="vote")
    def put(self, request: Request, playlist_id: str) -> Response:
        """Vote up, down or, with 0, take your vote back. The same again changes nothing."""
        playlist = self.find(request, playlist_id)
        value = read(VoteSerializer, request)["value"]
        counted = votes.vote(user=caller(request), playlist=playlist, value=value)
        return Response({"ups": counted.ups, "downs": counted.downs, "vote": value})


class FollowView(PlaylistBase):
    @extend_schema(request=None, responses={200: FollowSerializer, **REFUSED, **MISSING}, operation_id="follow")
    def put(self, request: Request, playlist_id: str) -> Response:
        """Follow a playlist. The same again changes nothing."""
        return self._follow(request, playlist_id, True)

    @extend_schema(responses={200: FollowSerializer, **REFUSED, **MISSING}, operation_id="unfollow")
    def delete(self, request: Request, playlist_id: str) -> Response:
        """Follow it no longer."""
        return self._follow(request, playlist_id, False)

    def _follow(self, request: Request, playlist_id: str, following: bool) -> Response:
        playlist = self.find(request, playlist_id)
        followers = votes.follow(user=caller(request), playlist=playlist, following=following)
        return Response({"followers": followers, "following": following})


class InvitationView(PlaylistBase):
    @extend_schema(
        request=None, responses={201: InvitationSerializer, **REFUSED, **MISSING}, operation_id="invite_editors"
    )
    def post(self, request: Request, playlist_id: str) -> Response:
        """A link that makes whoever opens it an editor. It is shown once; an older one is good no longer."""
        playlist = self.find_own(request, playlist_id)
        if playlist.official:
            raise PermissionDenied("An official playlist is edited by all curators, and by nobody else.")
        invitation, key = editors.invite(playlist=playlist)
        url = request.build_absolute_uri(f"/playlists/{playlist.public_id}/join/{key}")
        return Response(InvitationSerializer({"url": url, "expires": invitation.expires}).data, status=201)

    @extend_schema(responses={204: OpenApiResponse(), **REFUSED, **MISSING}, operation_id="withdraw_invitation")
    def delete(self, request: Request, playlist_id: str) -> Response:
        """The link opens nothing any more. Who has joined stays."""
        if not editors.withdraw(playlist=self.find_own(request, playlist_id)):
            raise NotFound
        return Response(status=204)


class EditorsView(PlaylistBase):
    @extend_schema(
        request=JoinSerializer,
        responses={200: PlaylistWithEntriesSerializer, **WRITES},
        operation_id="join_playlist",
    )
    def post(self, request: Request, playlist_id: str) -> Response:
        """Become an editor, with the key of an invitation: the last part of its link."""
        key = read(JoinSerializer, request)["key"]
        joined = editors.join(playlist_id=playlist_id, key=key, user=caller(request))
        if joined is None:
            self.find(request, playlist_id)  # who can't see the list learns nothing about it
            raise ValidationError({"key": ["This invitation is not known, was withdrawn or has expired."]})
        return self.afresh(request, joined)


class EditorView(PlaylistBase):
    @extend_schema(responses={204: OpenApiResponse(), **REFUSED, **MISSING}, operation_id="remove_editor")
    def delete(self, request: Request, playlist_id: str, name: str) -> Response:
        """The owner removes an editor; an editor leaves. What they added stays."""
        playlist = self.find(request, playlist_id)
        if playlist.owner_id != request.user.pk and caller(request).username != name:
            raise PermissionDenied("Only the owner may remove an editor.")
        if not NAME.fullmatch(name):
            raise NotFound
        editor = get_object_or_404(playlist.editors, username=name)
        if not editors.leave(playlist=playlist, user=editor):
            raise NotFound
        return Response(status=204)
