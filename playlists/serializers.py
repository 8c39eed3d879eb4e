"""What the calls of ``api.py`` take and give."""

from __future__ import annotations

from django.conf import settings
from rest_framework import serializers

from generator.fields import StrictTextField
from generator.serializers import StrictSerializer, TakeSerializer


class ImportSerializer(StrictSerializer):
    link = StrictTextField(max_length=settings.MAX_LINK_CHARACTERS, help_text="A share URL, its query, or `default`")


class PlaylistTakesSerializer(serializers.Serializer):
    title = serializers.CharField()
    results = TakeSerializer(many=True)
