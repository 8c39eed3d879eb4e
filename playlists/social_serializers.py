"""What the calls of ``social_api.py`` take and give."""

from __future__ import annotations

from rest_framework import serializers

from generator.fields import StrictIntegerField, StrictTextField
from generator.serializers import StrictSerializer


class VoteSerializer(StrictSerializer):
    value = StrictIntegerField(min_value=-1, max_value=1, help_text="1 up, -1 down, 0 none")


class VotedSerializer(serializers.Serializer):
    ups = serializers.IntegerField()
    downs = serializers.IntegerField()
    vote = serializers.IntegerField(min_value=-1, max_value=1)


class FollowSerializer(serializers.Serializer):
    followers = serializers.IntegerField()
    following = serializers.BooleanField()


class InvitationSerializer(serializers.Serializer):
    url = serializers.CharField(help_text="To be opened by who shall edit the list with you.")
    expires = serializers.DateTimeField()


class JoinSerializer(StrictSerializer):
    key = StrictTextField(max_length=100)
