"""What the calls of ``api.py`` take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.names import LONGEST
from generator.fields import StrictTextField
from generator.serializers import StrictSerializer
from playlists.moderation import reports
from playlists.moderation.models import Kind, Report, Rule

REPORTED = (Kind.TRACK, Kind.PLAYLIST, Kind.MEMBER)


class ReportSerializer(StrictSerializer):
    track = StrictTextField(max_length=LONGEST, required=False)
    playlist = StrictTextField(max_length=LONGEST, required=False)
    member = StrictTextField(max_length=LONGEST, required=False, help_text="Name of a member: their profile.")
    reason = serializers.ChoiceField(Rule.choices)
    details = StrictTextField(
        max_length=settings.MAX_REPORT_CHARACTERS, allow_blank=True, required=False, default="", trim_whitespace=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The kind of thing and its name beside the rest."""
        named = [kind for kind in REPORTED if kind in attrs]
        if len(named) != 1:
            raise serializers.ValidationError({"track": ["Send either track, playlist or member."]})
        return {"kind": named[0], "name": attrs.pop(named[0]), **attrs}


class ReportedSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(Kind.choices, source="case.kind")
    id = serializers.CharField(source="case.target")
    title = serializers.CharField(source="case.title")
    reason = serializers.ChoiceField(Rule.choices)
    details = serializers.CharField()
    outcome = serializers.SerializerMethodField()
    created = serializers.DateTimeField()

    def get_outcome(self, report: Report) -> str:
        """``open``, ``dismissed`` or ``upheld``."""
        return reports.outcome(report)
