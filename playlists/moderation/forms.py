"""What moderators decide, what the person concerned says to it, and what is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from playlists.moderation import effects, wording
from playlists.moderation.decisions import Verdict
from playlists.moderation.models import SANCTIONS, TIMED, Case, Rule


def _text(label: str, most: int, rows: int, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}" if days else "For good"


class VerdictForm(forms.Form):
    """About one case: ``acts`` are those that its kind allows."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MAX_REPORT_CHARACTERS
        acts = [(act.value, act.label) for act in effects.acts_for(case)]
        self.fields["act"] = forms.ChoiceField(
            label="What is to be done", choices=acts, error_messages={"required": "Choose what is to be done."}
        )
        self.fields["reason"] = forms.ChoiceField(label="The rule", choices=Rule.choices)
        self.fields["days"] = forms.TypedChoiceField(
            label="For how long",
            choices=[(days, _days(days)) for days in settings.SANCTION_DAYS],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.fields["message"] = _text("To the person concerned", most, 4, required=False)
        self.fields["note"] = _text("For other moderators", most, 2, required=False)

    def verdict(self) -> Verdict:
        """Of a valid form. Whom something was taken from is told why, if only by the words that one begins with."""
        told = self.cleaned_data
        act, reason = told["act"], told["reason"]
        message = told["message"] or wording.first_message(act, reason)
        days = told["days"] if act in TIMED else None
        return Verdict(act, reason, message if act in SANCTIONS else "", told["note"], days)

    def refuse(self, error: ValidationError) -> None:
        """What the service says no to, at its field."""
        known = hasattr(error, "error_dict") and set(error.error_dict) <= set(self.fields)
        self.add_error(None, error if known else error.messages)


class AppealForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MAX_APPEAL_CHARACTERS
        self.fields["words"] = _text("Why is it wrong?", most, 6, help_text=f"Up to {most} characters.")


class AnswerForm(forms.Form):
    granted = forms.ChoiceField(
        label="What becomes of the decision",
        choices=[("yes", "Grant it: the decision is taken back"), ("no", "Reject it: the decision stands")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is granted."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.MAX_REPORT_CHARACTERS
        self.fields["answer"] = _text("In your words", most, 4, help_text=f"They read it. Up to {most} characters.")
