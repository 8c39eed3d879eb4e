"""What a member may set about themselves, and ask for."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.models import MAX_TOKEN_NAME, ApiToken, User
from accounts.names import refuse_reserved

EXPIRIES = [("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "Never")]


def refuse_controls(text: str) -> None:
    """No character that hides, or turns the reading order of what strangers see. Raises ValidationError."""
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\r\n\u200d" for char in text):
        raise ValidationError("Must not hold control characters.")


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "about", "profile_seen_by", "show_tracks", "show_playlists", "show_likes"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MAX_ABOUT_CHARACTERS
        self.fields["display_name"].help_text = "Empty: your name as you log in with it."
        self.fields["about"] = forms.CharField(
            label="About yourself",
            max_length=most,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=f"Up to {most} characters, plain text.",
        )
        self.fields["show_likes"].help_text = "Once tracks can be liked."

    def clean_display_name(self) -> str:
        name: str = self.cleaned_data["display_name"]
        if "\n" in name or "\r" in name:
            raise ValidationError("Must be one line.")
        refuse_controls(name)
        refuse_reserved(name)
        return name

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        refuse_controls(about)
        return about


class TokenForm(forms.Form):
    name = forms.CharField(max_length=MAX_TOKEN_NAME, help_text="So that you know it again: what uses it?")
    scope = forms.ChoiceField(label="May", choices=ApiToken.Scope.choices)
    days = forms.ChoiceField(label="Expires after", choices=EXPIRIES, required=False, initial="90")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        refuse_controls(name)
        return name

    def clean_days(self) -> int | None:
        return int(self.cleaned_data["days"]) if self.cleaned_data["days"] else None


class DeletionForm(forms.Form):
    public = forms.ChoiceField(
        label="Your public tracks and playlists",
        choices=[("remove", "Remove them"), ("keep", "Leave them, without my name")],
        initial="remove",
        widget=forms.RadioSelect,
    )
