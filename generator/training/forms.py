"""Why staff do what they do."""

from __future__ import annotations

from django import forms

from accounts.bulk import MAX_REASON


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=MAX_REASON,
        widget=forms.TextInput(attrs={"maxlength": MAX_REASON, "autocomplete": "off"}),
        error_messages={"required": "Say why: it is kept in the audit, with your name."},
    )
